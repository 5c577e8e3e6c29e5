/** Copy me: one file per kind of event; then a line in index.ts and a vector in test/vectors/detect/<kind>/<case>/. */
import { type Detector, type DetectorParams, NONE } from './detector.ts';

/** Plain JSON only: no NaN, no undefined, no class. */
interface BlueprintState {
  readonly params: DetectorParams;
  blocks: number;
}

export const blueprint = {
  id: 'blueprint',
  clause: 'the standard and its clause',
  input: 'rms',
  start: (params) => ({ params, blocks: 0 }),
  step: (state) => {
    state.blocks++;
    return NONE;
  },
  finish: () => NONE,
} as const satisfies Detector<BlueprintState>;
