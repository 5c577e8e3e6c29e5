/**
 * What must be known of meters by the next process: spells of silence, one JSON line each time one begins, changes or ends
 * (the newest line of a spell stands), the moment this process was last alive, and what was known of clocks.
 */
import { appendFile, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SilenceSpell } from '../../core/collecting.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Range } from '../../core/ports.ts';
import type { SavedTrack } from '../track.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

/** Spells are kept as long as raw readings are, ms. */
const KEPT_MS = 90 * 86_400_000;
/** Lines beyond which the file is written anew at the next start. */
const COMPACT_LINES = 20_000;
/** A restart shorter than this lost nothing that anybody could miss, ms. */
const DOWN_MIN_MS = 2_000;

interface Alive {
  readonly aliveMs: number;
}

export interface SilenceJournal {
  /** All spells kept, by begin. */
  spells(): readonly SilenceSpell[];
  /** Spells of one meter that reach into the range, with those of the collector itself, newest first. */
  of(meter: MeterId, range: Range): readonly SilenceSpell[];
  /** What was known of each meter when it was last saved. */
  readonly tracks: Readonly<Record<string, SavedTrack>>;
  /** Resolves when durable. */
  write(spells: readonly SilenceSpell[]): Promise<void>;
  alive(nowMs: number): Promise<void>;
  save(tracks: Readonly<Record<string, SavedTrack>>): Promise<void>;
}

/**
 * Opens the journal of `dir`. The time since the last process was alive becomes a spell of the collector, and is in
 * `down`; null where there was none or the clock went back.
 */
export async function openSilenceJournal(
  dir: string,
  nowMs: number,
): Promise<{ readonly journal: SilenceJournal; readonly down: SilenceSpell | null }> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'silence.jsonl');
  const { spells, lines, isTorn } = parse((await readIfThere(path)) ?? '', nowMs - KEPT_MS);
  if (lines > COMPACT_LINES || isTorn) await writeDurably(path, [...spells.values()].map(lineOf).join(''));
  const tracks = json<Record<string, SavedTrack>>(await readIfThere(join(dir, 'states.json'))) ?? {};
  const aliveMs = json<Alive>(await readIfThere(join(dir, 'alive.json')))?.aliveMs ?? null;
  const journal = makeJournal(dir, path, spells, tracks);
  if (aliveMs === null || nowMs - aliveMs < DOWN_MIN_MS) return { journal, down: null };
  const down: SilenceSpell = {
    meter: null,
    type: 'collector_down',
    odds: { collector_down: 1 },
    beginMs: aliveMs,
    endMs: nowMs,
  };
  await journal.write([down]);
  return { journal, down };
}

function makeJournal(
  dir: string,
  path: string,
  spells: Map<string, SilenceSpell>,
  tracks: Readonly<Record<string, SavedTrack>>,
): SilenceJournal {
  let chain: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = chain.then(work);
    chain = done.catch(() => undefined);
    return done;
  };
  return {
    tracks,
    spells: () => [...spells.values()],
    of: (meter, { fromMs, toMs }) =>
      [...spells.values()]
        .filter((s) => s.meter === null || s.meter === meter)
        .filter((s) => s.beginMs < toMs && (s.endMs ?? Number.POSITIVE_INFINITY) > fromMs)
        .sort((a, b) => b.beginMs - a.beginMs),
    write(written) {
      if (written.length === 0) return Promise.resolve();
      for (const s of written) spells.set(keyOf(s), s);
      return inTurn(async () => {
        await appendFile(path, written.map(lineOf).join(''));
        const file = await open(path, 'r');
        try {
          await file.datasync();
        } finally {
          await file.close();
        }
      });
    },
    alive: (aliveMs) =>
      inTurn(() => writeDurably(join(dir, 'alive.json'), JSON.stringify({ aliveMs } satisfies Alive))),
    save: (next) => inTurn(() => writeDurably(join(dir, 'states.json'), JSON.stringify(next))),
  };
}

const keyOf = (s: SilenceSpell): string =>
  `${s.meter ?? ''}|${s.beginMs}|${s.type === 'clock_untrusted' || s.type === 'stale' ? s.type : ''}`;
const lineOf = (s: SilenceSpell): string => `${JSON.stringify(s)}\n`;

/** A line that a crash cut is left out; the spell it told of is told again by the next process. */
function parse(text: string, fromMs: number) {
  const spells = new Map<string, SilenceSpell>();
  const lines = text.split('\n').filter((l) => l !== '');
  let isTorn = text !== '' && !text.endsWith('\n');
  for (const line of lines) {
    const spell = json<SilenceSpell>(line);
    if (spell === null) isTorn = true;
    else if (spell.endMs === null || spell.endMs >= fromMs) spells.set(keyOf(spell), spell);
    else spells.delete(keyOf(spell));
  }
  return { spells, lines: lines.length, isTorn };
}

/** null for a missing or damaged text: what it held is only a help. */
function json<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
