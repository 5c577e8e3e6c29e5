/** Laws that hold over every registered profile, and each profile against frames typed in from the vendor's document. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blueprint } from '../../collector/meters/_blueprint.ts';
import { decodePoll } from '../../collector/meters/decode.ts';
import { eastronSdm630 } from '../../collector/meters/eastron-sdm630.ts';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import { type Block, halveBlock, planBlocks } from '../../collector/meters/plan.ts';
import {
  isRegisterKey,
  type MeterProfile,
  meterProfileSchema,
  REGISTERS_PER_REQUEST_MAX,
  registerEntries,
  toProfile,
  wordsOf,
} from '../../collector/meters/profile.ts';
import { schneiderPm5xxx } from '../../collector/meters/schneider-pm5xxx.ts';
import { id, type MeterId } from '../../core/ids.ts';

const profiles: readonly MeterProfile[] = [...METER_PROFILES, blueprint];

describe('laws of meter profiles', () => {
  it('ids are unique and in kebab-case', () => {
    const ids = METER_PROFILES.map((p) => p.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of ids) expect(one).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each(profiles.map((p) => [p.id, p] as const))('%s: addresses in range, no two registers overlap', (_, p) => {
    const taken = new Map<string, string>();
    for (const [key, spec] of registerEntries(p)) {
      expect(isRegisterKey(key)).toBe(true);
      for (let n = 0; n < wordsOf(spec.type); n++) {
        const address = spec.address + n;
        expect(address).toBeLessThanOrEqual(65_535);
        expect(taken.get(`${spec.function}:${address}`), `${key} overlaps`).toBeUndefined();
        taken.set(`${spec.function}:${address}`, key);
      }
    }
    expect(p.source.length).toBeGreaterThan(20);
    expect(Object.keys(p.registers)).toContain(p.probe.register);
  });

  it.each(profiles.map((p) => [p.id, p] as const))('%s: blocks hold every register once, within the limit', (_, p) => {
    const blocks = planBlocks(p);
    expect(blocks.flatMap((b) => b.keys).sort()).toEqual(Object.keys(p.registers).sort());
    for (const b of blocks) {
      expect(b.length).toBeLessThanOrEqual(Math.min(p.registersMax, REGISTERS_PER_REQUEST_MAX));
      const parts = halveBlock(p, b);
      expect(parts.flatMap((part) => part.keys).sort()).toEqual(b.keys.length > 1 ? [...b.keys].sort() : []);
      for (const part of parts) {
        expect(part.keys.length).toBeLessThan(b.keys.length);
        expect(part.address).toBeGreaterThanOrEqual(b.address);
        expect(part.address + part.length).toBeLessThanOrEqual(b.address + b.length);
      }
    }
  });

  it.each(profiles.map((p) => [p.id, p] as const))('%s: passes the schema of YAML profiles', (_, p) => {
    expect(meterProfileSchema.safeParse(JSON.parse(JSON.stringify(p))).success).toBe(true);
  });
});

/** Big-endian float words, by the IEEE 754 layout. */
function floatWords(value: number): [number, number] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(0), view.getUint16(2)];
}

/** Answers of a device whose registers are given by the vendor's own numbers. */
function answer(blocks: readonly Block[], registers: ReadonlyMap<string, number>) {
  return blocks.map((block) => ({
    block,
    words: Array.from({ length: block.length }, (_, n) => registers.get(`${block.function}:${block.address + n}`) ?? 0),
  }));
}

const at = { meter: id<MeterId>('M1'), atMs: 1_782_900_000_000, method: '10s', nominalLnV: 230 } as const;

describe('frames typed in from the vendors documents', () => {
  it('Eastron SDM630: input registers from 0x0000, every value different', () => {
    const registers = new Map<string, number>();
    const frame: readonly (readonly [number, number])[] = [
      [0x0000, 231.25],
      [0x0002, 229.5],
      [0x0004, 232.75],
      [0x0006, 1.5],
      [0x0008, 2.25],
      [0x000a, 3.75],
      [0x000c, 310.5],
      [0x000e, 420.25],
      [0x0010, 530.75],
      [0x0046, 50.125],
      [0x00c8, 400.5],
      [0x00ca, 399.25],
      [0x00cc, 401.75],
      [0x00e0, 0.875],
      [0x00ea, 2.125],
      [0x00ec, 2.375],
      [0x00ee, 2.625],
    ];
    for (const [address, value] of frame) {
      for (const [n, word] of floatWords(value).entries()) registers.set(`4:${address + n}`, word);
    }
    const { reading, problems } = decodePoll(eastronSdm630, answer(planBlocks(eastronSdm630), registers), at);
    expect(problems).toEqual([]);
    expect(reading.values).toEqual({
      A: { u: 231.25, i: 1.5, p: 310.5, thdu: 2.125 },
      B: { u: 229.5, i: 2.25, p: 420.25, thdu: 2.375 },
      C: { u: 232.75, i: 3.75, p: 530.75, thdu: 2.625 },
      AB: { u: 400.5 },
      BC: { u: 399.25 },
      CA: { u: 401.75 },
      N: { i: 0.875 },
      total: { f: 50.125 },
    });
    expect(reading).toMatchObject({ startMs: at.atMs, endMs: at.atMs, statistic: 'snapshot', quality: 0 });
  });

  it('Schneider PM5000 range: the list counts from 1, so 3028 in the list is 3027 on the wire', () => {
    const registers = new Map<string, number>();
    const list: readonly (readonly [number, number])[] = [
      [3000, 10.5],
      [3002, 11.25],
      [3004, 12.75],
      [3006, 1.5],
      [3020, 401.5],
      [3022, 402.25],
      [3024, 403.75],
      [3028, 231.5],
      [3030, 232.25],
      [3032, 233.75],
      [3054, 2.5],
      [3056, 3.25],
      [3058, 4.75],
      [3110, 49.875],
      [21322, 1.25],
      [21324, 1.5],
      [21326, 1.75],
      [21330, 2.25],
      [21332, 2.5],
      [21334, 2.75],
    ];
    for (const [register, value] of list) {
      for (const [n, word] of floatWords(value).entries()) registers.set(`3:${register - 1 + n}`, word);
    }
    const { reading, problems } = decodePoll(schneiderPm5xxx, answer(planBlocks(schneiderPm5xxx), registers), at);
    expect(problems).toEqual([]);
    expect(reading.values).toEqual({
      A: { i: 10.5, u: 231.5, p: 2500, thdu: 2.25 },
      B: { i: 11.25, u: 232.25, p: 3250, thdu: 2.5 },
      C: { i: 12.75, u: 233.75, p: 4750, thdu: 2.75 },
      N: { i: 1.5 },
      AB: { u: 401.5, thdu: 1.25 },
      BC: { u: 402.25, thdu: 1.5 },
      CA: { u: 403.75, thdu: 1.75 },
      total: { f: 49.875 },
    });
  });

  it('the documented words 17263, 40204 are 239.6135 V', () => {
    const block: Block = { function: 4, address: 0, length: 2, keys: ['u.A'] };
    const { reading } = decodePoll(eastronSdm630, [{ block, words: [17263, 40204] }], at);
    expect(reading.values.A?.u).toBeCloseTo(239.6135, 4);
  });
});

describe('profiles of users, as YAML', () => {
  const yaml = (text: string) => meterProfileSchema.safeParse(parse(text));

  it('defaults are the usual ones', () => {
    const parsed = yaml(`
id: my-meter
maker: Maker
model: M-1
source: M-1 Modbus manual 2024-03
probe: { register: f.total, min: 45, max: 65 }
registers:
  u.A: { function: 3, address: 10, type: uint16, scale: 0.1 }
  f.total: { function: 3, address: 12, type: uint16, scale: 0.01 }`);
    expect(parsed.data?.registers['u.A']).toMatchObject({ wordOrder: 'ABCD', scale: 0.1 });
    expect(parsed.data?.registersMax).toBe(125);
  });

  it('ask 20: numbers as the manual prints them: from 1, from 40001, one register apart', () => {
    const parsed = yaml(`
id: my-meter
maker: Maker
model: M-1
source: M-1 Modbus manual 2024-03
addressesFrom: 40001
probe: { register: f.total, min: 45, max: 65 }
registers:
  u.A: { function: 3, address: 40001, type: int16, scaleFactorAt: 40009 }
  u.B: { function: 3, address: 40005, type: float64, wordOrder: DCBA }
  f.total: { function: 4, address: 21, addressesFrom: 1, type: uint16, scale: 0.01 }`);
    if (!parsed.success) throw parsed.error;
    const profile = toProfile(parsed.data);
    expect(profile.registers['u.A']).toMatchObject({ address: 0, scaleFactorAt: 8 });
    expect(profile.registers['u.B']).toMatchObject({ address: 4, type: 'float64', wordOrder: 'DCBA' });
    expect(profile.registers['f.total']).toMatchObject({ address: 20, function: 4 });
    expect(planBlocks(profile).map((b) => [b.function, b.address, b.length])).toEqual([
      [3, 0, 9],
      [4, 20, 1],
    ]);
    const low = yaml(`
id: my-meter
maker: Maker
model: M-1
source: M-1 Modbus manual 2024-03
addressesFrom: 40001
probe: { register: u.A, min: 100, max: 300 }
registers: { u.A: { function: 3, address: 3028, type: float32 } }`);
    expect(low.error?.issues.map((i) => i.path.join('/'))).toEqual(['registers/u.A/address']);
  });

  it('mistakes are named by their path', () => {
    const parsed = yaml(`
id: my-meter
maker: Maker
model: M-1
source: manual
probe: { register: f.total, min: 45, max: 65 }
registers:
  volts.A: { function: 3, address: 10, type: uint16 }
  u.B: { function: 6, address: 70000, type: real }`);
    const paths = parsed.error?.issues.map((i) => i.path.join('/')) ?? [];
    expect(paths).toEqual(
      expect.arrayContaining([
        'registers/volts.A',
        'registers/u.B/function',
        'registers/u.B/address',
        'registers/u.B/type',
      ]),
    );
  });
});
