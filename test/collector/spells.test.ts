/** Spells of silence: their begin, their end, what they turn into, and that they outlive the process. */
import { describe, expect, it } from 'vitest';
import { revisedBy, stepSpells } from '../../collector/sanity/spells.ts';
import { type SavedStates, StateTracker } from '../../collector/states.ts';
import type { MeterState, SilenceSpell as Spell } from '../../core/collecting.ts';
import type { MeterEvent } from '../../core/facts.ts';
import type { MeterId } from '../../core/ids.ts';
import { QUALITY, type Reading } from '../../core/series.ts';
import { meterOf } from './fakes.ts';

const T0 = Date.UTC(2026, 6, 1, 12);
const MIN = 60_000;
const M1 = meterOf('M1');
const M2 = meterOf('M2');

function reading(endMs: number, quality = 0, meter: MeterId = M1.meter): Reading {
  return {
    meter,
    startMs: endMs - MIN,
    endMs,
    values: { A: { u: 221.5 } },
    method: '1min',
    statistic: 'mean',
    quality,
    knownAtMs: endMs,
    deviceTimeMs: endMs,
  };
}
function tracker(startedMs = T0, saved?: SavedStates) {
  const t = new StateTracker([M1], new Map(), startedMs, saved);
  const look = (nowMs: number): { state: MeterState; written: readonly Spell[] } => {
    const states = t.states(nowMs, []);
    return { state: states[0] as MeterState, written: t.spells(states, nowMs) };
  };
  return { t, look };
}
const event = (kind: MeterEvent['kind'], timeMs: number, knownAtMs = timeMs): MeterEvent => ({
  meter: M1.meter,
  timeMs,
  kind,
  knownAtMs,
});

describe('ask 1: silence has a begin, an end and a type', () => {
  it('begins with the last value, ends with the next', () => {
    const { t, look } = tracker();
    t.noteReading('mqtt:0', reading(T0), T0 + 700, true);
    expect(look(T0 + MIN).written).toEqual([]);
    const [begun] = look(T0 + 5 * MIN).written;
    expect(begun).toMatchObject({ meter: 'M1', beginMs: T0 + 700, endMs: null });
    expect(look(T0 + 6 * MIN).written).toEqual([]);
    t.noteReading('mqtt:0', reading(T0 + 9 * MIN), T0 + 9 * MIN + 900, true);
    expect(look(T0 + 10 * MIN).written).toMatchObject([{ beginMs: T0 + 700, endMs: T0 + 9 * MIN + 900 }]);
    expect(look(T0 + 11 * MIN)).toMatchObject({ written: [], state: { silence: null, spell: null } });
  });

  it('a last gasp makes the same spell a loss of supply, at once', () => {
    const { t, look } = tracker();
    t.noteReading('mqtt:0', reading(T0), T0, true);
    const [begun] = look(T0 + 5 * MIN).written;
    expect(begun?.odds.supply_lost).toBeLessThan(0.9);
    t.noteMeterEvent('mqtt:0', event('last_gasp', T0 + 500), T0 + 5 * MIN);
    expect(look(T0 + 5 * MIN + 10_000).written.at(-1)).toMatchObject({ type: 'supply_lost', beginMs: T0, endMs: null });
  });

  it('a power-off record read after the return revises the spell it lies in, and no other', () => {
    const spell: Spell = {
      meter: M1.meter,
      type: 'comms_lost',
      odds: { comms_lost: 0.6, supply_lost: 0.4 },
      beginMs: T0,
      endMs: T0 + 20 * MIN,
    };
    expect(revisedBy(event('power_off', T0 + 30_000, T0 + 21 * MIN), spell)).toMatchObject({
      type: 'supply_lost',
      beginMs: T0,
      endMs: T0 + 20 * MIN,
    });
    expect(revisedBy(event('power_off', T0 - 10 * MIN), spell)).toBe(null);
    expect(revisedBy(event('power_on', T0 + MIN), spell)).toBe(null);
    expect(revisedBy(event('power_off', T0 + MIN), { ...spell, meter: M2.meter })).toBe(null);
  });

  it('a wrong clock is a spell of its own, and silence after it another', () => {
    const { t, look } = tracker();
    t.noteReading('mqtt:0', reading(T0, QUALITY.clock), T0, true);
    expect(look(T0 + 1_000).written).toMatchObject([{ type: 'clock_untrusted', endMs: null }]);
    const written = look(T0 + 10 * MIN).written;
    expect(written.map((s) => [s.type === 'clock_untrusted', s.endMs === null])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('values in between that no look saw part two silences', () => {
    const open = new Map([
      [M1.meter, { meter: M1.meter, type: 'comms_lost', odds: { comms_lost: 1 }, beginMs: T0, endMs: null } as Spell],
    ]);
    const { written } = stepSpells(open, [{ meter: M1.meter, odds: { comms_lost: 1 }, lastArrivalMs: T0 + MIN }], {
      nowMs: T0 + 9 * MIN,
      startedMs: T0,
    });
    expect(written).toMatchObject([
      { beginMs: T0, endMs: T0 + MIN },
      { beginMs: T0 + MIN, endMs: null },
    ]);
  });
});

describe('ask 2: our own restart', () => {
  it('is collector_down for who was not heard yet, never a loss of supply', () => {
    const first = tracker();
    first.t.noteReading('mqtt:0', reading(T0), T0, true);
    first.look(T0 + MIN);
    const again = tracker(T0 + 20 * MIN, JSON.parse(JSON.stringify(first.t.saved())) as SavedStates);
    expect(again.look(T0 + 20 * MIN + 1_000).state.silence).toBe(null);
    expect(again.look(T0 + 24 * MIN).state.silence).toBe('collector_down');
  });

  it('goes on with a silence that began before it', () => {
    const first = tracker();
    first.t.noteReading('mqtt:0', reading(T0), T0, true);
    const [begun] = first.look(T0 + 10 * MIN).written;
    const again = tracker(T0 + 20 * MIN, JSON.parse(JSON.stringify(first.t.saved())) as SavedStates);
    const look = again.look(T0 + 20 * MIN + 1_000);
    expect(look.written).toEqual([]);
    expect(look.state).toMatchObject({ silence: begun?.type, spell: { beginMs: T0 } });
    expect(again.look(T0 + 24 * MIN).state.silence).not.toBe('collector_down');
    again.t.noteReading('mqtt:0', reading(T0 + 25 * MIN), T0 + 25 * MIN, true);
    expect(again.look(T0 + 25 * MIN + 1_000).written).toMatchObject([{ beginMs: T0, endMs: T0 + 25 * MIN }]);
  });

  it('keeps what is known of a clock', () => {
    const first = tracker();
    for (let n = 0; n < 60; n++) first.t.noteReading('mqtt:0', reading(T0 + n * MIN - 4_100), T0 + n * MIN, true);
    const again = tracker(T0 + 90 * MIN, JSON.parse(JSON.stringify(first.t.saved())) as SavedStates);
    expect(again.look(T0 + 90 * MIN).state.clockOffsetMs).toBeCloseTo(-4_100, 0);
  });
});

describe('ask 16: stale does not look live', () => {
  it('only retained copies: stale, and no news of the meter', () => {
    const { t, look } = tracker();
    t.noteReading('mqtt:0', reading(T0, QUALITY.stale), T0, false);
    expect(look(T0 + 1_000).state).toMatchObject({ silence: 'stale', lastArrivalMs: null, newestMs: null });
  });

  it('a frozen display during an outage is stale as long as it goes on', () => {
    const { t, look } = tracker();
    t.noteReading('mqtt:0', reading(T0), T0, true);
    t.noteReading('mqtt:0', reading(T0 + MIN, QUALITY.stale), T0 + MIN, true);
    expect(look(T0 + MIN + 1_000).written).toMatchObject([{ type: 'stale', endMs: null }]);
    t.noteReading('mqtt:0', reading(T0 + 2 * MIN), T0 + 2 * MIN, true);
    expect(look(T0 + 2 * MIN + 1_000).written).toMatchObject([{ type: 'stale', endMs: T0 + 2 * MIN }]);
  });
});
