/** The short way of our own JSON against the full one: the same message, the same readings, to the last letter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../../bench/ingest/messages.ts';
import { decodeReadings } from '../../collector/payloads/gridwitness-json.ts';
import { plainReadings } from '../../collector/payloads/gridwitness-plain.ts';
import type { Json } from '../../collector/payloads/json.ts';
import { type Sender, senderOf } from '../../collector/payloads/sender.ts';
import { contextOf, RECEIVED_MS } from './context.ts';

const TOPIC = 'gridwitness/v1/d/readings';
const context = contextOf({ nominalLnVOf: () => 230 });
const sender = senderOf('d', context) as Sender;

const odd = fc.constantFrom<unknown>('230,5', '0.231 kV', null, -1, 0, '1e999', 1e-9, 1e7, true, [], {}, 'x');
const value = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0.5, max: 400, noNaN: true }) },
  { weight: 1, arbitrary: odd },
);
const phase = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('A', 'B', 'C') },
  { weight: 1, arbitrary: fc.constantFrom('AB', 'N', 'total', 'D', '__proto__') },
);
const perPhase = fc.oneof(
  { weight: 12, arbitrary: fc.dictionary(phase, value, { maxKeys: 4 }) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: odd },
);
const time = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.integer({ min: -7_200_000, max: 70_000 }).map((d) => new Date(RECEIVED_MS + d).toISOString()),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('2026-07-01 20:09:00', '1999-01-01T00:00:00Z', '', 7) },
);
const reading = fc.record(
  {
    time,
    u: perPhase,
    u_min: perPhase,
    u_max: perPhase,
    i: perPhase,
    p: perPhase,
    q: perPhase,
    pst: perPhase,
    thdu: perPhase,
    f: value,
    u2: value,
    other: odd,
  },
  { requiredKeys: ['time'] },
);
const often = <T>(usual: T, rest: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant<unknown>(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rest) });
const message = fc.record(
  {
    v: often(1, [2, '1']),
    interval_s: often(60, [600, '60', 0, -1, null, '1e999']),
    statistic: often('mean', ['snapshot', 'minmax', 'median', null]),
    method: often('1min', ['10min', 'x']),
    readings: fc.oneof(
      { weight: 9, arbitrary: fc.array(reading, { maxLength: 3 }) as fc.Arbitrary<unknown> },
      { weight: 1, arbitrary: odd },
    ),
  },
  { requiredKeys: ['v', 'interval_s', 'readings'] },
);

describe('plain messages', () => {
  it('either take the full way, or give exactly what it gives', () => {
    let plain = 0;
    fc.assert(
      fc.property(message, fc.boolean(), fc.constantFrom(230, 2300, null), (given, retained, nominalV) => {
        const own = contextOf({ retained, nominalLnVOf: () => nominalV });
        // As a device sends it: through text, which may hold a number beyond every number.
        const json = JSON.parse(JSON.stringify(given).replaceAll('"1e999"', '1e999')) as Json;
        const short = plainReadings(TOPIC, sender, json, own);
        if (short === null) return;
        plain++;
        const full = decodeReadings(TOPIC, sender, json, own);
        expect({ remember: [], ...short }).toEqual({ remember: [], ...full });
        expect(JSON.stringify(short.readings)).toBe(JSON.stringify(full.readings));
      }),
      { seed: 21, numRuns: 2_000 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  it('what devices usually send is plain; a rotated or scaled device, a word for a number, a wild clock are not', () => {
    const usual = JSON.parse(messageOf(5, RECEIVED_MS - 3_600_000, { meters: 1, phases: 3 })) as Json;
    expect(plainReadings(TOPIC, sender, usual, context)?.readings).toHaveLength(1);
    const rotated: Sender = { ...sender, settings: { ...sender.settings, phases: ['B', 'C', 'A'] } };
    const scaled: Sender = { ...sender, settings: { ...sender.settings, scale: 0.1 } };
    expect([rotated, scaled].map((s) => plainReadings(TOPIC, s, usual, context))).toEqual([null, null]);
    const at = new Date(RECEIVED_MS - 1000).toISOString();
    const wild = (item: unknown) => plainReadings(TOPIC, sender, { v: 1, interval_s: 60, readings: [item] }, context);
    expect(wild({ time: at, u: { A: 231 } })).not.toBeNull();
    for (const item of [
      { time: at, u: { A: '231' } },
      { time: '2000-01-01T00:00:00Z', u: { A: 231 } },
      { time: at, u: { A: 0 }, i: { A: 5 } },
      { time: at, u: { A: -1 } },
      { time: at, f: Number.POSITIVE_INFINITY },
    ]) {
      expect(wild(item)).toBeNull();
    }
  });
});
