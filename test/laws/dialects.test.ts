/**
 * Laws of every MQTT dialect: whatever the topic and the bytes, nothing is thrown, nothing is made up, a retained copy is
 * stale, and a message is never a power event unless its sender says so itself.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueprint } from '../../collector/payloads/_blueprint.ts';
import type { DecodeContext, Decoded, Dialect } from '../../collector/payloads/dialect.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { recognise } from '../../collector/payloads/recognise.ts';
import { QUALITY } from '../../core/series.ts';
import { bytesOf, contextOf, RECEIVED_MS, remembering } from '../payloads/context.ts';
import { capturedSamples, SAMPLES, type Sample } from '../payloads/samples.ts';
import { rngOf } from './fuzz-inputs.ts';

const all: readonly Dialect[] = [...DIALECTS, blueprint];
const dialectOf = (id: string): Dialect => {
  const found = all.find((d) => d.id === id);
  if (found === undefined) throw new Error(`no dialect ${id}`);
  return found;
};
const topicOf = (sample: Sample, device = 'd') => sample.topic.replace('{d}', device);
const everySample = [...SAMPLES, ...capturedSamples()];
const RUNS = 1_500;

/** What is broken, in words; empty where all holds. */
function broken(decoded: Decoded, context: DecodeContext): string[] {
  const out: string[] = [];
  const isTime = (ms: number | null) => ms === null || (Number.isFinite(ms) && Math.abs(ms) < 8.64e15);
  for (const r of decoded.readings) {
    if (!isTime(r.startMs) || !isTime(r.endMs) || !isTime(r.deviceTimeMs)) out.push('a reading without a time');
    if (r.endMs < r.startMs) out.push('an interval that ends before it begins');
    if (r.knownAtMs !== context.receivedMs) out.push('known at another time than the arrival');
    const values = Object.values(r.values).flatMap((v) => Object.values(v));
    if (values.some((v) => typeof v !== 'number' || !Number.isFinite(v))) out.push('a value that is no number');
    if (Object.values(r.values).some((v) => (v.u ?? 0) < 0)) out.push('a negative voltage');
    if (context.retained && (r.quality & QUALITY.stale) === 0) out.push('a retained copy that looks live');
  }
  for (const c of decoded.counters) {
    if (!isTime(c.atMs)) out.push('counters without a time');
    if (Object.values(c.counts).some((n) => n !== null && !(Number.isInteger(n) && n >= 0)))
      out.push('a count that is none');
  }
  for (const f of decoded.failures) if (!isTime(f.endMs) || !(f.durationMs >= 0)) out.push('a failure of no length');
  for (const p of decoded.problems) if (p.file === '') out.push('a problem without a topic');
  const isUsed = decoded.readings.length + decoded.meterEvents.length > 0;
  if (isUsed && decoded.problems.some((p) => p.code === 'unknown-reference' && p.got === 'nobody')) out.push('both');
  return out;
}

/** One to three places changed: a byte, a cut, a doubled piece, a number made long. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let out = [...bytes];
  const at = () => Math.floor(random() * out.length);
  for (let n = 1 + Math.floor(random() * 3); n > 0 && out.length > 0; n--) {
    const kind = Math.floor(random() * 6);
    if (kind === 0) out[at()] = Math.floor(random() * 256);
    else if (kind === 1) out = out.slice(0, at());
    else if (kind === 2) out.splice(at(), 1 + Math.floor(random() * 8));
    else if (kind === 3) out.splice(at(), 0, ...out.slice(at(), at() + 12));
    else if (kind === 4)
      out.splice(at(), 0, ...bytesOf(['null', '1e999', '-1', '"x"', '[]', '{}'][Math.floor(random() * 6)]));
    else out[at()] = 0x30 + Math.floor(random() * 10);
  }
  return Uint8Array.from(out);
}

describe('registry', () => {
  it('ids are unique, every dialect has a sample, and a topic belongs to one dialect only', () => {
    expect(new Set(all.map((d) => d.id)).size).toBe(all.length);
    expect(DIALECTS.filter((d) => !SAMPLES.some((s) => s.dialect === d.id)).map((d) => d.id)).toEqual([]);
    for (const [id, topic] of [...all.map((d) => [d.id, d.example]), ...SAMPLES.map((s) => [s.dialect, topicOf(s)])]) {
      expect([topic, all.filter((d) => d.matches(topic ?? '')).map((d) => d.id)]).toEqual([topic, [id]]);
    }
  });

  it('what a dialect subscribes to brings its example', () => {
    const filter = (f: string) =>
      new RegExp(
        `^${f
          .replace(/[.*?^$()[\]{}|\\]/g, '\\$&')
          .replaceAll('+', '[^/]+')
          .replace('/#', '(/.*)?')}$`,
      );
    const missing = all.filter(
      (d) => !d.topics.some((t) => filter(t).test(d.example.replace(/^d\/reading/, 'dsmr/reading'))),
    );
    expect(missing.map((d) => d.id)).toEqual([]);
  });
});

describe('every sample', () => {
  it.each(SAMPLES.map((s) => [s.topic, s] as const))('%s says something, and nothing is wrong', (_, sample) => {
    const decoded = dialectOf(sample.dialect).decode(
      topicOf(sample),
      sample.bytes,
      contextOf({ zone: 'Europe/Amsterdam' }),
    );
    const said =
      decoded.readings.length + decoded.meterEvents.length + decoded.counters.length + decoded.failures.length;
    expect(said).toBeGreaterThan(0);
    expect(decoded.problems.filter((p) => p.severity === 'error')).toEqual([]);
    expect(broken(decoded, contextOf())).toEqual([]);
  });

  it.each(SAMPLES.map((s) => [s.topic, s] as const))(
    '%s of an unregistered device is named, loudly and truly',
    (_, sample) => {
      const context = contextOf({ meterOf: () => null });
      const decoded = dialectOf(sample.dialect).decode(topicOf(sample, 'nobody'), sample.bytes, context);
      expect(decoded.readings).toEqual([]);
      expect(decoded.problems).toMatchObject([{ code: 'unknown-reference', severity: 'error' }]);
      expect(decoded.problems[0]?.got).toContain('nobody');
    },
  );

  it.each(everySample.map((s, n) => [`${n} ${s.topic}`, s] as const))(
    'asks 16 and 17: %s retained is stale, and no event',
    (_, s) => {
      const context = contextOf({ retained: true });
      const decoded = dialectOf(s.dialect).decode(topicOf(s), s.bytes, context);
      expect(broken(decoded, context)).toEqual([]);
      expect(decoded.meterEvents).toEqual([]);
    },
  );
});

describe('whatever comes', () => {
  it('arbitrary topics and bytes never throw', () => {
    const level = fc.constantFrom(
      'd',
      '',
      'status',
      'em:0',
      'SENSOR',
      'tele',
      'spBv1.0',
      'telegram',
      'l1_voltage',
      'ü',
      '..',
    );
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 6 }),
        fc.uint8Array({ maxLength: 80 }),
        (levels, bytes) => {
          const topic = levels.join('/') || 'x';
          for (const d of all) {
            d.matches(topic);
            expect(broken(d.decode(topic, bytes, contextOf()), contextOf())).toEqual([]);
          }
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('random bytes on its own topic never make a voltage', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.uint8Array({ maxLength: 60 }), (d, bytes) => {
        const { readings } = d.decode(d.example, bytes, contextOf());
        const isBare = d.id === 'dsmr-split';
        return isBare || readings.every((r) => Object.values(r.values).every((v) => v.u === undefined));
      }),
      { seed: 6, numRuns: 600 },
    );
  });

  it('random JSON never throws, in fields the dialects look for either', () => {
    const field = fc.constantFrom(
      'voltage',
      'ENERGY',
      'Voltage',
      'emeters',
      'em:0',
      'a_voltage',
      'params',
      'method',
      'time',
      'u',
    );
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()));
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.dictionary(field, value), (d, json) => {
        expect(broken(d.decode(d.example, bytesOf(json), contextOf()), contextOf())).toEqual([]);
      }),
      { seed: 7, numRuns: 600 },
    );
  });

  it('mutated real messages never throw and never break a law, one after another either', () => {
    const source = remembering({ zone: 'Europe/Amsterdam', nominalLnVOf: () => 220 });
    let saved = 0;
    for (let n = 0; n < RUNS; n++) {
      const random = rngOf(90_000 + n);
      const sample = everySample[Math.floor(random() * everySample.length)] as Sample;
      const bytes = mutated(sample.bytes, random);
      const retained = random() < 0.1;
      const context = contextOf({ retained, receivedMs: RECEIVED_MS + n });
      const decoded = source.decode(dialectOf(sample.dialect), topicOf(sample), bytes, {
        retained,
        receivedMs: RECEIVED_MS + n,
      });
      const laws = broken(decoded, context);
      if (laws.length > 0) expect({ seed: 90_000 + n, topic: sample.topic, laws }).toEqual({ laws: [] });
      saved += decoded.readings.length;
      recognise(n % 2 === 0 ? topicOf(sample) : 'some/where/else', bytes, { receivedMs: RECEIVED_MS });
    }
    // A generator whose messages are all refused at the door tests nothing behind it.
    expect(saved).toBeGreaterThan(RUNS / 8);
  });
});
