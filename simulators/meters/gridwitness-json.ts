/** Our own JSON dialect, version 1: readings, events and state on topics of their own. */
import { stamp } from '../local-time.ts';
import type { ByPhase, Dialect, Message } from './dialect.ts';

const topic = (device: string, what: string): string => `gridwitness/v1/${device}/${what}`;
const message = (device: string, what: string, body: object): Message => ({
  topic: topic(device, what),
  payload: JSON.stringify({ v: 1, ...body }),
});
const rounded = (values: ByPhase | undefined, digits: number): Record<string, number> | undefined =>
  values && Object.fromEntries(Object.entries(values).map(([k, v]) => [k, Number(v.toFixed(digits))]));

export const gridwitnessJson: Dialect = {
  id: 'gridwitness-json',
  topics: (device) => [topic(device, 'readings'), topic(device, 'events'), topic(device, 'state')],
  hello: () => [],
  readings: (device, s) => [
    message(device, 'readings', {
      interval_s: s.intervalS,
      statistic: s.statistic,
      readings: [
        {
          time: stamp(s.endMs),
          u: rounded(s.u, 2),
          u_min: rounded(s.uMin, 2),
          u_max: rounded(s.uMax, 2),
          i: rounded(s.i, 2),
          p: rounded(s.p, 0),
          pst: rounded(s.pst, 2),
          f: s.f === undefined ? undefined : Number(s.f.toFixed(3)),
        },
      ],
    }),
  ],
  events: (device, events) => [
    message(device, 'events', {
      events: events.map((e) => ({
        kind: e.kind,
        start: stamp(e.startMs),
        duration_ms: e.durationMs,
        phases: e.phases,
        pct: e.pct,
        pct_a: e.perPhasePct?.A,
        pct_b: e.perPhasePct?.B,
        pct_c: e.perPhasePct?.C,
      })),
    }),
  ],
  state: (device, event, timeMs) => [message(device, 'state', { event, time: stamp(timeMs) })],
};
