/**
 * HTTP to an InfluxDB: `/query` of every generation by the pool of the `influx` client, and `/write` of 1.x. Errors
 * become `OperationalError`, or `LinesRefused` for a batch with bad lines.
 */
import http from 'node:http';
import https from 'node:https';
import { Pool } from 'influx/lib/src/pool.js';
import { OperationalError } from '../../core/assert.ts';
import { StoreGone } from '../failure.ts';
import { postLines } from './influx-post.ts';
import { isAboutLines, LinesRefused } from './refusal.ts';

const REQUEST_TIMEOUT_MS = 30_000;
/** The client never settles when a server dies in the middle of an answer: after this we stop waiting for it. */
const DEADLINE_MS = REQUEST_TIMEOUT_MS + 5_000;

export interface InfluxLogin {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** 2.x and 3.x. */
  readonly token?: string | undefined;
}

/** One result of InfluxQL: a series per tag set. */
export interface InfluxSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | boolean | null)[])[];
}

interface QueryAnswer {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly InfluxSeries[] }[];
}

export class InfluxHttp {
  readonly #pool: Pool;
  readonly #agent: http.Agent;
  readonly #auth: string | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #deadlineMs: number;
  readonly url: string;

  constructor(url: string, login: InfluxLogin, deadlineMs: number = DEADLINE_MS) {
    this.url = url;
    this.#deadlineMs = deadlineMs;
    this.#auth = login.username === undefined ? undefined : `${login.username}:${login.password ?? ''}`;
    this.#agent = url.startsWith('https:') ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
    // One host: a pause after a failure would only make "No host available" of a server that is back.
    const noPause = { getDelay: () => 0, next: () => noPause, reset: () => noPause };
    this.#pool = new Pool({ maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS, backoff: noPause });
    const headers = login.token === undefined ? {} : { Authorization: `Token ${login.token}` };
    const basic =
      this.#auth === undefined ? {} : { Authorization: `Basic ${Buffer.from(this.#auth).toString('base64')}` };
    this.#headers = { ...headers, ...basic };
    this.#pool.addHost(url.replace(/\/$/, ''), { agent: this.#agent, headers });
  }

  /** `params` as of the 1.x `/write` endpoint: db, rp, precision. */
  async write(params: Readonly<Record<string, string>>, lines: readonly string[]): Promise<void> {
    const url = new URL(`${this.url.replace(/\/$/, '')}/write`);
    url.search = new URLSearchParams(params).toString();
    try {
      await postLines({ url, agent: this.#agent, headers: this.#headers, timeoutMs: this.#deadlineMs }, lines);
    } catch (cause) {
      throw failure(`writing to ${this.url}`, cause);
    }
  }

  /** Reads by GET; statements that change something need POST. Resolves to the series of the one statement. */
  async query(
    q: string,
    params: Readonly<Record<string, string>>,
    method: 'GET' | 'POST' = 'GET',
  ): Promise<readonly InfluxSeries[]> {
    const request = { method, path: '/query', query: { ...params, q }, ...this.#login() };
    const asked = this.#settled(this.#pool.json(request), (e) => outage(`querying ${this.url}`, e));
    const answer = (await asked) as QueryAnswer;
    const error = answer.error ?? answer.results?.find((r) => r.error !== undefined)?.error;
    if (error !== undefined) throw new OperationalError(`${this.url}: ${error}`, { retryable: /timeout/.test(error) });
    return answer.results?.[0]?.series ?? [];
  }

  close(): void {
    this.#agent.destroy();
  }

  #login(): { readonly auth?: string } {
    return this.#auth === undefined ? {} : { auth: this.#auth };
  }

  async #settled<T>(work: Promise<T>, meaning: (error: unknown) => Error): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the answer did not end in time')), this.#deadlineMs);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      throw meaning(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What a failed write means: lines to look at, or an outage. Shared with the 2.x writer. */
export function failure(doing: string, cause: unknown): LinesRefused | OperationalError {
  const status = statusOf(cause);
  const text = cause instanceof Error ? cause.message : String(cause);
  if (status === 413) return new LinesRefused(text);
  // Only the database itself can judge a line; what a proxy or a wrong port answers must cost no data.
  if ((status === 400 || status === 422) && isAboutLines(text)) return new LinesRefused(text);
  return outage(doing, cause);
}

function outage(doing: string, cause: unknown): OperationalError {
  const status = statusOf(cause);
  const text = cause instanceof Error ? cause.message : String(cause);
  // 1.x answers 404 where the database is missing, and 500 where a retention policy is.
  if (status === 404 || /retention policy not found/.test(text)) return new StoreGone(`${doing}: ${text}`, { cause });
  // 401, 403: the login must change first; whoever has data to keep tries on all the same.
  const retryable = status === null || status === 408 || status === 429 || status >= 500;
  return new OperationalError(`${doing}: ${text}`, { retryable, cause });
}

/** HTTP status in the errors of either client; null = the request got no answer. */
function statusOf(error: unknown): number | null {
  const { res, statusCode } = Object(error) as { res?: { statusCode?: number }; statusCode?: number };
  return statusCode ?? res?.statusCode ?? null;
}
