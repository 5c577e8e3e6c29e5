/** Register words that trap the careless: sentinels, swapped words, scale factors of another moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePoll } from '../../collector/meters/decode.ts';
import { planBlocks } from '../../collector/meters/plan.ts';
import { type MeterProfile, REGISTER_TYPES, type RegisterSpec, WORD_ORDERS } from '../../collector/meters/profile.ts';
import { readRegister } from '../../collector/meters/registers.ts';
import { suggestReadings } from '../../collector/meters/suggest.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { QUALITY } from '../../core/series.ts';

const context = { meter: id<MeterId>('M1'), atMs: 1_782_900_000_000, method: '10s', nominalLnV: 220 } as const;

function profile(spec: Partial<RegisterSpec>, rest: Partial<MeterProfile> = {}): MeterProfile {
  const u: RegisterSpec = { function: 3, address: 2, type: 'uint16', wordOrder: 'ABCD', scale: 0.1, ...spec };
  return {
    id: 'test',
    maker: 'Test',
    model: 'T',
    source: 'made for the test',
    probe: { register: 'u.A', min: 0, max: 300 },
    registersMax: 125,
    gapMax: 0,
    registers: { 'u.A': u },
    ...rest,
  };
}

function decodeWords(p: MeterProfile, words: readonly number[]) {
  const [block] = planBlocks(p);
  if (block === undefined) throw new Error('no block');
  return decodePoll(p, [{ block, words }], context);
}

describe('B8: sentinels are "not available", never a voltage and never 0 V', () => {
  it.each([
    ['uint16 0xFFFF', 'uint16', [0xffff]],
    ['int16 0x8000', 'int16', [0x8000]],
    ['uint32 0xFFFFFFFF', 'uint32', [0xffff, 0xffff]],
    ['int32 0x7FFFFFFF', 'int32', [0x7fff, 0xffff]],
    ['float32 NaN', 'float32', [0x7fc0, 0x0000]],
    ['float32 0xFFFFFFFF', 'float32', [0xffff, 0xffff]],
    ['float32 infinity', 'float32', [0x7f80, 0x0000]],
    ['float64 NaN', 'float64', [0x7ff8, 0, 0, 0]],
    ['uint64 all ones', 'uint64', [0xffff, 0xffff, 0xffff, 0xffff]],
    ['int64 0x8000…', 'int64', [0x8000, 0, 0, 0]],
  ] as const)('%s', (_, type, words) => {
    const { reading, problems } = decodeWords(profile({ type }), words);
    expect(reading.values).toEqual({});
    expect(reading.quality & QUALITY.notAvailable).toBeTruthy();
    expect(problems).toMatchObject([{ code: 'missing-value', field: 'u.A' }]);
  });

  it('a neighbour of the sentinel is a value: 0xFFFE x 0.001', () => {
    expect(decodeWords(profile({ scale: 0.001 }), [0xfffe]).reading.values.A?.u).toBeCloseTo(65.534, 9);
  });

  it('one phase not available leaves the others good', () => {
    const p = profile(
      {},
      {
        registers: {
          'u.A': { function: 3, address: 0, type: 'uint16', wordOrder: 'ABCD', scale: 0.1 },
          'u.B': { function: 3, address: 1, type: 'uint16', wordOrder: 'ABCD', scale: 0.1 },
        },
      },
    );
    const { reading } = decodeWords(p, [0xffff, 2304]);
    expect(reading.values).toEqual({ B: { u: 230.4 } });
    expect(reading.quality).toBe(0);
  });

  it('a reply that is too short gives no value', () => {
    const { reading } = decodeWords(profile({ type: 'float32' }), [0x4366]);
    expect(reading.values).toEqual({});
  });
});

describe('B7 and ask 20: word order', () => {
  const words = [0x9bd4, 0x436e];

  it('CDAB float32 0x9BD4 0x436E is 238.6087 V', () => {
    const { reading } = decodeWords(profile({ type: 'float32', wordOrder: 'CDAB', scale: 1 }), words);
    expect(reading.values.A?.u).toBeCloseTo(238.6087, 4);
  });

  it('read as uint32 x 0.01 it is refused, and the right order is suggested', () => {
    const { reading, problems } = decodeWords(profile({ type: 'uint32', wordOrder: 'CDAB', scale: 0.01 }), words);
    expect(reading.values).toEqual({});
    expect(reading.quality & QUALITY.implausible).toBeTruthy();
    expect(problems[0]).toMatchObject({ code: 'implausible', expected: 'about 220 V' });
    expect(problems[0]?.got).toContain('11313223.24');
    expect(problems[0]?.got).toContain('CDAB float32 would be 238.6 V');
  });

  it('the documented CDAB int32 2301 is 230.1 V', () => {
    const { reading } = decodeWords(profile({ type: 'int32', wordOrder: 'CDAB' }), [0x08fd, 0x0000]);
    expect(reading.values.A?.u).toBeCloseTo(230.1, 9);
  });

  it('nothing is suggested where nothing fits: the address is wrong', () => {
    expect(suggestReadings([0x0005, 0x0007], 220)).toEqual([]);
  });
});

describe('ask 20: every way a voltage may lie in words is found', () => {
  const bytes = (write: (view: DataView) => void) => {
    const view = new DataView(new ArrayBuffer(8));
    write(view);
    return [0, 2, 4, 6].map((at) => view.getUint16(at));
  };
  const swap = (w: number) => ((w & 0xff) << 8) | (w >> 8);
  const f64 = bytes((v) => v.setFloat64(0, 231.5));
  const f32 = bytes((v) => v.setFloat32(0, 231.5)).slice(0, 2);
  it.each([
    ['float32', 'ABCD', 1, f32],
    ['float32', 'CDAB', 1, [...f32].reverse()],
    ['float32', 'BADC', 1, f32.map(swap)],
    ['float32', 'DCBA', 1, [...f32].reverse().map(swap)],
    ['float32', 'ABCD', 1000, bytes((v) => v.setFloat32(0, 0.2315)).slice(0, 2)],
    ['int16', 'ABCD', 0.1, [2315]],
    ['int16', 'BADC', 0.1, [swap(2315)]],
    ['uint16', 'ABCD', 0.001, [55_000]],
    ['int32', 'CDAB', 0.001, [231_500 & 0xffff, 231_500 >> 16]],
    ['int32', 'DCBA', 0.01, [swap(23_150), 0]],
    ['float64', 'ABCD', 1, f64],
    ['float64', 'CDAB', 1, [...f64].reverse()],
    ['int64', 'ABCD', 0.1, [0, 0, 0, 2315]],
    ['int64', 'DCBA', 0.1, [2315, 0, 0, 0].map(swap)],
  ] as const)('%s %s x %d', (type, wordOrder, scale, words) => {
    const found = suggestReadings(words, type === 'uint16' ? 55 : 231.5);
    expect(found).toContainEqual(expect.objectContaining({ type, wordOrder, scale }));
    const [own] = found.filter((f) => f.type === type && f.wordOrder === wordOrder && f.scale === scale);
    expect(own?.valueV).toBeCloseTo(type === 'uint16' ? 55 : 231.5, 3);
    expect(readRegister(words, 0, { type, wordOrder })).toMatchObject({ ok: true });
  });
});

describe('B10: value and scale factor come from one reply', () => {
  const p = profile({ address: 40, scale: 1, scaleFactorAt: 46 });

  it.each([
    [2338, 0xffff],
    [23380, 0xfffe],
  ])('%i with factor word %i is 233.8 V', (value, factor) => {
    expect(decodeWords(p, [value, 0, 0, 0, 0, 0, factor]).reading.values.A?.u).toBe(233.8);
  });

  it('without its factor the sample is dropped', () => {
    expect(decodeWords(p, [2338]).reading.values).toEqual({});
  });

  it('the plan asks for both in one request', () => {
    expect(planBlocks(p)).toEqual([{ function: 3, address: 40, length: 7, keys: ['u.A'] }]);
  });
});

describe('ask 18: evidence is never deleted', () => {
  it.each([0, 0.3, 256, 398.4, 460, 5773])('%d V passes', (uV) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, uV);
    const words = [view.getUint16(0), view.getUint16(2)];
    const { reading } = decodeWords(profile({ type: 'float32', scale: 1 }), words);
    expect(reading.values.A?.u).toBeCloseTo(uV, 3);
  });
});

describe('the probe: does the right meter answer?', () => {
  const p = profile(
    { scale: 1 },
    {
      probe: { register: 'f.total', min: 45, max: 65 },
      registers: {
        'u.A': { function: 3, address: 0, type: 'uint16', wordOrder: 'ABCD', scale: 1 },
        'f.total': { function: 3, address: 1, type: 'uint16', wordOrder: 'ABCD', scale: 0.01 },
      },
    },
  );

  it('50.01 Hz: yes', () => {
    expect(decodeWords(p, [230, 5001])).toMatchObject({ reading: { quality: 0 }, problems: [] });
  });

  it('500.1 Hz with 230 V: another map, the reading is suspect and says so', () => {
    const { reading, problems } = decodeWords(p, [230, 50010]);
    expect(reading.quality).toBe(QUALITY.suspect);
    expect(reading.values.A?.u).toBe(230);
    expect(problems).toMatchObject([{ field: 'f.total', expected: '45 to 65 if this is a Test T' }]);
  });

  it('0 Hz without voltage is an interruption, not a wrong meter', () => {
    expect(decodeWords(p, [0, 0])).toMatchObject({ reading: { quality: 0, values: { A: { u: 0 } } }, problems: [] });
  });
});

describe('properties', () => {
  it('any words give a finite number or a fault, never a throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 4 }),
        fc.constantFrom(...REGISTER_TYPES),
        fc.constantFrom(...WORD_ORDERS),
        (words, type, wordOrder) => {
          const value = readRegister(words, 0, { type, wordOrder });
          return value.ok ? Number.isFinite(value.raw) : true;
        },
      ),
      { seed: 11 },
    );
  });
});
