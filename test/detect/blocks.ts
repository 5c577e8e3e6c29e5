/** Blocks and parameters for detector tests. */
import type { Block, DetectorParams } from '../../collector/detect/detector.ts';
import type { Disturbance } from '../../core/event.ts';
import type { MeterEventKind } from '../../core/facts.ts';
import { id } from '../../core/ids.ts';
import { LIMIT_PROFILES } from '../../core/limits/index.ts';
import type { VoltageChannel } from '../../core/series.ts';

export const PARAMS: DetectorParams = {
  meter: id('m'),
  channel: null,
  channels: ['A', 'B', 'C'],
  method: 'urms_half',
  thresholds: LIMIT_PROFILES.gb.thresholds,
  limits: { lowPct: 90, highPct: 107 },
  maxHoldMs: 60,
  longMs: null,
  outageFromMs: null,
  zerosForOutage: 1,
};

export interface BlockSpec {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly levels: Block['levels'];
  readonly lowest?: Block['lowest'];
  readonly highest?: Block['highest'];
  readonly event?: MeterEventKind;
  readonly more?: NonNullable<Block['more']>;
}

export function block(s: BlockSpec): Block {
  const endMs = s.startMs + s.lengthMs;
  return {
    atMs: s.startMs,
    startMs: s.startMs,
    endMs,
    knownAtMs: endMs,
    levels: s.levels,
    lowest: s.lowest ?? null,
    highest: s.highest ?? null,
    event: s.event ?? null,
    ...(s.more !== undefined && { more: s.more }),
  };
}

interface AnyDetector {
  start(params: DetectorParams): object;
  step(state: object, block: Block): readonly Disturbance[];
  finish(state: object): readonly Disturbance[];
}

/** `restartAfter`: indices after which the state goes through JSON. */
export function run(
  detector: AnyDetector,
  params: DetectorParams,
  blocks: readonly Block[],
  restartAfter: ReadonlySet<number> = new Set(),
): Disturbance[] {
  let state = detector.start(params);
  const out: Disturbance[] = [];
  blocks.forEach((b, i) => {
    out.push(...detector.step(state, b));
    if (restartAfter.has(i)) state = JSON.parse(JSON.stringify(state)) as object;
  });
  return [...out, ...detector.finish(state)];
}

export const CHANNELS: readonly VoltageChannel[] = ['A', 'B', 'C'];
