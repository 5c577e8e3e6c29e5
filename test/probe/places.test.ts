/** An unknown meter's words, addresses as typed, and lines to paste. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCollectorConfig } from '../../collector/config.ts';
import { modbusLines, mqttLines } from '../../collector/probe/config-lines.ts';
import { hexDump, voltagePlaces } from '../../collector/probe/raw-words.ts';
import { parseTarget } from '../../collector/probe/target.ts';

describe('voltages in unknown registers', () => {
  it('B7: two words of a CDAB float are found, with the address they stand at', () => {
    const blocks = [{ function: 4 as const, address: 2, words: [0x9bd4, 0x436e, 0, 0] }];
    const found = voltagePlaces(blocks, 220);
    expect(found).toContainEqual(
      expect.objectContaining({ address: 2, hex: '0x9BD4 0x436E', reading: 'float32 CDAB' }),
    );
    expect(found.find((p) => p.reading === 'float32 CDAB')?.valueV).toBeCloseTo(238.6087, 3);
  });

  it('three phases side by side come before a lonely number that only looks like a voltage', () => {
    const words = [2201, 7, 9, 11, 3, 5, 2295, 2301, 2288];
    const found = voltagePlaces([{ function: 3, address: 100, words }], 220);
    expect(
      found
        .slice(0, 3)
        .map((p) => p.address)
        .sort(),
    ).toEqual([106, 107, 108]);
  });

  it('shows raw words eight a line with their addresses', () => {
    expect(hexDump({ function: 3, address: 40, words: [1, 2, 3, 4, 5, 6, 7, 8, 9] })).toEqual([
      '    40  0x0001 0x0002 0x0003 0x0004 0x0005 0x0006 0x0007 0x0008',
      '    48  0x0009',
    ]);
  });
});

describe('addresses as one types them', () => {
  it.each([
    ['modbus://10.0.0.5/3', { kind: 'modbus', host: '10.0.0.5', port: 502, framing: 'tcp', unit: 3 }],
    ['modbus://gw.example:1502', { kind: 'modbus', host: 'gw.example', port: 1502, framing: 'tcp', unit: null }],
    ['modbus+rtu://10.0.0.5:4001/1', { kind: 'modbus', host: '10.0.0.5', port: 4001, framing: 'rtu', unit: 1 }],
    ['serial:/dev/ttyUSB0?baud=19200#7', { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 19200, unit: 7 }],
    ['serial:/dev/ttyS1', { kind: 'serial', path: '/dev/ttyS1', baudRate: 9600, unit: null }],
    ['mqtt://broker:1884/tele/+/SENSOR', { kind: 'mqtt', url: 'mqtt://broker:1884', filter: 'tele/+/SENSOR' }],
    ['mqtts://u:p@broker/#', { kind: 'mqtt', url: 'mqtts://u:p@broker', filter: '#' }],
    ['mqtt://broker', { kind: 'mqtt', url: 'mqtt://broker', filter: '#' }],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual({ ok: true, target });
  });

  it.each(['10.0.0.5', 'http://10.0.0.5', 'modbus://10.0.0.5/300', 'serial:', 'modbus://h/x'])('not %s', (text) => {
    expect(parseTarget(text)).toMatchObject({ ok: false });
  });
});

describe('lines to paste', () => {
  it('are a configuration the collector takes', () => {
    const target = parseTarget('modbus://10.0.0.5:1502/3');
    if (!target.ok || target.target.kind !== 'modbus') throw new Error('no target');
    const modbus = parse(modbusLines(target.target, [{ unit: 3, profile: 'eastron-sdm630' }]).join('\n'));
    const mqtt = parse(
      mqttLines(
        'mqtts://me:secret@broker:8883',
        [{ device: 'plug 17', dialect: 'tasmota', readAs: null }],
        () => [],
      ).join('\n'),
    );
    expect(parseCollectorConfig(modbus.collector)).toMatchObject({ ok: true });
    expect(parseCollectorConfig(mqtt.collector)).toMatchObject({ ok: true });
    expect(mqtt.collector.mqtt[0]).toMatchObject({ url: 'mqtts://broker:8883', username: 'me' });
    expect(JSON.stringify(mqtt)).not.toContain('secret');
  });
});
