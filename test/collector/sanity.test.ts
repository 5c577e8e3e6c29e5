/** What can't be a voltage, what is only doubtful, and what kind of silence it is. */
import { describe, expect, it } from 'vitest';
import { checkReading } from '../../collector/sanity/check.ts';
import { likeliest, NO_PEERS, type Peers, type SilenceFacts, typeSilence } from '../../collector/sanity/silence.ts';
import { FRESH_WATCH, watchReading } from '../../collector/sanity/watch.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { QUALITY, type Reading } from '../../core/series.ts';

const T0 = Date.UTC(2026, 6, 1, 12);
function reading(values: Reading['values'], n = 0, stepMs = 60_000): Reading {
  const endMs = T0 + n * stepMs;
  return {
    meter: id<MeterId>('M1'),
    startMs: endMs,
    endMs,
    values,
    method: '1min',
    statistic: 'snapshot',
    quality: 0,
    knownAtMs: endMs,
    deviceTimeMs: null,
  };
}
function watchAll(voltages: readonly number[], nominalV: number | null = 230, stepMs = 60_000) {
  let state = FRESH_WATCH;
  return voltages.map((u, n) => {
    const watched = watchReading(reading({ A: { u } }, n, stepMs), state, nominalV);
    state = JSON.parse(JSON.stringify(watched.state)) as typeof state;
    return watched;
  });
}

describe('B13: firmware that doubles the voltage', () => {
  it('460, 461, 460 after 231, 230 are suspect with a reason, once; the values stay', () => {
    const out = watchAll([231, 230, 460, 461, 460]);
    expect(out.map((w) => w.reading.quality & QUALITY.suspect)).toEqual([0, 0, 16, 16, 16]);
    expect(out.map((w) => w.reading.values.A?.u)).toEqual([231, 230, 460, 461, 460]);
    expect(out.flatMap((w) => w.problems).map((p) => p.got)).toEqual(['A 460 V: exactly doubled, meter suspect']);
  });

  it('a restart in the doubled hour changes nothing', () => {
    expect(watchAll([460, 461])[0]?.reading.quality).toBe(QUALITY.suspect);
  });

  it.each([256, 300, 398.4, 430, 480])('%d V is a swell, not a doubling', (u) => {
    expect(watchAll([231, 230, u])[2]?.reading.quality).toBe(0);
  });

  it('a long dip does not become the reference', () => {
    expect(watchAll([230, ...Array.from({ length: 50 }, () => 115), 230]).at(-1)?.reading.quality).toBe(0);
  });
});

describe('ask 16: frozen values', () => {
  const frozen = (n: number, u: number, stepMs: number) =>
    watchAll(
      Array.from({ length: n }, () => u),
      230,
      stepMs,
    );

  it('the same digits for half an hour are stale, and said once', () => {
    const out = frozen(40, 229.7, 60_000);
    expect(out[29]?.reading.quality).toBe(0);
    expect(out[30]?.reading.quality).toBe(QUALITY.stale);
    expect(out.flatMap((w) => w.problems)).toHaveLength(1);
  });

  it('30 equal values within half a minute are not', () => {
    expect(frozen(40, 229.7, 1000).every((w) => w.reading.quality === 0)).toBe(true);
  });

  it('whole volts repeat by nature', () => {
    expect(frozen(200, 229, 60_000).every((w) => w.reading.quality === 0)).toBe(true);
  });

  it('0 V again and again is an outage', () => {
    expect(frozen(40, 0, 60_000).every((w) => w.reading.quality === 0)).toBe(true);
  });
});

describe('impossible voltages are taken out and named', () => {
  const check = (values: Reading['values'], nominal: number | null = 220) => checkReading(reading(values), nominal);

  it('0 V on one phase with current', () => {
    const { reading: r, problems } = check({ A: { u: 0, i: 3.5 }, B: { u: 221, i: 2 } });
    expect(r.values).toEqual({ A: { i: 3.5 }, B: { u: 221, i: 2 } });
    expect(r.quality).toBe(0);
    expect(problems[0]).toMatchObject({ code: 'implausible', field: 'u.A' });
  });

  it('0 V without load is a true interruption and untouched', () => {
    const given = reading({ A: { u: 0, i: 0, p: 0 }, B: { u: 0 } });
    expect(checkReading(given, 220).reading).toBe(given);
  });

  it.each([-1, Number.NaN, 6601, 1e7, 3e-9])('%d V with 220 V nominal', (u) => {
    const { reading: r } = check({ A: { u } });
    expect(r.values).toEqual({});
    expect(r.quality).toBe(QUALITY.implausible);
  });

  it.each([256, 460, 5773, 6599, 0.02])('%d V stays (ask 18)', (u) => {
    expect(check({ A: { u } }).reading.values).toEqual({ A: { u } });
  });

  it('line to line is judged by its own nominal', () => {
    expect(check({ AB: { u: 10_400 } }, 6000).problems).toEqual([]);
  });
});

describe('ask 1: typed silence', () => {
  const facts: SilenceFacts = {
    nowMs: T0,
    startedMs: T0 - 3_600_000,
    lastArrivalMs: T0 - 600_000,
    patienceMs: 180_000,
    toldPowerOff: false,
    isLinkUp: true,
    isFailing: false,
    isClockBad: false,
    isStale: false,
    peers: NO_PEERS,
  };
  const peers = (over: Partial<Peers>): Peers => ({ ...NO_PEERS, ...over });
  const type = (over: Partial<SilenceFacts>) => {
    const odds = typeSilence({ ...facts, ...over });
    if (odds !== null) expect(Object.values(odds).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    return odds === null ? null : likeliest(odds);
  };

  it.each([
    ['data comes', { lastArrivalMs: T0 - 1000 }, null],
    ['a last gasp came', { toldPowerOff: true }, 'supply_lost'],
    [
      'two independent paths are silent',
      { peers: peers({ sameAreaOtherPath: { count: 3, silent: 3 } }) },
      'supply_lost',
    ],
    [
      'the whole concentrator is silent',
      { peers: peers({ elsewhereSamePath: { count: 9, silent: 9 } }) },
      'comms_lost',
    ],
    ['the broker is gone', { isLinkUp: false }, 'comms_lost'],
    ['requests fail', { isFailing: true }, 'read_failed'],
    ['we have just started', { startedMs: T0 - 200_000, lastArrivalMs: null }, 'collector_down'],
    ['only retained messages', { isStale: true }, 'stale'],
    ['a clock that can not be right', { isClockBad: true, lastArrivalMs: T0 }, 'clock_untrusted'],
  ] as const)('%s', (_, over, expected) => expect(type(over)).toBe(expected));

  describe('a concentrator that dies in a storm', () => {
    const odds = (over: Partial<Peers>) => typeSilence({ ...facts, peers: peers(over) });

    it('takes its meters along; those of the same area on another carrier go on: communication', () => {
      const got = odds({
        sameAreaSamePath: { count: 20, silent: 20 },
        elsewhereSamePath: { count: 30, silent: 30 },
        sameAreaOtherPath: { count: 2, silent: 0 },
      });
      expect(got?.comms_lost).toBeGreaterThan(0.9);
      expect(got?.supply_lost).toBeGreaterThan(0);
    });

    it('the area is silent on both paths, the concentrator still hears other areas: supply', () => {
      const got = odds({
        sameAreaSamePath: { count: 20, silent: 20 },
        elsewhereSamePath: { count: 30, silent: 1 },
        sameAreaOtherPath: { count: 2, silent: 2 },
      });
      expect(got?.supply_lost).toBeGreaterThan(0.9);
    });

    it('one area on one concentrator at its transformer: neither is sure', () => {
      const got = odds({ sameAreaSamePath: { count: 20, silent: 20 } });
      expect(got?.supply_lost).toBeGreaterThan(0.3);
      expect(got?.comms_lost).toBeGreaterThan(0.3);
    });

    it('this meter alone among talking neighbours: not the whole area', () => {
      const alone = odds({ sameAreaSamePath: { count: 20, silent: 0 } });
      expect(alone?.read_failed).toBeGreaterThan(0.1);
      expect((alone?.supply_lost ?? 0) + (alone?.comms_lost ?? 0)).toBeGreaterThan(0.7);
    });
  });
});
