/**
 * Finding a SunSpec model: the mark "SunS", then a chain of models, each with its id and its length. Pure: says what to ask
 * next and what an answer means; the asking is the edge's.
 * @source SunSpec Device Information Model Specification 1.1, 6.2 and 6.3; end of the chain: id 0xFFFF
 */
import type { Block } from './plan.ts';
import type { Locate, MeterProfile, RegisterSpec } from './profile.ts';

export interface Walk {
  readonly locate: Locate;
  /** Which of the bases is tried. */
  readonly base: number;
  /** Register of the next model's id; null while the mark is looked for. */
  readonly at: number | null;
  readonly models: number;
}

export type WalkStep =
  | { readonly kind: 'ask'; readonly walk: Walk; readonly block: Block }
  | { readonly kind: 'found'; readonly model: number; readonly at: number }
  | { readonly kind: 'nowhere' };

/** "SunS" */
const MARK = [0x5375, 0x6e53] as const;
const LAST_REGISTER = 65_535;
const NO_MORE_MODELS = 0xffff;
/** No device has more; a chain that goes on is not one. */
const MODELS_MAX = 64;

export function startWalk(locate: Locate): WalkStep {
  return ask({ locate, base: 0, at: null, models: 0 });
}

/** `words`: the two that were asked for; null where the meter refused them. */
export function stepWalk(walk: Walk, words: readonly number[] | null): WalkStep {
  const { locate, at } = walk;
  const [first, second] = words ?? [];
  if (first === undefined || second === undefined) return nextBase(walk);
  if (at === null) {
    const base = locate.bases[walk.base] ?? 0;
    return first === MARK[0] && second === MARK[1] ? ask({ ...walk, at: base + 2 }) : nextBase(walk);
  }
  if (first === NO_MORE_MODELS || walk.models >= MODELS_MAX) return nextBase(walk);
  if (locate.models.includes(first)) return { kind: 'found', model: first, at };
  const next = at + 2 + second;
  return next + 1 > LAST_REGISTER ? nextBase(walk) : ask({ ...walk, at: next, models: walk.models + 1 });
}

/** The profile with its addresses where the model was found; from here on an ordinary profile. */
export function profileAt(profile: MeterProfile, at: number): MeterProfile {
  const { locate, ...rest } = profile;
  if (locate === undefined) return profile;
  const shift = at - locate.modelAt;
  const moved = (spec: RegisterSpec): RegisterSpec => ({
    ...spec,
    address: spec.address + shift,
    ...(spec.scaleFactorAt === undefined ? {} : { scaleFactorAt: spec.scaleFactorAt + shift }),
  });
  const registers = Object.fromEntries(Object.entries(profile.registers).map(([key, spec]) => [key, moved(spec)]));
  return { ...rest, registers };
}

function nextBase(walk: Walk): WalkStep {
  const base = walk.base + 1;
  return base < walk.locate.bases.length ? ask({ ...walk, base, at: null, models: 0 }) : { kind: 'nowhere' };
}

function ask(walk: Walk): WalkStep {
  const address = walk.at ?? walk.locate.bases[walk.base] ?? 0;
  return { kind: 'ask', walk, block: { function: 3, address, length: MARK.length, keys: [] } };
}
