/** Files a person chose, as one body for the server, and the sending of it with its progress. */
import { zip } from 'fflate';
import type { ProfileId } from '../../core/case.ts';
import { createClient, type Fetch } from '../../correlator/contract/client.ts';
import type { Recording } from '../../correlator/contract/recording.ts';
import { packName, uniqueNames } from './pack-names.ts';

/** What the server takes in one body, bytes: asked here first, so that nobody waits for a refusal. */
export const UPLOAD_MAX_BYTES = 256 * 1024 * 1024;
/** Samples shrink a lot at any level; more effort only takes time. */
const ZIP_LEVEL = 1;

export interface Judging {
  /** null = the server's own. */
  readonly profile: ProfileId | null;
  /** Declared voltage, V; null = as the file or its first cycles say. */
  readonly udinV: number | null;
}

export type Progress =
  | { readonly kind: 'packing' }
  | { readonly kind: 'sending'; readonly percent: number }
  | { readonly kind: 'reading' };

/** Why nothing was sent. */
export class UploadError extends Error {
  readonly why: 'empty' | 'too-large' | 'unreadable';
  constructor(why: UploadError['why'], message: string) {
    super(message);
    this.name = 'UploadError';
    this.why = why;
  }
}

/** Rejects with `UploadError`, `ApiError`, or `TypeError` where the server was not reached. */
export async function sendFiles(
  files: readonly File[],
  judging: Judging,
  on: { readonly progress: (p: Progress) => void; readonly signal: AbortSignal },
): Promise<Recording> {
  on.progress({ kind: 'packing' });
  const { name, bytes } = await packed(files);
  if (bytes.length === 0) throw new UploadError('empty', name);
  if (bytes.length > UPLOAD_MAX_BYTES) throw new UploadError('too-large', name);
  on.progress({ kind: 'sending', percent: 0 });
  const client = createClient({ fetch: sendingFetch(on.progress) });
  return await client.openRecording({
    query: {
      ...(judging.profile === null ? {} : { profile: judging.profile }),
      ...(judging.udinV === null ? {} : { udin: judging.udinV }),
    },
    headers: { 'x-file-name': encodeURIComponent(name) },
    bytes,
    contentType: 'application/octet-stream',
    signal: on.signal,
  });
}

async function packed(files: readonly File[]): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const names = files.map((f) => f.name);
  const [first] = files;
  if (files.length === 1 && first !== undefined) return { name: first.name, bytes: await bytesOf(first) };
  const contents = await Promise.all(files.map(bytesOf));
  const unique = uniqueNames(names);
  const entries = Object.fromEntries(unique.map((name, i) => [name, contents[i] ?? new Uint8Array(0)]));
  const bytes = await new Promise<Uint8Array<ArrayBuffer>>((done, failed) =>
    zip(entries, { level: ZIP_LEVEL }, (error, data) => (error ? failed(error) : done(new Uint8Array(data)))),
  );
  return { name: packName(names), bytes };
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    // Moved, changed or not allowed since it was chosen; the browser says no more than that.
    throw new UploadError('unreadable', file.name);
  }
}

/** `fetch` tells nothing about how much was sent; the older request does. */
function sendingFetch(progress: (p: Progress) => void): Fetch<AbortSignal> {
  return (url, init) =>
    new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open(init.method, url);
      for (const [name, value] of Object.entries(init.headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = (e) => {
        const isAll = !e.lengthComputable || e.loaded >= e.total;
        progress(isAll ? { kind: 'reading' } : { kind: 'sending', percent: Math.floor((100 * e.loaded) / e.total) });
      };
      request.upload.onload = () => progress({ kind: 'reading' });
      request.onload = () => done({ status: request.status, text: () => Promise.resolve(request.responseText) });
      request.onerror = () => failed(new TypeError('the server was not reached'));
      request.onabort = () => failed(new DOMException('given up', 'AbortError'));
      init.signal?.addEventListener('abort', () => request.abort());
      request.send(init.body ?? null);
    });
}
