/** What a message on an unknown topic may be: asked when a device is put into service. */
import { describe, expect, it } from 'vitest';
import { matchDialects, recognise, voltageFields } from '../../collector/payloads/recognise.ts';
import { bytesOf, RECEIVED_MS } from './context.ts';

const options = { receivedMs: RECEIVED_MS };

describe('a message of a known kind', () => {
  it('names the dialect, the device and its voltages', () => {
    const [best, ...rest] = matchDialects(
      'pro3em-1/status/em:0',
      bytesOf({ a_voltage: 221.5, b_voltage: 222 }),
      options,
    );
    expect(best).toMatchObject({ dialect: 'shelly-gen2', device: 'pro3em-1', readAs: null, problems: [] });
    expect(best?.readings[0]?.values).toEqual({ A: { u: 221.5 }, B: { u: 222 } });
    expect(rest.every((m) => m.readAs !== null)).toBe(true);
  });

  it('on a topic of its own says under which topic it would be read', () => {
    const status = { emeters: [{ voltage: 231.25, is_valid: true }], unixtime: RECEIVED_MS / 1000 };
    const [best] = matchDialects('house/cellar/em', bytesOf(status), options);
    expect(best).toMatchObject({ dialect: 'shelly-gen1', readAs: 'shellies/house-cellar-em/status' });
    expect(best?.device).toBe('house-cellar-em');
  });

  it('a last will is known though it has no voltage', () => {
    const { matches, fields } = recognise('tele/plug/LWT', bytesOf('Online'), options);
    expect(matches[0]).toMatchObject({ dialect: 'tasmota', device: 'plug', others: ['comms_back'] });
    expect(fields).toEqual([]);
  });
});

describe('a message nobody knows', () => {
  it('lists the numbers that may be voltages, named ones first, with the likely unit', () => {
    const message = {
      ts: 1_751_371_802,
      inverter: { Uac1: 229.5, Iac1: 4.5, Pac: 1030, temp: 41.5 },
      raw: [2305, 228.75],
      grid: { voltage_l2: '2 305', voltage_l3: '2305', U12: 398.5, voltage_kv: 0.2295, bat_soc: 230 },
    };
    expect(voltageFields(bytesOf(message))).toMatchObject([
      { path: 'inverter.Uac1', value: 229.5, usualV: 230, factor: 1, phase: 'A', isNamed: true },
      { path: 'grid.U12', value: 398.5, usualV: 400, factor: 1, phase: 'AB', isNamed: true },
      { path: 'grid.voltage_l3', value: 2305, factor: 10, phase: 'C', isNamed: true },
      { path: 'grid.voltage_kv', value: 0.2295, factor: 0.001, isNamed: true },
      { path: 'raw[1]', value: 228.75, factor: 1, isNamed: false },
      { path: 'grid.bat_soc', value: 230, isNamed: false },
    ]);
  });

  it('a bare number, with and without unit', () => {
    expect(voltageFields(bytesOf('230.5'))).toMatchObject([{ path: '', value: 230.5, factor: 1 }]);
    expect(voltageFields(bytesOf('0,2305 kV'))).toMatchObject([{ value: 230.5, factor: 1 }]);
    expect(voltageFields(bytesOf('23050'))).toMatchObject([{ value: 23050, factor: 100 }]);
    expect(voltageFields(bytesOf('hello'))).toEqual([]);
  });

  it('a bare number is of no known kind; the last level of its topic is its name', () => {
    const bare = (topic: string, text: string) => recognise(topic, bytesOf(text), options);
    expect(bare('x/emeter/0/pf', '0.23')).toEqual({ matches: [], fields: [] });
    expect(bare('x/power_l1', '230')).toEqual({ matches: [], fields: [] });
    expect(bare('x/U_L2', '2305').fields).toMatchObject([{ path: '', factor: 10, phase: 'B', isNamed: true }]);
    expect(bare('x/y', '231').fields).toMatchObject([{ value: 231, factor: 1, isNamed: false }]);
  });

  it('a foreign topic is named only where a voltage is in it', () => {
    expect(recognise('x/y', bytesOf({ ENERGY: { Voltage: 5, Power: 3 } }), options).matches).toEqual([]);
    expect(recognise('x/y', bytesOf('true'), options).matches).toEqual([]);
  });
});
