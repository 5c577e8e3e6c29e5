/**
 * The script people write instead: an MQTT client, an InfluxDB client, batches of 5000 points or one second, QoS 1, a
 * session that outlives the connection. Nothing in it is bad style; it only acknowledges what it has in memory.
 */
import { FieldType, InfluxDB, type IPoint } from 'influx';
import mqtt from 'mqtt';

const { GLUE_MQTT = '', GLUE_INFLUX_PORT = '0', GLUE_DATABASE = 'glue' } = process.env;
const BATCH = 5_000;
const EVERY_MS = 1_000;

const influx = new InfluxDB({
  host: '127.0.0.1',
  port: Number(GLUE_INFLUX_PORT),
  database: GLUE_DATABASE,
  schema: [{ measurement: 'reading', tags: ['meter', 'phase'], fields: { u: FieldType.FLOAT } }],
});
await influx.createDatabase(GLUE_DATABASE).catch(() => undefined);

let points: IPoint[] = [];
const client = mqtt.connect(GLUE_MQTT, {
  clientId: 'glue',
  clean: false,
  protocolVersion: 4,
  reconnectPeriod: 1_000,
  keepalive: 3,
});
client.on('connect', () => client.subscribe('gridwitness/v1/+/readings', { qos: 1 }));
client.on('error', (error) => process.stderr.write(`mqtt ${error.message}\n`));
client.on('message', (topic, payload) => {
  try {
    const meter = topic.split('/')[2] ?? '';
    const message = JSON.parse(payload.toString()) as { readings: { time: string; u: Record<string, number> }[] };
    for (const { time, u } of message.readings) {
      for (const [phase, value] of Object.entries(u)) {
        points.push({
          measurement: 'reading',
          tags: { meter, phase },
          fields: { u: value },
          timestamp: new Date(time),
        });
      }
    }
  } catch (error) {
    process.stderr.write(`message ${String(error)}\n`);
  }
  if (points.length >= BATCH) void flush();
});
setInterval(() => void flush(), EVERY_MS);
process.on('message', () => process.exit(0));
process.send?.({});

async function flush(): Promise<void> {
  if (points.length === 0) return;
  const batch = points;
  points = [];
  await influx.writePoints(batch, { precision: 'ms' }).catch((error: unknown) => {
    process.stderr.write(`write of ${batch.length} points: ${String(error)}\n`);
  });
}
