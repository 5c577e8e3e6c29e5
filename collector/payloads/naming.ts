/**
 * What a field is by its name: `voltage_phase_b`, `active_voltage_l1_v`, `Meter/U12`, `VoltageL1N`, `Spannung L2`. A
 * hypothesis for names that no document fixes: the nominal voltage is asked afterwards.
 */
import type { LinePair, Phase, QuantityId } from '../../core/quantity.ts';

export interface NamedQuantity {
  readonly quantity: QuantityId;
  /** Null = the name speaks of no phase. */
  readonly phase: Phase | LinePair | null;
  /** A unit written into the name, `V`, `kV`, `A` …; null = none. */
  readonly unit: string | null;
}

/** A map: a field may well be called `constructor`. */
const table = <T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(entries));

const QUANTITY = table<QuantityId>({
  voltage: 'u',
  volt: 'u',
  volts: 'u',
  spannung: 'u',
  tension: 'u',
  spanning: 'u',
  urms: 'u',
  vrms: 'u',
  u: 'u',
  v: 'u',
  current: 'i',
  amps: 'i',
  ampere: 'i',
  strom: 'i',
  irms: 'i',
  i: 'i',
  power: 'p',
  leistung: 'p',
  frequency: 'f',
  freq: 'f',
  frequenz: 'f',
});
const HAN: readonly (readonly [RegExp, QuantityId])[] = [
  [/电压/, 'u'],
  [/电流/, 'i'],
  [/有功功率/, 'p'],
  [/频率/, 'f'],
];
/** Words that make of the name something else than the quantity itself: a limit, a count, a battery. */
const OTHER = new Set(
  (
    'sag sags swell swells count counter thd harmonic battery batt unbalance imbalance angle threshold limit nominal ' +
    'rated setting setpoint factor pf apparent energy total sum avg average demand dc max min peak alarm fault error ' +
    'reactive unit status calibration tariff tarif outages drops peaks supply_state'
  ).split(' '),
);
const UNIT = table<string>({ v: 'V', kv: 'kV', mv: 'mV', a: 'A', ma: 'mA', w: 'W', kw: 'kW', hz: 'Hz' });
const LETTER = table<Phase>({ a: 'A', b: 'B', c: 'C', 1: 'A', 2: 'B', 3: 'C', r: 'A', s: 'B', t: 'C' });
const PAIR = table<LinePair>({
  ab: 'AB',
  bc: 'BC',
  ca: 'CA',
  ac: 'CA',
  12: 'AB',
  23: 'BC',
  31: 'CA',
  13: 'CA',
});

/**
 * Null where the name is no voltage, current, active power or frequency. Where it holds two of those words the last one
 * counts: `power_current_l1` is a current, `current_power` a power.
 */
export function quantityOfName(name: string): NamedQuantity | null {
  const words = wordsOf(name);
  if (words.some((w) => OTHER.has(w))) return null;
  let quantity = HAN.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  let phase: NamedQuantity['phase'] = null;
  const last = words.length > 1 ? (UNIT.get(words.at(-1) ?? '') ?? null) : null;
  for (const [n, word] of words.entries()) {
    if (n === words.length - 1 && last !== null && fits(last, quantity)) break;
    const joined = joinedOf(word);
    const here = joined?.phase ?? phaseOf(word, words[n - 1], words[n + 1]);
    if (here !== null) phase = phase === null ? here : (PAIR.get(`${phase}${here}`.toLowerCase()) ?? phase);
    quantity = joined?.quantity ?? QUANTITY.get(word) ?? quantity;
  }
  const unit = fits(last, quantity) ? last : null;
  return quantity === null ? null : { quantity, phase, unit };
}

/** `voltage_a` ends in a phase, `current_a` in a unit as likely as in a phase: then a unit. */
function fits(unit: string | null, quantity: QuantityId | null): boolean {
  if (unit === null || quantity === null) return false;
  const letter = unit.at(-1);
  return { u: 'V', i: 'A', p: 'W', f: 'z' }[quantity as 'u' | 'i' | 'p' | 'f'] === letter;
}

/** `u1`, `ul2`, `van`, `uab`, `v12`, `i3`, `voltagel1`: quantity and phase in one word. */
function joinedOf(word: string): { readonly quantity: QuantityId; readonly phase: Phase | LinePair } | null {
  const m = /^(u|v|volt|voltage|i|current|p|power)(?:ac|l|ph|phase)?([abc123])(?:l?([abc123])|n)?$/.exec(word);
  if (m === null) return null;
  const letter = m[1]?.[0];
  const quantity: QuantityId = letter === 'i' || letter === 'c' ? 'i' : letter === 'p' ? 'p' : 'u';
  const pair = m[3] === undefined ? undefined : PAIR.get(`${m[2]}${m[3]}`);
  const phase = pair ?? LETTER.get(m[2] ?? '');
  return phase === undefined ? null : { quantity, phase };
}

function phaseOf(word: string, before: string | undefined, after: string | undefined): Phase | LinePair | null {
  const line = /^(?:l|ph|phase)([123abc])(?:n)?$/.exec(word)?.[1];
  if (line !== undefined) return LETTER.get(line) ?? null;
  const lines = /^l([123])l?([123])$/.exec(word);
  if (lines !== null) return PAIR.get(`${lines[1]}${lines[2]}`) ?? null;
  if (/^[abc]n$/.test(word)) return LETTER.get(word[0] ?? '') ?? null;
  if (PAIR.get(word) !== undefined) return PAIR.get(word) ?? null;
  if (
    /^[abc123]$/.test(word) &&
    (before === undefined || QUANTITY.get(before) || before === 'phase' || QUANTITY.get(after ?? ''))
  )
    return LETTER.get(word) ?? null;
  return null;
}

/** The words of a name, lower case: cut at signs, at a change to upper case, never inside `L1N`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((w) => w.toLowerCase())
    .filter((w) => w !== '');
}
