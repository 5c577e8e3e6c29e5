/**
 * Asks an unknown Modbus address everything a profile could want of it, politely: one question at a time, never a write.
 * Judging what came back is collector/probe/'s.
 */
import { type Block, planBlocks } from '../meters/plan.ts';
import type { MeterProfile, ReadFunction } from '../meters/profile.ts';
import { type Fit, fitProfile, type ProbedBlock, rankFits } from '../probe/profile-fit.ts';
import type { RawBlock } from '../probe/raw-words.ts';
import type { ModbusLink, ReadResult } from './modbus-link.ts';
import { locateProfile } from './modbus-locate.ts';

export interface ProbedUnit {
  readonly unit: number;
  /** `silent` = no reply at all; `lost` = the connection broke and could not be opened again. */
  readonly state: 'answers' | 'silent' | 'lost';
  /** Best first. */
  readonly fits: readonly Fit[];
}

/** A meter that kept silent twice in a row on a map is not asked for the rest of it. */
const SILENCES_MAX = 2;
/** What a meter without the wanted models is as good as saying. @source Modbus Application Protocol V1.1b3, 7 */
const ILLEGAL_ADDRESS = 2;
/** Modbus addresses of serial lines. @source Modbus over Serial Line V1.02, 2.2: 1 to 247 */
export const UNIT_LAST = 247;
/** Where makers put their measurements: start and number of registers, asked in pieces. */
const USUAL_PLACES: readonly (readonly [ReadFunction, number, number])[] = [
  [4, 0, 120],
  [3, 0, 120],
  [3, 3000, 120],
  [3, 19_000, 60],
  [3, 40_000, 120],
  [4, 3000, 60],
  [3, 0x1000, 60],
  [3, 0x4000, 60],
];
const PIECE = 20;

/** Any reply, refusals included: is there a unit at all? */
export async function isThere(link: ModbusLink, unit: number): Promise<boolean> {
  for (const fn of [3, 4] as const) {
    const { kind } = await read(link, unit, { function: fn, address: 0, length: 2, keys: [] });
    if (kind === 'words' || kind === 'exception') return true;
  }
  return false;
}

export async function probeUnit(
  link: ModbusLink,
  unit: number,
  profiles: readonly MeterProfile[],
): Promise<ProbedUnit> {
  if (!(await isThere(link, unit))) return { unit, state: link.isUp ? 'silent' : 'lost', fits: [] };
  const fits: Fit[] = [];
  for (const profile of profiles) {
    const asked = await askProfile(link, unit, profile);
    fits.push(fitProfile(asked.profile, asked.probed));
  }
  return { unit, state: 'answers', fits: rankFits(fits) };
}

export interface Asked {
  /** With the addresses that hold on this meter, where a profile has to find them. */
  readonly profile: MeterProfile;
  readonly probed: readonly ProbedBlock[];
}

/** Every block of a profile; one that keeps silent ends it early. */
export async function askProfile(link: ModbusLink, unit: number, wanted: MeterProfile): Promise<Asked> {
  const located = await locateProfile(link, unit, wanted);
  const profile = located.kind === 'profile' ? located.profile : wanted;
  const blocks = planBlocks(profile);
  if (located.kind !== 'profile') {
    const result = located.kind === 'nowhere' ? ({ kind: 'exception', code: ILLEGAL_ADDRESS } as const) : located;
    return { profile, probed: blocks.map((block) => ({ block, result })) };
  }
  const probed: ProbedBlock[] = [];
  let silences = 0;
  for (const block of blocks) {
    if (silences >= SILENCES_MAX) break;
    const result = await read(link, unit, block);
    if (result.kind === 'timeout' || result.kind === 'link') silences++;
    probed.push({ block, result });
  }
  return { profile, probed };
}

/** Whatever answers at the usual places, or at the one asked for. */
export async function readRaw(
  link: ModbusLink,
  unit: number,
  wanted: { readonly function: ReadFunction; readonly address: number; readonly length: number } | null,
): Promise<readonly RawBlock[]> {
  const places = wanted === null ? USUAL_PLACES : [[wanted.function, wanted.address, wanted.length] as const];
  const found: RawBlock[] = [];
  for (const [fn, first, length] of places) {
    for (let at = first; at < first + length; at += PIECE) {
      const block: Block = { function: fn, address: at, length: Math.min(PIECE, first + length - at), keys: [] };
      const result = await read(link, unit, block);
      if (result.kind !== 'words') break;
      const last = found.at(-1);
      // Pieces that lie side by side are one block: a voltage must not be cut in two.
      if (last !== undefined && last.function === fn && last.address + last.words.length === at) {
        found[found.length - 1] = { ...last, words: [...last.words, ...result.words] };
      } else found.push({ function: fn, address: at, words: result.words });
    }
  }
  return found;
}

/** One block; a connection that a meter closes after a refusal is opened again. */
async function read(link: ModbusLink, unit: number, block: Block): Promise<ReadResult> {
  if (!link.isUp) {
    const failure = await link.open();
    if (failure !== null) return { kind: 'link', message: failure };
  }
  return link.read(unit, block);
}
