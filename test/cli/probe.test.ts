/** `probe` and `check` against simulated meters on real ports. */
import { afterEach, describe, expect, it } from 'vitest';
import { probeModbus } from '../../cli/run/probe-modbus.ts';
import { type ModbusDevice, startModbusDevice } from '../../simulators/meters/modbus-device.ts';
import { tableOf, vectorOf } from '../../simulators/meters/tables.ts';
import { captureStdout } from './stdout.ts';

const devices: ModbusDevice[] = [];
afterEach(async () => {
  for (const d of devices.splice(0)) await d.stop();
});

async function device(id: string, options: { silent?: () => boolean; unit?: number } = {}): Promise<ModbusDevice> {
  const table = tableOf(id);
  const one = await startModbusDevice(table, { valueOf: vectorOf(table), ...options });
  devices.push(one);
  return one;
}

const usual = { units: [1], raw: null, profiles: [], nominalV: 220, timeoutMs: 300, lang: 'en', json: true } as const;

function target(port: number) {
  return { kind: 'modbus', host: '127.0.0.1', port, framing: 'tcp', unit: 1 } as const;
}

describe('probe on a Modbus address', () => {
  it('names the profile that fits, the words of its registers and the lines to paste', async () => {
    const { port } = await device('schneider-pm5xxx');
    const { code, lines } = await captureStdout(() => probeModbus(target(port), usual));
    expect(code).toBe(0);
    const fits = lines.filter((l) => l['type'] === 'probe_fit');
    expect(fits[0]).toMatchObject({ profile: 'schneider-pm5xxx', verdict: 'fits', unit: 1 });
    const ua = lines.find((l) => l['type'] === 'probe_register' && l['register'] === 'u.A');
    expect(ua).toMatchObject({ function: 3, address: 3027, unitOfValue: 'V' });
    const [config] = lines.filter((l) => l['type'] === 'probe_config');
    expect(config?.['lines']).toContain(`      port: ${port}`);
  });

  it('shows words and believable voltages of a place that no profile knows', async () => {
    const { port } = await device('schneider-pm5xxx');
    const raw = { function: 3, address: 3019, length: 20 } as const;
    const { lines } = await captureStdout(() => probeModbus(target(port), { ...usual, raw }));
    const places = lines.filter((l) => l['type'] === 'probe_place');
    expect(places).toContainEqual(expect.objectContaining({ address: 3027, reading: 'float32 ABCD' }));
  });

  it('a unit that keeps silent, and a port where nobody listens, are told apart', async () => {
    const { port, stop } = await device('eastron-sdm630', { silent: () => true });
    const silent = await captureStdout(() => probeModbus(target(port), { ...usual, json: false }));
    expect(silent.code).toBe(1);
    expect(silent.text).toContain('the connection stands, this unit does not answer');
    await stop();
    devices.pop();
    const refused = await captureStdout(() => probeModbus(target(port), { ...usual, json: false, lang: 'zh' }));
    expect(refused.code).toBe(1);
    expect(refused.text).toContain('该端口没有服务在监听');
  });
});
