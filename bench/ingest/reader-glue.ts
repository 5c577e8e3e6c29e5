/**
 * The baseline: what people write with `mqtt` and `influx` in an afternoon. `single` writes each message by itself, as
 * the tutorials do; `batch` writes five thousand points or what has come within a second. Neither keeps anything on disk,
 * and neither looks at what it stores. Arguments: mode brokerUrl influxUrl count.
 */
import { InfluxDB, type IPoint } from 'influx';
import mqtt from 'mqtt';
import { DATABASE } from './database.ts';
import { report, watchCpu } from './reader.ts';

const [mode = '', brokerUrl = '', influxUrl = '', count = '0'] = process.argv.slice(2);
const BATCH = 5_000;
const FLUSH_MS = 1_000;
const PHASES = ['A', 'B', 'C'] as const;
const FIELDS = ['u', 'u_min', 'u_max', 'i', 'p', 'q', 'thdu', 'pst'] as const;

type Values = Readonly<Record<string, number>>;
interface Message {
  readonly readings: readonly (Readonly<Partial<Record<(typeof FIELDS)[number], Values>>> & {
    readonly time: string;
  })[];
}

const { hostname, port } = new URL(influxUrl);
const influx = new InfluxDB({ host: hostname, port: Number(port), database: DATABASE });
await influx.createDatabase(DATABASE);
const client = await mqtt.connectAsync(brokerUrl);
let waiting: IPoint[] = [];
let messagesWaiting = 0;
let stored = 0;
const cpu = watchCpu();

client.on('message', (topic, payload) => {
  const points = pointsOf(topic, payload);
  if (mode === 'single') {
    void influx.writePoints(points, { precision: 'ms' }).then(() => done(1));
    return;
  }
  waiting.push(...points);
  messagesWaiting++;
  if (waiting.length >= BATCH) flush();
});
if (mode === 'batch') setInterval(flush, FLUSH_MS);
await client.subscribeAsync('gridwitness/v1/+/readings', { qos: 1 });
report({ ready: true });

function flush(): void {
  if (waiting.length === 0) return;
  const [points, messages] = [waiting, messagesWaiting];
  waiting = [];
  messagesWaiting = 0;
  void influx.writePoints(points, { precision: 'ms' }).then(() => done(messages));
}

function done(messages: number): void {
  stored += messages;
  if (stored === Number(count)) report({ storedMs: Date.now(), ...cpu() });
}

function pointsOf(topic: string, payload: Buffer): IPoint[] {
  const meter = topic.split('/')[2] as string;
  const { readings } = JSON.parse(payload.toString()) as Message;
  const points: IPoint[] = [];
  for (const r of readings) {
    for (const phase of PHASES) {
      if (r.u?.[phase] === undefined) continue;
      const fields: Record<string, number> = {};
      for (const f of FIELDS) {
        const value = r[f]?.[phase];
        if (value !== undefined) fields[f] = value;
      }
      points.push({ measurement: 'reading', tags: { meter, phase }, fields, timestamp: new Date(r.time) });
    }
  }
  return points;
}
