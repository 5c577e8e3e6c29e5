/** Mean squares at the low rate, known and missing ones, through the blocks of the flickermeter into its intervals. */
import { type FlickerValue, type Intervals, stepIntervals, unsettle } from './intervals.ts';
import { BRIDGE_S, isSeeding, restartSensation, type SensationState, stepSensation } from './sensation.ts';

export interface Fed {
  readonly sensation: SensationState;
  readonly intervals: Intervals;
}

/** Room for mean squares, V². `missing[i]` = 1 where `values[i]` only stands in for one that is not known. */
export interface Piece {
  readonly values: Float64Array;
  readonly missing: Uint8Array;
  readonly beyond: Uint8Array;
}

export const newPiece = (length: number): Piece => ({
  values: new Float64Array(length),
  missing: new Uint8Array(length),
  beyond: new Uint8Array(length),
});

/** Runs of values that are all known, or all missing. */
export function feed(state: Fed, piece: Piece, count: number, out: FlickerValue[]): void {
  for (let from = 0; from < count; ) {
    const isMissing = piece.missing[from] === 1;
    let to = from + 1;
    while (to < count && (piece.missing[to] === 1) === isMissing) to++;
    if (isMissing) takeMissing(state, piece, from, to);
    else takeKnown(state, piece, from, to);
    stepIntervals(state.intervals, { pinst: piece.values, beyond: piece.beyond, from, to }, isMissing, out);
    from = to;
  }
}

function takeKnown({ sensation, intervals }: Fed, piece: Piece, from: number, to: number): void {
  if (sensation.missing >= bridgeMax(sensation)) unsettle(intervals);
  sensation.missing = 0;
  stepSensation(sensation, piece.values.subarray(from, to), piece.beyond.subarray(from, to), to - from);
}

/** A short gap is bridged by what stood there one cycle before; at a long one all begins anew. */
function takeMissing({ sensation }: Fed, piece: Piece, from: number, to: number): void {
  const most = bridgeMax(sensation);
  const bridged = Math.min(to - from, Math.max(0, most - sensation.missing));
  const isBridging = !isSeeding(sensation);
  if (bridged > 0 && isBridging) {
    stepSensation(
      sensation,
      piece.values.subarray(from, from + bridged),
      piece.beyond.subarray(from, from + bridged),
      bridged,
    );
  }
  sensation.missing += to - from;
  if (sensation.missing >= most) restartSensation(sensation);
}

const bridgeMax = ({ settings }: SensationState): number => Math.round(BRIDGE_S * settings.rateHz);
