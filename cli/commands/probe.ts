/** `gridwitness probe`: what is behind this address? The fitting profile, raw words, believable readings, lines to paste. */
import { parseTarget, TARGET_FORMS } from '../../collector/probe/target.ts';
import type { Command } from '../command.ts';
import { badUse } from '../shared-options.ts';

const TIMEOUT_MS = 1_000;
const LISTEN_S = 30;
const NOMINAL_V = 220;
const UNIT_MAX = 247;

export const command: Command = {
  configure(c) {
    c.argument('<address>', TARGET_FORMS)
      .option('--units <range>', 'Modbus: units to ask, for example 1-20; default: the one of the address, else 1-10')
      .option('--raw <place>', 'Modbus: show words of FUNCTION:ADDRESS:COUNT, for example 3:3000:40')
      .option('--profiles <file...>', 'Modbus: further profiles in YAML')
      .option('--nominal <V>', 'declared phase-neutral voltage the readings are compared with', String(NOMINAL_V))
      .option('--timeout <ms>', 'Modbus: longest wait for a reply', String(TIMEOUT_MS))
      .option('--listen <s>', 'MQTT: how long to listen', String(LISTEN_S))
      .option('--ca <file>', 'MQTT over TLS: whom to trust, PEM')
      .option('--cert <file>', 'MQTT over TLS: client certificate, PEM')
      .option('--key <file>', 'MQTT over TLS: its key, PEM')
      .option('--lang <lang>', 'zh or en', 'en')
      .option('--json', 'findings as JSON lines');
  },
  async run([address = ''], options) {
    const parsed = parseTarget(address);
    if (!parsed.ok) return badUse(`${address}: expected ${parsed.expected}`);
    const lang = options['lang'];
    if (lang !== 'zh' && lang !== 'en') return badUse('--lang: expected zh or en');
    const nominalV = positive(options['nominal']);
    const timeoutMs = positive(options['timeout']);
    const listenS = positive(options['listen']);
    if (nominalV === null || timeoutMs === null || listenS === null) {
      return badUse('--nominal, --timeout and --listen are numbers above 0');
    }
    const json = options['json'] === true;
    if (parsed.target.kind === 'mqtt') {
      const { probeMqtt } = await import('../run/probe-mqtt.ts');
      return probeMqtt(parsed.target, { nominalV, listenS, lang, json, tls: tlsFiles(options) });
    }
    const units = unitsOf(options['units'], parsed.target.unit);
    if (units === null) return badUse(`--units: expected for example 1-20, each from 0 to ${UNIT_MAX}`);
    const raw = options['raw'] === undefined ? null : rawPlace(String(options['raw']));
    if (raw === undefined) return badUse('--raw: expected FUNCTION:ADDRESS:COUNT, for example 3:3000:40');
    const { probeModbus } = await import('../run/probe-modbus.ts');
    const profiles = (options['profiles'] as readonly string[] | undefined) ?? [];
    return probeModbus(parsed.target, { units, raw, profiles, nominalV, timeoutMs, lang, json });
  },
};

function tlsFiles(options: Readonly<Record<string, unknown>>) {
  const named = { caFile: options['ca'], certFile: options['cert'], keyFile: options['key'] };
  return Object.fromEntries(Object.entries(named).filter(([, file]) => typeof file === 'string'));
}

function positive(value: unknown): number | null {
  const n = Number(value);
  return Number.isFinite(n) && n > 0 ? n : null;
}

const USUAL_UNITS = 10;

/** null = no range of units. */
function unitsOf(value: unknown, unit: number | null): readonly number[] | null {
  if (value === undefined) return unit === null ? range(1, USUAL_UNITS) : [unit];
  const found = /^(\d+)(?:-(\d+))?$/.exec(String(value));
  const first = Number(found?.[1]);
  const last = Number(found?.[2] ?? found?.[1]);
  return found === null || last > UNIT_MAX || first > last ? null : range(first, last);
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

/** undefined = not a place. */
function rawPlace(text: string): { function: 3 | 4; address: number; length: number } | undefined {
  const [, fn, address, length] = /^([34]):(\d+):(\d+)$/.exec(text) ?? [];
  if (fn === undefined || Number(address) > 65_535 || Number(length) < 1 || Number(length) > 1_000) return undefined;
  return { function: fn === '3' ? 3 : 4, address: Number(address), length: Number(length) };
}
