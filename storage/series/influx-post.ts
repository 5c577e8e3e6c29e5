/**
 * One POST of lines to `/write`, packed, with the server's own words on a refusal: the `influx` client keeps only the
 * status line of a 5xx, and a missing retention policy is one.
 */
import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const packed = promisify(gzip);
/** Higher levels cost more than they save beside a database. */
const GZIP_LEVEL = 1;
/** Below this a body is not worth packing, characters. */
const PACK_FROM = 1_000;
/** Longest answer that is kept: it may repeat every bad line. */
const ANSWER_BYTES_MAX = 1024 * 1024;

/** The server answered with a status of refusal or failure; `message` is what it said. */
export class HttpStatusError extends Error {
  readonly statusCode: number;
  constructor(statusCode: number, text: string) {
    super(`${statusCode} ${text}`);
    this.name = 'HttpStatusError';
    this.statusCode = statusCode;
  }
}

export interface PostTarget {
  readonly url: URL;
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Resolves on 2xx; rejects with `HttpStatusError`, or with the error of the connection. */
export async function postLines(target: PostTarget, lines: readonly string[]): Promise<void> {
  const text = lines.join('\n');
  const isPacked = text.length >= PACK_FROM;
  const body = isPacked ? await packed(text, { level: GZIP_LEVEL }) : Buffer.from(text);
  const headers: Record<string, string | number> = { ...target.headers, 'content-length': body.length };
  if (isPacked) headers['content-encoding'] = 'gzip';
  const { status, said } = await exchange(target, headers, body);
  if (status < 200 || status >= 300) throw new HttpStatusError(status, said);
}

function exchange(
  { url, agent, timeoutMs }: PostTarget,
  headers: Readonly<Record<string, string | number>>,
  body: Buffer,
): Promise<{ readonly status: number; readonly said: string }> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const call = request(url, { method: 'POST', agent, headers, signal }, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes <= ANSWER_BYTES_MAX) parts.push(part);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, said: Buffer.concat(parts).toString().trim() }));
      answer.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
