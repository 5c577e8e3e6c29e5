/**
 * The last N values of a channel with their mean, lowest and highest, each step in constant time on average: a running
 * sum, made afresh once a round so that rounding can't pile up, and two monotone queues. Plain JSON state.
 */

export interface SlidingWindow {
  readonly size: number;
  /** Ring: value and time of the k-th value lie at `k % size`. */
  readonly values: number[];
  readonly timesMs: number[];
  /** Values taken since the last `clear`. */
  count: number;
  sum: number;
  readonly lows: MonotoneQueue;
  readonly highs: MonotoneQueue;
}

/** Numbers of values in order, from `head` on; the first is the extreme of the window. */
interface MonotoneQueue {
  readonly order: number[];
  head: number;
}

export function emptyWindow(size: number): SlidingWindow {
  const queue = () => ({ order: [], head: 0 });
  return { size, values: [], timesMs: [], count: 0, sum: 0, lows: queue(), highs: queue() };
}

export function clearWindow(w: SlidingWindow): void {
  w.values.length = 0;
  w.timesMs.length = 0;
  w.count = 0;
  w.sum = 0;
  for (const q of [w.lows, w.highs]) {
    q.order.length = 0;
    q.head = 0;
  }
}

/** Take the next value, never NaN. The oldest leaves where the window is full. */
export function pushWindow(w: SlidingWindow, value: number, atMs: number): void {
  const k = w.count++;
  const slot = k % w.size;
  w.sum += value - (k >= w.size ? (w.values[slot] ?? 0) : 0);
  w.values[slot] = value;
  w.timesMs[slot] = atMs;
  if (slot === w.size - 1) w.sum = w.values.reduce((s, v) => s + v, 0);
  enqueue(w, w.lows, value, k);
  enqueue(w, w.highs, value, k);
}

export const isFull = (w: SlidingWindow): boolean => w.count >= w.size;
export const meanOf = (w: SlidingWindow): number => w.sum / Math.min(w.count, w.size);
export const lowestOf = (w: SlidingWindow): number => valueAt(w, w.lows.order[w.lows.head]);
export const highestOf = (w: SlidingWindow): number => valueAt(w, w.highs.order[w.highs.head]);
export const latestMs = (w: SlidingWindow): number => w.timesMs[(w.count - 1) % w.size] ?? Number.NaN;
/** Time of the oldest value in a full window. */
export const oldestMs = (w: SlidingWindow): number => w.timesMs[w.count % w.size] ?? Number.NaN;

const valueAt = (w: SlidingWindow, k: number | undefined): number =>
  k === undefined ? Number.NaN : (w.values[k % w.size] ?? Number.NaN);

function enqueue(w: SlidingWindow, q: MonotoneQueue, value: number, k: number): void {
  const isLow = q === w.lows;
  while (q.order.length > q.head && (q.order[q.head] ?? k) <= k - w.size) q.head++;
  while (q.order.length > q.head) {
    const old = valueAt(w, q.order[q.order.length - 1]);
    if (isLow ? old < value : old > value) break;
    q.order.pop();
  }
  q.order.push(k);
  if (q.head >= w.size) {
    q.order.splice(0, q.head);
    q.head = 0;
  }
}
