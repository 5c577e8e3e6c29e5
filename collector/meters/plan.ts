/** Which requests read a profile: registers merged into blocks no longer than the meter allows. */
import { type MeterProfile, type ReadFunction, type RegisterKey, registerEntries, wordsOf } from './profile.ts';

/** One request: `length` registers from `address`, and the keys it answers. */
export interface Block {
  readonly function: ReadFunction;
  readonly address: number;
  readonly length: number;
  readonly keys: readonly RegisterKey[];
}

interface Span {
  readonly function: ReadFunction;
  readonly from: number;
  readonly to: number;
  readonly key: RegisterKey;
}

/**
 * Blocks in order of function and address, none longer than `registersMax`, no gap inside wider than `gapMax`.
 * A value and its scale factor are never split: both lie in one block, or the register is alone in its own.
 */
export function planBlocks(profile: MeterProfile): readonly Block[] {
  return blocksOf(spans(profile), profile);
}

type Limits = Pick<MeterProfile, 'registersMax' | 'gapMax'>;

function blocksOf(spans: readonly Span[], limits: Limits): readonly Block[] {
  const blocks: Block[] = [];
  for (const span of spans) {
    const last = blocks.at(-1);
    if (last !== undefined && fits(last, span, limits)) blocks[blocks.length - 1] = merge(last, span);
    else {
      blocks.push({ function: span.function, address: span.from, length: span.to - span.from, keys: [span.key] });
    }
  }
  return blocks;
}

/**
 * The same registers in smaller requests, for a meter that refused the block: without the gaps where it had any, else in
 * halves. Empty for a single register: it can't be divided.
 */
export function halveBlock(profile: MeterProfile, block: Block): readonly Block[] {
  const own = spans(profile).filter((s) => block.keys.includes(s.key));
  if (own.length < 2) return [];
  const runs = blocksOf(own, { registersMax: profile.registersMax, gapMax: 0 });
  if (runs.length > 1) return runs;
  const middle = Math.ceil(own.length / 2);
  return [own.slice(0, middle), own.slice(middle)].flatMap((half) => blocksOf(half, { ...profile, gapMax: 0 }));
}

/** Blocks of the registers that are left when `missing` are not asked for; nothing between them is read along. */
export function planWithout(profile: MeterProfile, missing: readonly RegisterKey[]): readonly Block[] {
  return blocksOf(
    spans(profile).filter((s) => !missing.includes(s.key)),
    { registersMax: profile.registersMax, gapMax: 0 },
  );
}

function spans(profile: MeterProfile): readonly Span[] {
  const all = registerEntries(profile).map(([key, spec]): Span => {
    const end = spec.address + wordsOf(spec.type);
    const factor = spec.scaleFactorAt;
    return {
      function: spec.function,
      from: factor === undefined ? spec.address : Math.min(spec.address, factor),
      to: factor === undefined ? end : Math.max(end, factor + 1),
      key,
    };
  });
  return all.sort((a, b) => a.function - b.function || a.from - b.from);
}

function fits(block: Block, span: Span, limits: Limits): boolean {
  const end = block.address + block.length;
  return (
    block.function === span.function &&
    span.from - end <= limits.gapMax &&
    Math.max(end, span.to) - block.address <= limits.registersMax
  );
}

function merge(block: Block, span: Span): Block {
  const end = Math.max(block.address + block.length, span.to);
  return { ...block, length: end - block.address, keys: [...block.keys, span.key] };
}
