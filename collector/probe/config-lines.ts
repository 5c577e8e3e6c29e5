/** The lines of gridwitness.yaml that a probe's answer comes to, ready to be pasted. */
import type { ProbeTarget } from './target.ts';

export interface FoundUnit {
  readonly unit: number;
  readonly profile: string;
}

/** `meter` is for the reader to fill in: only they know where the device hangs. */
export function modbusLines(
  target: Extract<ProbeTarget, { kind: 'modbus' | 'serial' }>,
  units: readonly FoundUnit[],
): readonly string[] {
  const link =
    target.kind === 'serial'
      ? [`    - serial: { path: ${target.path}, baudRate: ${target.baudRate} }`]
      : [
          `    - host: ${target.host}`,
          `      port: ${target.port}`,
          ...(target.framing === 'rtu' ? ['      framing: rtu'] : []),
        ];
  const lines = units.map(
    ({ unit, profile }) =>
      `        - { unit: ${unit}, meter: YOUR-METER-ID-${unit}, profile: ${profile}, intervalS: 10 }`,
  );
  return ['collector:', '  modbus:', ...link, '      units:', ...lines];
}

export interface FoundDevice {
  readonly device: string;
  readonly dialect: string;
  /** Topic as heard, and the one it must be read as; null = the dialect knows the topic. */
  readonly readAs: readonly [string, string] | null;
}

/** `filtersOf` a dialect: what it subscribes to by itself; said out loud where the list of topics must be given. */
export function mqttLines(
  url: string,
  devices: readonly FoundDevice[],
  filtersOf: (dialect: string) => readonly string[],
): readonly string[] {
  const { username, password } = new URL(url.replace(/^mqtt/, 'http'));
  const dialects = [...new Set(devices.map((d) => d.dialect))];
  const bare = url.replace(/\/\/[^@/]*@/, '//');
  return [
    'collector:',
    '  mqtt:',
    `    - url: ${bare}`,
    ...(username === '' ? [] : [`      username: ${decodeURIComponent(username)}`]),
    ...(password === '' ? [] : ['      password: YOUR-PASSWORD']),
    `      dialects: [${dialects.join(', ')}]`,
    '      devices:',
    ...devices.map((d, n) => `        ${quoted(d.device)}: YOUR-METER-ID-${n + 1}`),
    ...readAsLines(devices, filtersOf),
  ];
}

function readAsLines(
  devices: readonly FoundDevice[],
  filtersOf: (dialect: string) => readonly string[],
): readonly string[] {
  const own = devices.flatMap((d) => (d.readAs === null ? [] : [d.readAs]));
  if (own.length === 0) return [];
  const known = new Set(devices.flatMap((d) => (d.readAs === null ? filtersOf(d.dialect) : [])));
  const topics = [...known, ...own.map(([topic]) => topic)];
  return [
    `      topics: [${topics.map((t) => JSON.stringify(t)).join(', ')}]`,
    '      readAs:',
    ...own.map(([topic, as]) => `        ${quoted(topic)}: ${quoted(as)}`),
  ];
}

/** YAML keys with anything but plain letters are quoted. */
function quoted(text: string): string {
  return /^[A-Za-z][\w-]*$/.test(text) ? text : JSON.stringify(text);
}
