/** Puts the fleet on the wire: Modbus servers that read the grid when asked, MQTT connections that are told what to say. */
import { type ModbusDevice, startModbusDevice } from '../meters/modbus-device.ts';
import { connectMqttDevice, type MqttDevice } from '../meters/mqtt-device.ts';
import { tableOf } from '../meters/tables.ts';
import type { FleetEntry } from './fleet.ts';
import { ampsOf, isDark, type Moment, voltsNow } from './sampling.ts';
import type { LiveDevice, LiveOptions } from './types.ts';

export interface Connected {
  readonly entry: FleetEntry;
  readonly connection: MqttDevice;
}

export async function startDevices(
  fleet: readonly FleetEntry[],
  options: LiveOptions,
  moment: () => Moment,
  nowMs: number,
) {
  const modbus: ModbusDevice[] = [];
  const mqtt: Connected[] = [];
  const described: LiveDevice[] = [];
  for (const entry of fleet) {
    const base = {
      meter: entry.meter.record.meter,
      role: entry.meter.role,
      protocol: entry.protocol,
      profile: entry.profile,
      device: entry.device,
    };
    if (entry.protocol === 'modbus') {
      const device = await startModbusDevice(tableOf(entry.profile), {
        valueOf: registerSource(entry, moment),
        silent: () => !entry.meter.heldUp && isDark(moment().state, entry.meter, moment().ms),
      });
      modbus.push(device);
      described.push({ ...base, host: device.host, port: device.port, unit: device.unit, topics: [] });
    } else {
      const connection = await connectMqttDevice({
        url: options.mqttUrl,
        device: entry.device,
        dialect: entry.profile as MqttDevice['dialect'],
        nowMs,
        ...options.mqttUser,
      });
      mqtt.push({ entry, connection });
      described.push({ ...base, host: null, port: null, unit: null, topics: connection.topics });
    }
  }
  return { modbus, mqtt, described };
}

function registerSource(entry: FleetEntry, moment: () => Moment) {
  return (quantity: string, phase: string): number => {
    const at = moment();
    const volts = voltsNow(at, entry.meter);
    const i = ['A', 'B', 'C'].indexOf(phase) as 0 | 1 | 2;
    const pair = ['AB', 'BC', 'CA'].indexOf(phase);
    const amps = ampsOf(at, entry.meter, volts);
    if (quantity === 'u' && i >= 0) return volts[i];
    if (quantity === 'u' && pair >= 0) return lineVolts(volts[pair as 0 | 1 | 2], volts[((pair + 1) % 3) as 0 | 1 | 2]);
    if (quantity === 'i' && i >= 0) return amps?.[i] ?? Number.NaN;
    if (quantity === 'i' && phase === 'N')
      return amps === null
        ? Number.NaN
        : Math.hypot(amps[0] - (amps[1] + amps[2]) / 2, (Math.sqrt(3) / 2) * (amps[1] - amps[2]));
    if (quantity === 'p' && i >= 0) return amps === null ? Number.NaN : volts[i] * amps[i] * 0.95;
    if (quantity === 'f') return 50.01;
    if (quantity === 'thdu') return 2.1 + i * 0.1;
    return Number.NaN;
  };
}

/** Voltage between two phases 120° apart. */
const lineVolts = (a: number, b: number): number => Math.sqrt(a * a + b * b + a * b);
