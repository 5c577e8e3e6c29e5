/** Register maps that other people use in the field, and registers they recorded, against our profiles. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decodePoll } from '../../collector/meters/decode.ts';
import { eastronSdm120 } from '../../collector/meters/eastron-sdm120.ts';
import { eastronSdm630 } from '../../collector/meters/eastron-sdm630.ts';
import { planWithout } from '../../collector/meters/plan.ts';
import type { MeterProfile, RegisterKey, RegisterSpec } from '../../collector/meters/profile.ts';
import { id, type MeterId } from '../../core/ids.ts';
import { FIELD, hasField } from '../formats/files.ts';

interface FieldMap {
  readonly entities: readonly {
    readonly registerType: number;
    readonly modbusAddress: number;
    readonly mqttname: string;
    readonly converterParameters: {
      readonly multiplier?: number;
      readonly numberFormat?: number;
      readonly device_class?: string;
    };
  }[];
  readonly testdata: Readonly<Record<string, readonly { readonly address: number; readonly value: number }[]>>;
}
const mapOf = (name: string) => parse(readFileSync(`${FIELD}meters/modbus_maps/${name}.yaml`, 'utf8')) as FieldMap;

/** `numberFormat: 1` is an IEEE float of two registers in these files. */
const FLOAT = 1;
const CLASSES = ['voltage', 'current', 'power', 'frequency'];
/** Means, sums and demands, which we do not read. */
const NOT_READ = /^(average|sumof|totalsystem|maximum|import|export)|demand$/;

const MAPS: readonly (readonly [string, MeterProfile, Readonly<Record<string, RegisterKey>>])[] = [
  [
    'eastronsdm630-modbus',
    eastronSdm630,
    {
      l1toneutralvolts: 'u.A',
      l2toneutralvolts: 'u.B',
      l3toneutralvolts: 'u.C',
      l1current: 'i.A',
      l2current: 'i.B',
      l3current: 'i.C',
      l1power: 'p.A',
      l2power: 'p.B',
      l3power: 'p.C',
      frequencyofsupplyvoltages: 'f.total',
    },
  ],
  ['sdm120-m', eastronSdm120, { voltage: 'u.A', current: 'i.A', activepower: 'p.A', frequency: 'f.total' }],
];

describe.skipIf(!hasField).each(MAPS)('%s', (name, profile, keys) => {
  it('every voltage, current, power and the frequency agree: function, address, type', () => {
    const wanted = mapOf(name).entities.filter(
      (e) => CLASSES.includes(e.converterParameters.device_class ?? '') && !NOT_READ.test(e.mqttname),
    );
    expect(wanted.map((e) => e.mqttname).toSorted()).toEqual(Object.keys(keys).toSorted());
    for (const entity of wanted) {
      const spec = profile.registers[keys[entity.mqttname] as RegisterKey];
      const { numberFormat, multiplier } = entity.converterParameters;
      expect({ numberFormat, multiplier }).toEqual({ numberFormat: FLOAT, multiplier: 1 });
      expect(spec, entity.mqttname).toMatchObject({
        function: entity.registerType,
        address: entity.modbusAddress,
        type: 'float32',
        wordOrder: 'ABCD',
        scale: 1,
      });
    }
  });
});

/** Values worked out from the recorded words with another program (Python, struct). */
const RECORDED = [
  [
    'eastronsdm630-modbus',
    eastronSdm630,
    {
      A: { u: 240.0273, i: 1.41039, p: -161.3126 },
      B: { u: 242.0302, i: 3.051939, p: -711.9913 },
      C: { u: 236.0641, i: 8.634239, p: 2023.714 },
      total: { f: 49.99556 },
    },
  ],
  ['sdm120-m', eastronSdm120, { A: { u: 238.7, i: 0.119, p: 0, q: -20.8 }, total: { f: 50 } }],
] as const;

describe.skipIf(!hasField).each(RECORDED)('registers recorded on a %s', (name, profile, expected) => {
  it('read right; what was not recorded is absent', () => {
    const recorded = new Map(mapOf(name).testdata.analogInputs?.map((r) => [r.address, r.value]));
    const meter = id<MeterId>('M1');
    const blocks = planWithout(
      profile,
      Object.entries<RegisterSpec>(profile.registers).flatMap(([key, spec]) =>
        recorded.has(spec.address + 1) ? [] : [key as RegisterKey],
      ),
    );
    const answered = blocks.map((block) => ({
      block,
      words: Array.from({ length: block.length }, (_, n) => recorded.get(block.address + n) ?? 0),
    }));
    const { reading, problems } = decodePoll(profile, answered, { meter, atMs: 0, method: '10s', nominalLnV: 230 });
    expect(problems).toEqual([]);
    const phases = Object.entries<Readonly<Record<string, number>>>(expected);
    for (const [phase, values] of phases) {
      for (const [quantity, value] of Object.entries(values)) {
        const read = (reading.values as Record<string, Record<string, number>>)[phase]?.[quantity];
        expect(read, `${quantity}.${phase}`).toBeCloseTo(value, 2);
      }
    }
  });
});
