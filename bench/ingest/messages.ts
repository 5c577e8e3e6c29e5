/** The messages of the ingest benches: our own JSON, about 250 bytes, each with a time and values of its own. */

export interface Shape {
  readonly meters: number;
  /** 1 = what a household meter sends (eight quantities); 3 = three phases with u, i, p. */
  readonly phases: 1 | 3;
  /** Between two messages of a meter; absent = a minute. */
  readonly stepMs?: number;
}

const STEP_MS = 60_000;
/** A device's clock may lie back this far, days, and is believed. */
const DAYS_MAX = 80;

/** Time of the first message, so that the last of `count` is about now. */
export function firstMs(count: number, { meters }: Shape, nowMs: number): number {
  const steps = Math.ceil(count / meters);
  const startMs = nowMs - Math.min(steps * STEP_MS, DAYS_MAX * 86_400_000);
  return Math.floor(startMs / STEP_MS) * STEP_MS;
}

export const meterName = (n: number): string => `M${String(n).padStart(6, '0')}`;

export function topicOf(n: number, { meters }: Shape): string {
  return `gridwitness/v1/${meterName(n % meters)}/readings`;
}

/** Message `n`: meter after meter, minute after minute. Values move a little, as those of a quiet day do. */
export function messageOf(n: number, startMs: number, { meters, phases, stepMs = STEP_MS }: Shape): string {
  const step = Math.floor(n / meters);
  const time = new Date(startMs + step * stepMs).toISOString();
  const wave = (k: number, mid: number, swing: number, digits: number) =>
    Number((mid + swing * Math.sin(n * 0.618 + k * 1.7)).toFixed(digits));
  if (phases === 3) {
    const abc = (k: number, mid: number, swing: number, digits: number) => ({
      A: wave(k, mid, swing, digits),
      B: wave(k + 1, mid, swing, digits),
      C: wave(k + 2, mid, swing, digits),
    });
    const one = { time, u: abc(0, 229, 3, 2), i: abc(3, 12, 6, 3), p: abc(6, 2600, 1400, 1) };
    return JSON.stringify({ v: 1, interval_s: stepMs / 1000, statistic: 'mean', readings: [one] });
  }
  const a = (k: number, mid: number, swing: number, digits: number) => ({ A: wave(k, mid, swing, digits) });
  const one = {
    time,
    u: a(0, 229, 3, 2),
    u_min: a(0, 227.6, 3, 2),
    u_max: a(0, 230.7, 3, 2),
    i: a(3, 12, 6, 3),
    p: a(4, 2600, 1400, 1),
    q: a(5, 300, 120, 1),
    thdu: a(6, 2.2, 0.9, 2),
    pst: a(7, 0.5, 0.2, 3),
  };
  return JSON.stringify({ v: 1, interval_s: stepMs / 1000, statistic: 'mean', readings: [one] });
}
