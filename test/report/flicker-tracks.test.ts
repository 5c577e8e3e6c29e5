/** Flicker of a waveform in a report, by hand: twelve whole Pst make a Plt, eleven and a part of one make none. */
import { expect, test } from 'vitest';
import type { FlickerFlag, FlickerValue } from '../../collector/measure/flicker/intervals.ts';
import type { ChannelFlicker } from '../../collector/measure/flicker/recording-flicker.ts';
import type { VoltageGroup } from '../../collector/measure/voltage-groups.ts';
import { flickerTracks, lampOf } from '../../collector/report/flicker-tracks.ts';

const MIN = 60_000;
const TWO_HOURS = Date.UTC(2026, 2, 1, 10);
const GROUP: VoltageGroup = { connection: 'LN', members: [{ channel: 'A', index: 0, name: 'UA' }] };

function found(coveredPct: number, flags: readonly FlickerFlag[]): ChannelFlicker {
  const values = Array.from({ length: 12 }, (_, i): FlickerValue => {
    const startMs = TWO_HOURS + i * 10 * MIN;
    const isLast = i === 11;
    return {
      ...{ kind: 'pst', method: 'waveform', startMs, endMs: startMs + 10 * MIN, pinstMax: 2 },
      pst: isLast ? 1.2 : 0.5,
      coveredPct: isLast ? coveredPct : 100,
      flags: isLast ? flags : [],
    };
  });
  const head = { method: 'waveform', lineHz: 50, rateHz: 3200, seconds: 7200, settleS: 60, refused: null } as const;
  return { channel: 'UA', ...head, values };
}

test('eleven Pst of 0.5 and one of 1.2 are a Plt of 0.63709', () => {
  const [pst, plt] = flickerTracks(GROUP, [found(100, [])]);
  expect(pst).toMatchObject({ phenomenon: 'pst', channel: 'A', intervalS: 600 });
  expect(plt).toMatchObject({ phenomenon: 'plt', intervalS: 7200, startsMs: [TWO_HOURS], flagged: [false] });
  expect(plt?.values[0]).toBeCloseTo(0.63709, 5);
});

test('a part of ten minutes is no Pst; an event marks its Plt', () => {
  expect(flickerTracks(GROUP, [found(80, ['partial'])])[1]?.values).toEqual([Number.NaN]);
  expect(flickerTracks(GROUP, [found(100, ['event'])])[1]?.flagged).toEqual([true]);
});

test('another channel, or one without values, has no track', () => {
  expect(flickerTracks(GROUP, [{ ...found(100, []), channel: 'UB' }])).toEqual([]);
  expect(flickerTracks(GROUP, [{ ...found(100, []), values: [], refused: 'too-slow' }])).toEqual([]);
});

test('the lamp is that of the supply', () => {
  expect([lampOf(GROUP, 220), lampOf(GROUP, 120)]).toEqual([230, 120]);
  expect([lampOf({ ...GROUP, connection: 'LL' }, 380), lampOf({ ...GROUP, connection: 'LL' }, 208)]).toEqual([
    230, 120,
  ]);
});
