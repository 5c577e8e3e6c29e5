/** Dead letters: what could not be read or was refused by a store; looked at, and tried again. */
import { createHash, randomUUID } from 'node:crypto';
import { formatTime } from '../../../core/time.ts';
import type { LetterDetail, LetterOut, RetryRequest, RetryResult } from '../../contract/letters.ts';
import { RETRY_MAX } from '../../contract/letters.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import type { HeldLetter, LettersPort } from '../letters-port.ts';

export const listDeadLetters: Answering<'listDeadLetters'> = {
  id: 'listDeadLetters',
  async answer({ query }, deps) {
    const { limit, cursor, state } = query;
    const fits = fitting(query);
    const { letters, next } = await portOf(deps).list({
      limit,
      before: cursor ?? null,
      fits: (l) => (state === 'all' || (l.done === null) === (state === 'open')) && fits(l),
    });
    return { items: letters.map((l) => letterOut(l, deps.zone)), next };
  },
};

export const getDeadLetter: Answering<'getDeadLetter'> = {
  id: 'getDeadLetter',
  async answer({ params }, deps) {
    const letter = await portOf(deps).get(params.id);
    if (letter === null) throw notFound('dead letter');
    return { ...letterOut(letter, deps.zone), raw: rawOf(letter) };
  },
};

export const retryDeadLetters: Answering<'retryDeadLetters'> = {
  id: 'retryDeadLetters',
  async answer({ body, headers, person }, deps) {
    const letters = portOf(deps);
    const { records } = deps.service;
    const key = `dead letters ${headers['idempotency-key'] ?? randomUUID()}`;
    const print = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const kept = await records.idempotent(key);
    if (kept !== null) return again(kept, print);
    const subject = 'ids' in body ? body.ids.join(' ').slice(0, 400) : 'all';
    await deps.audit({ person: person.id, action: 'retry dead letters', subject });
    const result = await retry(body, person.id, letters);
    await records.setIdempotent(key, JSON.stringify({ print, result }));
    return result;
  },
};

function portOf(deps: Deps): LettersPort {
  const letters = deps.collector?.letters?.() ?? null;
  if (letters === null) throw new HttpProblem(503, 'no collector runs in this server, so nothing is held here');
  return letters;
}

function again(kept: string, print: string): RetryResult {
  const before = JSON.parse(kept) as { readonly print: string; readonly result: RetryResult };
  if (before.print === print) return before.result;
  throw new HttpProblem(422, 'this Idempotency-Key was used for another request', [
    { path: 'headers.idempotency-key', expected: 'a new key for a new request', got: 'a used one' },
  ]);
}

async function retry(body: RetryRequest, by: string, letters: LettersPort): Promise<RetryResult> {
  const { ids, next } = 'ids' in body ? { ids: [...new Set(body.ids)], next: null } : await openOnes(body, letters);
  const { done, failed } = await letters.retry(ids, by);
  const stored = new Set(done);
  const reasons = new Map(failed.map((f) => [f.id, f.reason]));
  return {
    results: ids.map((id) => ({ id, done: stored.has(id), reason: reasons.get(id) ?? null })),
    next,
  };
}

async function openOnes(body: Extract<RetryRequest, { all: true }>, letters: LettersPort) {
  const fits = fitting(body);
  const page = await letters.list({
    limit: RETRY_MAX,
    before: body.cursor ?? null,
    fits: (l) => l.done === null && fits(l),
  });
  return { ids: page.letters.map((l) => l.id), next: page.next };
}

function fitting(words: { readonly reason?: string | undefined; readonly subject?: string | undefined }) {
  const [reason, subject] = [words.reason?.toLowerCase() ?? '', words.subject?.toLowerCase() ?? ''];
  return (l: HeldLetter) =>
    l.reason.toLowerCase().includes(reason) &&
    `${l.subject} ${l.meter ?? ''} ${l.sink ?? ''}`.toLowerCase().includes(subject);
}

function letterOut(l: HeldLetter, zone: string): LetterOut {
  return {
    id: l.id,
    at: formatTime(l.atMs, zone),
    kind: l.kind ?? 'unknown',
    subject: l.subject,
    meter: l.meter ?? null,
    reason: l.reason,
    store: l.sink ?? null,
    lost: l.lost ? [...l.lost] : null,
    done: l.done === null ? null : { at: formatTime(l.done.atMs, zone), by: l.done.by },
  };
}

/** Control characters beside tab and line ends: such bytes are no text for a person. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function rawOf(l: HeldLetter): LetterDetail['raw'] {
  if (l.kind !== 'message' || typeof l.content !== 'string') {
    return { form: 'json', body: JSON.stringify(l.content, null, 2) ?? 'null' };
  }
  const text = textOf(Buffer.from(l.content, 'base64'));
  return text === null ? { form: 'base64', body: l.content } : { form: 'text', body: text };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return CONTROL.test(text) ? null : text;
  } catch (cause) {
    // Not UTF-8.
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
