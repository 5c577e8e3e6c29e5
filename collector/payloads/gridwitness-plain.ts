/**
 * Messages of our own JSON as nearly every device sends them: numbers as numbers, nothing odd in them. Straight from JSON
 * to readings, without a schema in between. Whatever is unusual in any way gives null and takes the full way, which is
 * the oracle of this one: the same message, the same readings.
 */
import { methodOfIntervalS } from '../../core/can-see.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { METHODS, type Method, QUALITY, type Reading, STATISTICS, type Statistic } from '../../core/series.ts';
import { isImpossibleVoltage, isZeroWithLoad } from '../sanity/voltage.ts';
import { textStamp } from './clock.ts';
import { type DecodeContext, type Decoded, NOTHING, type Remembered } from './dialect.ts';
import { PER_PHASE } from './gridwitness-schema.ts';
import type { Json } from './json.ts';
import type { Sender } from './sender.ts';
import { judgeScale } from './values.ts';

type Values = Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;

const FIELDS = Object.entries(PER_PHASE) as readonly [keyof typeof PER_PHASE, QuantityId][];
const TOTALS = ['f', 'u2', 'u0'] as const satisfies readonly QuantityId[];
const PHASES: ReadonlySet<string> = new Set(['A', 'B', 'C', 'AB', 'BC', 'CA', 'N', 'total']);
const NOBODY: readonly Remembered[] = [];

/** Null = not plain. */
export function plainReadings(topic: string, sender: Sender, json: Json, context: DecodeContext): Decoded | null {
  const { v, interval_s: intervalS, statistic = 'mean', method, readings: items } = json;
  if (v !== 1 || typeof intervalS !== 'number' || !(intervalS > 0) || intervalS === Number.POSITIVE_INFINITY)
    return null;
  if (!STATISTICS.includes(statistic as Statistic) || !Array.isArray(items)) return null;
  if (method !== undefined && !METHODS.includes(method as Method)) return null;
  if (sender.settings.phases !== null || sender.settings.scale !== 1) return null;
  const readings: Reading[] = [];
  let remember: readonly Remembered[] = NOBODY;
  for (const item of items as readonly unknown[]) {
    const values = plainValues(item);
    if (values === null) return null;
    const stamp = textStamp((item as Json)['time'], context);
    if (stamp.fault !== null) return null;
    const judged = judgeScale({ values, quality: 0, problems: [] }, sender, topic, context);
    if (judged.problems.length > 0) return null;
    if (judged.remember.length > 0) remember = [...remember, ...judged.remember];
    readings.push({
      meter: sender.meter,
      startMs: statistic === 'snapshot' ? stamp.timeMs : stamp.timeMs - intervalS * 1000,
      endMs: stamp.timeMs,
      values,
      method: (method as Method | undefined) ?? methodOfIntervalS(intervalS),
      statistic: statistic as Statistic,
      quality: judged.quality | stamp.quality | (context.retained ? QUALITY.stale : 0),
      knownAtMs: context.receivedMs,
      deviceTimeMs: stamp.deviceTimeMs,
    });
  }
  return { ...NOTHING, readings, remember };
}

/** In the order of the fields, so that both ways give the very same text as JSON. Null = something is not a plain number. */
function plainValues(item: unknown): Values | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  const fields = item as Json;
  if (typeof fields['time'] !== 'string') return null;
  const values: Values = {};
  for (const [field, quantity] of FIELDS) {
    const given = fields[field];
    if (given === undefined) continue;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
    for (const phase in given) {
      const value = (given as Json)[phase];
      if (!PHASES.has(phase) || typeof value !== 'number' || !isPlausible(quantity, value)) return null;
      const own = values[phase as PhaseTag];
      if (own === undefined) values[phase as PhaseTag] = { [quantity]: value };
      else own[quantity] = value;
    }
  }
  for (const quantity of TOTALS) {
    const value = fields[quantity];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) return null;
    values.total = { ...values.total, [quantity]: value };
  }
  for (const phase in values) {
    const own = values[phase as PhaseTag];
    if (own?.u !== undefined && isZeroWithLoad(own.u, own.i, own.p)) return null;
  }
  return values;
}

/** JSON knows no NaN and no infinity, but 1e999 is one. */
function isPlausible(quantity: QuantityId, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (quantity !== 'u' && quantity !== 'uMin' && quantity !== 'uMax') return true;
  return value !== -1 && !isImpossibleVoltage(value, null);
}
