/** Devices on the wire: registers as the makers list them, messages as such devices send them. */
import MB from 'modbus-serial';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIALECTS } from '../../simulators/meters/index.ts';
import { type ModbusDevice, startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { METER_TABLES, tableOf, vectorOf } from '../../simulators/meters/tables.ts';

const SAMPLE = {
  endMs: Date.parse('2026-07-01T20:10:00.250+08:00'),
  intervalS: 10,
  statistic: 'mean' as const,
  u: { A: 221.31, B: 219.84, C: 220.47 },
  i: { A: 5.5, B: 4.25, C: 3.125 },
  p: { A: 1200.5, B: 900.25, C: 650.75 },
  f: 50.01,
};

test('every value of a table differs from all others, and the source is named', () => {
  for (const table of METER_TABLES) {
    const values = table.registers.map((r) => r.vector);
    expect(new Set(values).size).toBe(values.length);
    expect(values).not.toContain(0);
    expect(values).not.toContain(1);
    expect(new Set(table.registers.map((r) => r.address)).size).toBe(values.length);
    expect(table.source.length).toBeGreaterThan(20);
  }
});

describe('Modbus', () => {
  const client = new MB.default();
  let sdm: ModbusDevice;
  let pm: ModbusDevice;
  let dark = false;
  beforeAll(async () => {
    sdm = await startModbusDevice(tableOf('eastron-sdm630'), { valueOf: () => 230, silent: () => dark });
    const pmTable = tableOf('schneider-pm5xxx');
    pm = await startModbusDevice(pmTable, { valueOf: vectorOf(pmTable) });
  });
  afterAll(async () => {
    await new Promise<void>((done) => client.close(() => done()));
    await sdm.stop();
    await pm.stop();
  });
  const ask = async (d: ModbusDevice): Promise<void> => {
    if (client.isOpen) await new Promise<void>((done) => client.close(() => done()));
    await client.connectTCP(d.host, { port: d.port });
    client.setID(d.unit);
    client.setTimeout(300);
  };

  test('230.0 V is 0x4366 0x0000 at input register 0 of the SDM630', async () => {
    await ask(sdm);
    const answer = await client.readInputRegisters(0, 6);
    expect(answer.data).toEqual([0x4366, 0x0000, 0x4366, 0x0000, 0x4366, 0x0000]);
  });

  test('list register 3028 of the PM5000 (U A-N) is wire address 3027, high word first', async () => {
    await ask(pm);
    const { buffer } = await client.readHoldingRegisters(3027, 6);
    expect([buffer.readFloatBE(0), buffer.readFloatBE(4), buffer.readFloatBE(8)]).toEqual([232.125, 230.5, 233.875]);
    const f = await client.readHoldingRegisters(3109, 2);
    expect(f.buffer.readFloatBE(0)).toBe(50.015625);
  });

  test('what the meter does not have is an illegal address; the wrong function is refused', async () => {
    await ask(sdm);
    await expect(client.readInputRegisters(5000, 2)).rejects.toThrow(/Illegal data address/i);
    await expect(client.readHoldingRegisters(0, 2)).rejects.toThrow();
  });

  test('a meter without supply answers nothing, and answers again when the supply is back', async () => {
    await ask(sdm);
    dark = true;
    await expect(client.readInputRegisters(0, 2)).rejects.toThrow(/Timed out/i);
    dark = false;
    expect((await client.readInputRegisters(0, 2)).data[0]).toBe(0x4366);
  });
});

describe('MQTT', () => {
  const by = (id: string) => DIALECTS.find((d) => d.id === id);
  const first = (id: string, device: string) => by(id)?.readings(device, SAMPLE)[0];

  test('our JSON dialect, version 1', () => {
    const m = first('gridwitness-json', 'M-1');
    expect(m?.topic).toBe('gridwitness/v1/M-1/readings');
    expect(JSON.parse(String(m?.payload ?? ''))).toEqual({
      v: 1,
      interval_s: 10,
      statistic: 'mean',
      readings: [
        {
          time: '2026-07-01T20:10:00.250+08:00',
          u: SAMPLE.u,
          i: { A: 5.5, B: 4.25, C: 3.13 },
          p: { A: 1201, B: 900, C: 651 },
          f: 50.01,
        },
      ],
    });
    const state = by('gridwitness-json')?.state('M-1', 'last_gasp', SAMPLE.endMs)[0];
    expect(state).toEqual({
      topic: 'gridwitness/v1/M-1/state',
      payload: '{"v":1,"event":"last_gasp","time":"2026-07-01T20:10:00.250+08:00"}',
    });
    const running = by('gridwitness-json')?.events('M-1', [
      { kind: 'outage', startMs: SAMPLE.endMs, durationMs: null, phases: 'ABC', pct: 0, perPhasePct: null },
    ])[0];
    expect(JSON.parse(String(running?.payload ?? '')).events[0]).toMatchObject({
      kind: 'outage',
      duration_ms: null,
      phases: 'ABC',
    });
  });

  test('Shelly 3EM: one bare number per topic', () => {
    const all = by('shelly-gen1')?.readings('shellyem3-1', SAMPLE) ?? [];
    expect(all.find((m) => m.topic === 'shellies/shellyem3-1/emeter/1/voltage')?.payload).toBe('219.84');
    expect(all.find((m) => m.topic === 'shellies/shellyem3-1/emeter/2/current')?.payload).toBe('3.13');
  });

  test('Shelly Pro 3EM: status and notification with a Unix clock', () => {
    const [status, rpc] = by('shelly-gen2')?.readings('shellypro3em-1', SAMPLE) ?? [];
    expect(JSON.parse(String(status?.payload ?? ''))).toMatchObject({
      id: 0,
      a_voltage: 221.3,
      b_voltage: 219.8,
      c_current: 3.125,
    });
    expect(JSON.parse(String(rpc?.payload ?? '')).params.ts).toBe(1782907800.25);
  });

  test('Tasmota: arrays with three phases, scalars with one, local time without a zone', () => {
    const three = JSON.parse(String(first('tasmota', 't1')?.payload ?? ''));
    expect(three.Time).toBe('2026-07-01T20:10:00');
    expect(three.ENERGY.Voltage).toEqual([221, 220, 220]);
    expect(three.ENERGY.Current).toEqual([5.5, 4.25, 3.125]);
    const one = JSON.parse(String(by('tasmota')?.readings('t1', { ...SAMPLE, u: { A: 221.31 } })[0]?.payload ?? ''));
    expect(one.ENERGY.Voltage).toBe(221);
  });
});
