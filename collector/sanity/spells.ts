/**
 * Spells of silence: from the last value before it to the first value after it, with the odds of its types. A fold over
 * states with plain data, so that a spell outlives the process that saw it begin.
 */
import type { SilenceOdds, SilenceSpell } from '../../core/collecting.ts';
import type { MeterEvent, SilenceType } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import { likeliest } from './silence.ts';

/** What a moment says of one meter. */
export interface SilenceNow {
  readonly meter: MeterId;
  readonly odds: SilenceOdds | null;
  /** Arrival of its newest value; null = none since the start of collecting. */
  readonly lastArrivalMs: number | null;
}

/** Data came all the same, but could not be trusted: another kind of spell than no data. */
const UNTRUSTED: readonly SilenceType[] = ['clock_untrusted', 'stale'];
/** Odds that move by less are not written again. */
const NEWS_P = 0.05;
/** A device tells its loss of supply with a clock of its own: so far outside the spell it may lie, ms [guess]. */
const TOLD_ROOM_MS = 120_000;
const TOLD: SilenceOdds = { supply_lost: 0.95, comms_lost: 0.05 };

/**
 * The open spells after this moment, and the spells to write down: begun, revised or ended. `startedMs` = since when this
 * process has listened.
 */
export function stepSpells(
  open: ReadonlyMap<MeterId, SilenceSpell>,
  now: readonly SilenceNow[],
  at: { readonly nowMs: number; readonly startedMs: number },
): { readonly open: ReadonlyMap<MeterId, SilenceSpell>; readonly written: readonly SilenceSpell[] } {
  const next = new Map(open);
  const written: SilenceSpell[] = [];
  const keep = (spell: SilenceSpell) => {
    if (spell.endMs === null) next.set(spell.meter as MeterId, spell);
    else next.delete(spell.meter as MeterId);
    written.push(spell);
  };
  for (const { meter, odds, lastArrivalMs } of now) {
    const was = next.get(meter);
    if (odds === null) {
      if (was !== undefined) keep({ ...was, endMs: Math.max(was.beginMs, lastArrivalMs ?? at.nowMs) });
      continue;
    }
    const type = likeliest(odds);
    const goesOn =
      was !== undefined && isUntrusted(was.type) === isUntrusted(type) && !cameBetween(was, type, lastArrivalMs);
    if (goesOn) {
      // What a device told of its supply is worth more than what we think as it stays silent.
      if (was.type !== type || moved(was.odds, odds)) keep({ ...was, type, odds });
      continue;
    }
    if (was !== undefined) keep({ ...was, endMs: Math.max(was.beginMs, lastArrivalMs ?? at.nowMs) });
    const beginMs = isUntrusted(type) ? at.nowMs : (lastArrivalMs ?? at.startedMs);
    keep({ meter, type, odds, beginMs, endMs: null });
  }
  return { open: next, written };
}

/** A loss of supply told later, or of before the collector knew: the spell it lies in was one. null = changes nothing. */
export function revisedBy(event: MeterEvent, spell: SilenceSpell): SilenceSpell | null {
  if (event.kind !== 'power_off' && event.kind !== 'last_gasp') return null;
  if (spell.meter !== event.meter || isUntrusted(spell.type) || spell.type === 'supply_lost') return null;
  const isInside =
    event.timeMs >= spell.beginMs - TOLD_ROOM_MS && event.timeMs <= (spell.endMs ?? event.knownAtMs) + TOLD_ROOM_MS;
  return isInside ? { ...spell, type: 'supply_lost', odds: TOLD } : null;
}

/** A value in the middle: the silence after it is another one. */
function cameBetween(was: SilenceSpell, type: SilenceType, lastArrivalMs: number | null): boolean {
  return !isUntrusted(type) && lastArrivalMs !== null && lastArrivalMs > was.beginMs;
}

function isUntrusted(type: SilenceType): boolean {
  return UNTRUSTED.includes(type);
}

function moved(was: SilenceOdds, is: SilenceOdds): boolean {
  const types = new Set([...Object.keys(was), ...Object.keys(is)]) as Set<SilenceType>;
  return [...types].some((t) => Math.abs((was[t] ?? 0) - (is[t] ?? 0)) >= NEWS_P);
}
