/** Numbers of the design's physics section: what a 10 kV fault looks like behind the transformer. */
import { expect, test } from 'vitest';
import { lvPhases, mvPhases, openPhase, type Triple } from '../../simulators/physics/vector-group.ts';

const close = (got: Triple, want: readonly number[], digits = 3): void => {
  for (const [i, w] of want.entries()) expect(got[i as 0 | 1 | 2]).toBeCloseTo(w, digits);
};

test('Dyn11: the faulted pair leaves r on one phase and sqrt(0.75 + 0.25 r²) on the two others', () => {
  close(lvPhases('Dyn11', 'AB', 0, 0), [0, 0.866, 0.866]);
  close(lvPhases('Dyn11', 'AB', 0.5, 0), [0.5, 0.901, 0.901]);
  close(lvPhases('Dyn11', 'BC', 0.5, 0), [0.901, 0.5, 0.901]);
  close(lvPhases('Dyn11', 'CA', 0, 0), [0.866, 0.866, 0]);
});

test('Yyn0: an A-B fault with nothing left gives 0.5 / 0.5 / 1', () => {
  close(lvPhases('Yyn0', 'AB', 0, 0), [0.5, 0.5, 1]);
  close(lvPhases('Yyn0', 'CA', 0, 0), [0.5, 1, 0.5]);
});

test('three-phase faults leave the same on every phase, whatever the transformer', () => {
  close(lvPhases('Dyn11', 'ABC', 0.37, 0), [0.37, 0.37, 0.37]);
  close(lvPhases('Yyn0', 'ABC', 0.37, 0), [0.37, 0.37, 0.37]);
});

test('a bolted phase-earth fault raises the healthy phases to 1.73 at MV; LV keeps 0.98 / 1.00 / 1.02 at 600 A, 1.00 with a coil', () => {
  close(mvPhases('A', 0), [0, Math.sqrt(3), Math.sqrt(3)]);
  close(lvPhases('Dyn11', 'A', 0.1, 0.02), [0.98, 1, 1.02]);
  close(lvPhases('Dyn11', 'B', 0.1, 0.02), [1.02, 0.98, 1]);
  close(lvPhases('Dyn11', 'A', 0.1, 0), [1, 1, 1]);
});

test('one drop-out fuse: Dyn11 0.5 / 1 / 0.5 with a + c = 1 however the load splits it, Yyn0 0 / 0.87 / 0.87', () => {
  close(openPhase('Dyn11', 'A', 0.5), [0.5, 1, 0.5]);
  const uneven = openPhase('Dyn11', 'A', 0.43);
  expect(uneven[0] + uneven[2]).toBeCloseTo(1, 9);
  expect(uneven[1]).toBe(1);
  close(openPhase('Dyn11', 'B', 0.5), [0.5, 0.5, 1]);
  close(openPhase('Yyn0', 'A', 0.5), [0, 0.866, 0.866]);
});
