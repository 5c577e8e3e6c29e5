/** A maker's mapping laid over a heading: which column is time, which is which quantity. */
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { CsvHeading } from './csv-scan.ts';
import type { FullMapping, MappedStatistic } from './makers/mapping.ts';
import { PHASE_WORDS, plainWord, STATISTIC_WORDS, unitFactor, ZONE_WORDS } from './makers/words.ts';

export interface ValueColumn {
  readonly column: number;
  readonly phase: PhaseTag;
  readonly quantity: QuantityId;
  /** As written in the heading. */
  readonly name: string;
  /** Factor to the quantity's own unit. */
  readonly scale: number;
}

export interface TimeColumns {
  readonly date: number;
  /** A second column with the time of day. */
  readonly clock: number | null;
  /** A second stamp: the interval's end. */
  readonly end: number | null;
}

export interface CsvLayout {
  readonly title: string;
  readonly unconfirmed: boolean;
  readonly time: TimeColumns;
  readonly order: 'auto' | 'dmy' | 'mdy';
  readonly stampMeans: 'auto' | 'start' | 'end';
  /** Zone the file itself names; null = the caller's. `unknownZone`: a name we do not know. */
  readonly zone: string | null;
  readonly unknownZone: string | null;
  readonly values: readonly ValueColumn[];
}

/** Null where the heading is not this maker's. */
export function layoutOf(mapping: FullMapping, heading: CsvHeading): CsvLayout | null {
  const names = heading.columns;
  const find = (source: string): number => {
    const re = new RegExp(source, 'iu');
    return names.findIndex((n) => re.test(n));
  };
  if (!mapping.sniff.every((s) => find(s) >= 0)) return null;
  const time = timeOf(mapping, find);
  if (time === null) return null;
  const values = valuesOf(mapping, heading);
  if (values.length === 0) return null;
  const named = mapping.zone === 'heading' ? zoneIn(names[time.date] ?? '') : { zone: null, unknownZone: null };
  return {
    title: mapping.title,
    unconfirmed: mapping.unconfirmed,
    time,
    order: mapping.order,
    stampMeans: mapping.stampMeans,
    values,
    ...(mapping.zone === 'utc' ? { zone: 'UTC', unknownZone: null } : named),
  };
}

function timeOf(mapping: FullMapping, find: (source: string) => number): TimeColumns | null {
  const t = mapping.time;
  if ('stamp' in t) {
    const date = find(t.stamp);
    const end = t.end === undefined ? -1 : find(t.end);
    return date < 0 ? null : { date, clock: null, end: end < 0 ? null : end };
  }
  const [date, clock] = [find(t.date), find(t.clock)];
  return date < 0 || clock < 0 ? null : { date, clock, end: null };
}

/** `Start(Greenwich)`, `Timestamp (UTC)`: the zone in brackets. */
export function zoneIn(name: string): { readonly zone: string | null; readonly unknownZone: string | null } {
  const written = /[([]([^()[\]]{2,60})[)\]]\s*$/.exec(name)?.[1];
  if (written === undefined) return { zone: null, unknownZone: null };
  const zone = ZONE_WORDS[plainWord(written)] ?? null;
  return { zone, unknownZone: zone === null ? written : null };
}

function valuesOf(mapping: FullMapping, heading: CsvHeading): ValueColumn[] {
  const wiring = mapping.wiring.filter((w) => {
    const re = new RegExp(w.pattern, 'iu');
    return heading.preamble.some((line) => re.test(line));
  });
  const phases = Object.assign({}, PHASE_WORDS, plainKeys(mapping.phases), ...wiring.map((w) => plainKeys(w.phases)));
  const statistics = { ...STATISTIC_WORDS, ...plainKeys(mapping.statistics) };
  const rules = mapping.columns.map((c) => ({ ...c, re: new RegExp(c.pattern, 'iu') }));
  const out: ValueColumn[] = [];
  const taken = new Set<string>();
  for (const [column, name] of heading.columns.entries()) {
    for (const rule of rules) {
      const m = rule.re.exec(name);
      if (m === null) continue;
      const phase = m.groups?.['phase'] === undefined ? rule.phase : phases[plainWord(m.groups['phase'])];
      const statistic = m.groups?.['stat'] === undefined ? 'mean' : statistics[plainWord(m.groups['stat'])];
      const quantity = statistic === undefined ? null : quantityOf(rule.quantity, statistic);
      // A unit we do not know: better no value than one wrong by a thousand.
      const unit = m.groups?.['unit'];
      const factor = unit === undefined ? 1 : unitFactor(unit);
      if (factor === undefined || phase === undefined || quantity === null || taken.has(`${phase}|${quantity}`))
        continue;
      taken.add(`${phase}|${quantity}`);
      out.push({ column, phase, quantity, name, scale: rule.scale * factor });
      break;
    }
  }
  return out;
}

/** Lowest and highest are kept for voltage only: of the others nothing is concluded. */
function quantityOf(
  quantity: FullMapping['columns'][number]['quantity'],
  statistic: MappedStatistic,
): QuantityId | null {
  if (statistic === 'mean') return quantity;
  if (quantity !== 'u') return null;
  return statistic === 'min' ? 'uMin' : 'uMax';
}

const plainKeys = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([k, v]) => [plainWord(k), v]));
