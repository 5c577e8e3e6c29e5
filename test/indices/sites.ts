/** Events and sites for tests of indices. */

import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import type { Site } from '../../core/indices/site.ts';

export const T0 = Date.UTC(2026, 6, 1);
export const DAY = 86_400_000;
export const PERIOD = { fromMs: T0, toMs: T0 + 30 * DAY };

export const event = (startMs: number, more: Partial<Disturbance> = {}): Disturbance => ({
  meter: id('M1'),
  channel: null,
  kind: 'dip',
  startMs: T0 + startMs,
  durationMs: 100,
  openEnd: false,
  pct: 60,
  phases: 'ABC',
  perPhase: {},
  method: 'urms_half',
  class: {},
  enclosingDip: null,
  signature: null,
  numbers: {},
  knownAtMs: T0 + startMs,
  ...more,
});

export const site = (events: readonly Disturbance[], more: Partial<Site> = {}): Site => ({
  id: 'M1',
  events,
  observedMs: 30 * DAY,
  watching: { method: 'urms_half', statistic: 'mean' },
  customers: 10,
  ...more,
});
