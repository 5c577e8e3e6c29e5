/** `gridwitness held list|show|retry`: what a running server holds back, and trying it again. */
import { randomUUID } from 'node:crypto';
import { OperationalError } from '../../core/assert.ts';
import { ApiError, type Client, createClient } from '../../correlator/contract/client.ts';
import { LETTER_STATES, type RetryResult } from '../../correlator/contract/letters.ts';
import type { Command } from '../command.ts';
import { type Row, table, writeJsonLines } from '../output.ts';
import { badUse } from '../shared-options.ts';

const PAGE = 200;
const DEFAULT_URL = 'http://127.0.0.1:8080';

interface Asked {
  readonly client: Client<AbortSignal>;
  readonly ids: readonly string[];
  readonly state: (typeof LETTER_STATES)[number];
  readonly words: { readonly reason?: string; readonly subject?: string };
  readonly limit: number;
  readonly json: boolean;
}

export const command: Command = {
  configure(c) {
    c.description('messages that could not be read and facts a store refused, of a running server')
      .argument(
        '<list|show|retry>',
        'list: newest first; show: with the raw content; retry: exit 1 where one is still held',
      )
      .argument('[id...]', 'ids as list writes them')
      .option('--url <url>', 'the running server', DEFAULT_URL)
      .option('--all', 'retry: all open ones (that fit)')
      .option('--state <state>', `list: ${LETTER_STATES.join(', ')}`, 'open')
      .option('--reason <words>', 'only where the reason contains them')
      .option('--subject <words>', 'only where topic, meter or store contain them')
      .option('--limit <n>', 'list: at most so many', '50')
      .option('--json', 'JSON lines instead of a table');
  },
  async run([what = '', ...ids], options) {
    const state = LETTER_STATES.find((s) => s === options['state']);
    if (state === undefined) return badUse(`--state must be one of ${LETTER_STATES.join(', ')}`);
    const limit = Number(options['limit']);
    if (!Number.isInteger(limit) || limit < 1) return badUse('--limit must be a whole number above 0');
    const url = String(options['url']).replace(/\/+$/, '');
    const client = createClient<AbortSignal>({ fetch: (to, init) => fetch(to, init), baseUrl: url, validate: true });
    const words = { ...textOf(options, 'reason'), ...textOf(options, 'subject') };
    const asked: Asked = { client, ids, state, words, limit, json: options['json'] === true };
    try {
      switch (what) {
        case 'list':
          return await list(asked);
        case 'show':
          return ids.length === 0 ? badUse('show needs the id of at least one') : await show(asked);
        case 'retry':
          if ((options['all'] === true) === ids.length > 0) return badUse('retry needs ids, or --all, not both');
          return await retry(asked);
        default:
          return badUse(`expected list, show or retry, got ${what}`);
      }
    } catch (cause) {
      if (cause instanceof ApiError || cause instanceof TypeError) {
        throw new OperationalError(`${url}: ${cause.message}`, { retryable: false, cause });
      }
      throw cause;
    }
  },
};

function textOf(options: Readonly<Record<string, unknown>>, name: 'reason' | 'subject') {
  return options[name] === undefined ? {} : { [name]: String(options[name]) };
}

async function list({ client, state, words, limit, json }: Asked): Promise<number> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const query = {
      ...words,
      state,
      limit: Math.min(PAGE, limit - rows.length),
      ...(cursor === null ? {} : { cursor }),
    };
    const page: Awaited<ReturnType<typeof client.listDeadLetters>> = await client.listDeadLetters({ query });
    rows.push(
      ...page.items.map((l) => ({
        id: l.id,
        at: l.at,
        kind: l.kind,
        subject: l.subject,
        reason: l.reason,
        state: l.done === null ? 'open' : 'done',
        ...(json ? { meter: l.meter, store: l.store, lost: l.lost, done: l.done } : {}),
      })),
    );
    cursor = page.next;
  } while (cursor !== null && rows.length < limit);
  await write(rows, json, 'nothing is held');
  if (cursor !== null) process.stderr.write(`there are more: --limit is ${limit}\n`);
  return 0;
}

async function show({ client, ids, json }: Asked): Promise<number> {
  for (const id of ids) {
    const letter = await client.getDeadLetter({ params: { id } });
    if (json) await writeJsonLines([letter]);
    else process.stdout.write(`${letter.id} ${letter.at} ${letter.subject}\n${letter.reason}\n${letter.raw.body}\n`);
  }
  return 0;
}

async function retry({ client, ids, words, json }: Asked): Promise<number> {
  const results: RetryResult['results'] = [];
  const key = randomUUID();
  const ask = async (part: string, body: Parameters<typeof client.retryDeadLetters>[0]['body']) => {
    const answer = await client.retryDeadLetters({ headers: { 'idempotency-key': `${key} ${part}` }, body });
    results.push(...answer.results);
    return answer.next;
  };
  if (ids.length === 0) {
    for (let cursor = await ask('first', { all: true, ...words }); cursor !== null; )
      cursor = await ask(cursor, { all: true, ...words, cursor });
  }
  for (let at = 0; at < ids.length; at += PAGE) await ask(String(at), { ids: ids.slice(at, at + PAGE) });
  await write(results, json, 'there was nothing to try again');
  const failed = results.filter((r) => !r.done).length;
  process.stderr.write(`${results.length - failed} stored, ${failed} still held\n`);
  return failed === 0 ? 0 : 1;
}

async function write(rows: readonly Row[], json: boolean, nothing: string): Promise<void> {
  if (json) await writeJsonLines(rows);
  else process.stdout.write(`${rows.length === 0 ? nothing : table(rows)}\n`);
}
