/** When the answers are computed again: after a change, not while a large import holds them back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefresher } from '../../correlator/io/refresher.ts';

let computed = 0;
function refresher() {
  computed = 0;
  return createRefresher({
    now: () => Date.now(),
    work: async () => {
      computed++;
    },
    foreign: async () => false,
    reload: async () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a burst of changes is one recomputation', async () => {
  const r = refresher();
  r.start();
  for (let i = 0; i < 5; i++) r.changed();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(computed).toBe(1);
  await r.stop();
});

test('nothing is computed while held, once after the last holder let go, and letting go twice counts once', async () => {
  const r = refresher();
  r.start();
  const first = r.hold();
  const second = r.hold();
  r.changed();
  await vi.advanceTimersByTimeAsync(60_000);
  first();
  first();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(computed).toBe(0);
  second();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(computed).toBe(1);
  await r.stop();
});
