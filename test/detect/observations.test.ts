/** One disturbance in several observations of a file is one event; two of one clock stay two. */
import { describe, expect, test } from 'vitest';
import { onceEach, type Shown } from '../../collector/detect/observations.ts';
import type { Observation } from '../../collector/formats/recording.ts';
import type { Disturbance } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { FIELD, hasField } from '../formats/files.ts';
import { call } from './call.ts';

const observation = (number: number, source = 'S'): Observation => ({
  number,
  name: `#${number}`,
  source,
  declaredV: 230,
  clockStepMs: 1000,
});
const dip = (startMs: number, durationMs: number | null, more: Partial<Disturbance> = {}): Disturbance => ({
  meter: id('m'),
  channel: null,
  kind: 'dip',
  startMs,
  durationMs,
  openEnd: durationMs === null,
  pct: 70,
  phases: 'B',
  perPhase: {},
  method: 'urms_half',
  class: {},
  enclosingDip: null,
  signature: null,
  numbers: {},
  knownAtMs: startMs,
  ...more,
});
const shown = (number: number, form: Shown['form'], ...disturbances: Disturbance[]): Shown => ({
  observation: observation(number),
  form,
  disturbances,
});
const starts = (list: readonly Disturbance[]) => list.map((d) => d.startMs);

test('waveforms before and after and the trend of the same dip go into the RMS record that shows it whole', () => {
  const found = onceEach([
    shown(1, 'waveform', dip(16_047, null)),
    shown(2, 'waveform', dip(17_022, 16.7)),
    shown(3, 'rms', dip(18_167, 83)),
    shown(4, 'readings', dip(18_000, null, { openEnd: false })),
  ]);
  expect(starts(found)).toEqual([18_167]);
});

test('two dips of one record are two, also where another record shows one of them', () => {
  const found = onceEach([shown(1, 'rms', dip(1000, 80), dip(1600, 90)), shown(2, 'waveform', dip(1100, 70))]);
  expect(starts(found)).toEqual([1000, 1600]);
});

test('far apart, other phases, other sources and rises stay apart; files of one recording are left alone', () => {
  const apart = [
    shown(1, 'rms', dip(1000, 80)),
    shown(2, 'rms', dip(60_000, 80)),
    shown(3, 'rms', dip(1010, 80, { phases: 'C' })),
    shown(4, 'rms', dip(1020, 80, { kind: 'swell', pct: 120 })),
    { ...shown(5, 'rms', dip(1030, 80)), observation: observation(5, 'T') },
    { observation: null, form: 'waveform' as const, disturbances: [dip(1040, 80), dip(1050, 80)] },
  ];
  expect(onceEach(apart).length).toBe(7);
});

describe.skipIf(!hasField)('field', () => {
  test('example_a.pqd: a capacitor switched in, one dip of 86.9 % and one of 87.1 %, nothing twice', () => {
    const { status, lines } = call('detect', `${FIELD}pqdif/example_a.pqd`, '--json', '--zone', 'UTC');
    expect(status).toBe(0);
    expect(lines.map((l) => [l.kind, l.phases, l.pct === null ? null : Number(l.pct.toFixed(1))])).toEqual([
      ['transient', 'ABC', null],
      ['dip', 'BC', 86.9],
      ['dip', 'BC', 87.1],
    ]);
    expect(lines[0]).toMatchObject({ signature: 'capacitor_switching' });
    expect(lines[0].start).toMatch(/^1999-06-01T13:24:12/);
    expect(lines[1].start).toMatch(/^1999-06-02T00:50:18/);
    expect(lines[2].start).toMatch(/^1999-06-02T19:03:55/);
  });
});
