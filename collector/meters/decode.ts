/** Register words of one poll to one reading. A register that failed leaves its value out; it is never 0. */
import type { MeterId } from '../../core/ids.ts';
import type { Problem } from '../../core/problem.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import { type Method, QUALITY, type Reading } from '../../core/series.ts';
import { isImpossibleVoltage, nominalOfV } from '../sanity/voltage.ts';
import type { Block } from './plan.ts';
import { type MeterProfile, type RegisterKey, type RegisterSpec, splitKey, wordsOf } from './profile.ts';
import { readRegister } from './registers.ts';
import { suggestionText, suggestReadings } from './suggest.ts';

/** The words one request brought. Only blocks that were answered are passed to `decodePoll`. */
export interface AnsweredBlock {
  readonly block: Block;
  readonly words: readonly number[];
}

export interface PollContext {
  readonly meter: MeterId;
  /** When the replies were in, epoch ms: a Modbus meter has no clock of its own here. */
  readonly atMs: number;
  readonly method: Method;
  /** Declared voltage phase-neutral, V; null = unknown. */
  readonly nominalLnV: number | null;
}

export interface DecodedPoll {
  readonly reading: Reading;
  readonly problems: readonly Problem[];
}

/** A conductor with less is dead: then a frequency of 0 is no surprise. V */
const LIVE_V = 50;

type Values = Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>>;

/** A poll a second of a thousand meters asks for the same few dozen keys again and again. */
const PARTS = new Map<RegisterKey, ReturnType<typeof splitKey>>();
function partsOf(key: RegisterKey): ReturnType<typeof splitKey> {
  const known = PARTS.get(key);
  if (known !== undefined) return known;
  const parts = splitKey(key);
  PARTS.set(key, parts);
  return parts;
}

/**
 * One snapshot (`startMs === endMs`). Sentinels and impossible voltages are absent and named in `problems`; where no
 * voltage at all is left the reading carries `QUALITY.notAvailable` or `QUALITY.implausible`.
 */
export function decodePoll(
  profile: MeterProfile,
  answered: readonly AnsweredBlock[],
  context: PollContext,
): DecodedPoll {
  const values: Values = {};
  const problems: Problem[] = [];
  let quality = 0;
  for (const { block, words } of answered) {
    for (const key of block.keys) {
      const { quantity, phase } = partsOf(key);
      const result = decodeRegister(profile, key, block, words, nominalOfV(phase, context.nominalLnV));
      if (result.ok) {
        const own = values[phase] ?? {};
        own[quantity] = result.value;
        values[phase] = own;
        continue;
      }
      if (quantity === 'u') quality |= result.quality;
      const isAbsent = result.quality === QUALITY.notAvailable && profile.registers[key]?.optional === true;
      if (!isAbsent)
        problems.push({ severity: 'warning', file: context.meter, line: null, field: key, ...result.problem });
    }
  }
  const hasVoltage = Object.values(values).some((v) => v?.u !== undefined);
  const strange = strangeProbe(profile, values, context);
  if (strange !== null) problems.push(strange);
  const reading: Reading = {
    meter: context.meter,
    startMs: context.atMs,
    endMs: context.atMs,
    values,
    method: context.method,
    statistic: 'snapshot',
    // The bits speak of the whole reading: a phase that is merely absent must not mute its healthy neighbours.
    quality: (hasVoltage ? 0 : quality) | (strange === null ? 0 : QUALITY.suspect),
    knownAtMs: context.atMs,
    deviceTimeMs: null,
  };
  return { reading, problems };
}

/** The probe register outside its range while there is voltage: another meter answers, or another register map applies. */
function strangeProbe(profile: MeterProfile, values: Values, context: PollContext): Problem | null {
  const { register, min, max } = profile.probe;
  const { quantity, phase } = splitKey(register);
  const value = values[phase]?.[quantity];
  const isLive = Object.values(values).some((v) => (v?.u ?? 0) > LIVE_V);
  if (value === undefined || !isLive || (value >= min && value <= max)) return null;
  const expected = `${min} to ${max} if this is a ${profile.maker} ${profile.model}`;
  const where = { severity: 'warning', file: context.meter, line: null, field: register } as const;
  return { code: 'implausible', ...where, expected, got: String(value) };
}

type Decoded =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly quality: number; readonly problem: Pick<Problem, 'code' | 'expected' | 'got'> };

function decodeRegister(
  profile: MeterProfile,
  key: RegisterKey,
  block: Block,
  words: readonly number[],
  nominalV: number | null,
): Decoded {
  const spec = profile.registers[key];
  if (spec === undefined) return failed(QUALITY.notAvailable, 'missing-value', 'a register of the profile', key);
  const at = spec.address - block.address;
  const raw = readRegister(words, at, spec, profile.notAvailable?.[spec.type]);
  if (!raw.ok)
    return failed(QUALITY.notAvailable, 'missing-value', 'a measurement', `not available (${hexOf(words, at, spec)})`);
  let value = raw.raw * spec.scale;
  if (spec.scaleFactorAt !== undefined) {
    const factor = readRegister(words, spec.scaleFactorAt - block.address, { type: 'int16', wordOrder: 'ABCD' });
    if (!factor.ok || Math.abs(factor.raw) > 10) {
      return failed(QUALITY.notAvailable, 'missing-value', 'the scale factor in the same reply', 'no scale factor');
    }
    value = tenfold(value, factor.raw);
  }
  const isVoltage = key.startsWith('u.') || key.startsWith('uM');
  if (isVoltage && isImpossibleVoltage(value, nominalV)) {
    const [other] = nominalV === null ? [] : suggestReadings(words.slice(at, at + 4), nominalV);
    const hint = other === undefined ? '' : `; with ${suggestionText(other)}`;
    return failed(
      QUALITY.implausible,
      'implausible',
      nominalV === null ? 'a voltage' : `about ${nominalV} V`,
      `${value} (${hexOf(words, at, spec)})${hint}`,
    );
  }
  return { ok: true, value };
}

function hexOf(words: readonly number[], at: number, { type }: RegisterSpec): string {
  const own = words.slice(at, at + wordsOf(type));
  return own.map((w) => `0x${w.toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
}

/** value × 10^exponent without the rounding of a multiplication by 0.1. */
function tenfold(value: number, exponent: number): number {
  return exponent < 0 ? value / 10 ** -exponent : value * 10 ** exponent;
}

function failed(quality: number, code: Problem['code'], expected: string, got: string): Decoded {
  return { ok: false, quality, problem: { code, expected, got } };
}
