/** What `probe` is pointed at: an address as one types it. */

export type ProbeTarget =
  | {
      readonly kind: 'modbus';
      readonly host: string;
      readonly port: number;
      /** `rtu` = a gateway that passes serial frames through TCP as they are. */
      readonly framing: 'tcp' | 'rtu';
      readonly unit: number | null;
    }
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number; readonly unit: number | null }
  | { readonly kind: 'mqtt'; readonly url: string; readonly filter: string };

export type ParsedTarget =
  | { readonly ok: true; readonly target: ProbeTarget }
  | { readonly ok: false; readonly expected: string };

export const TARGET_FORMS =
  'modbus://HOST[:PORT][/UNIT], modbus+rtu://HOST:PORT[/UNIT], serial:/dev/ttyUSB0[?baud=9600][#UNIT] or mqtt[s]://[USER:PASSWORD@]HOST[:PORT]/TOPIC';

const MODBUS_PORT = 502;
const BAUD = 9_600;
const UNIT_MAX = 255;

export function parseTarget(text: string): ParsedTarget {
  if (text.startsWith('serial:')) return serial(text);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // No address at all: the caller is told the forms there are.
    return { ok: false, expected: TARGET_FORMS };
  }
  switch (url.protocol) {
    case 'modbus:':
      return modbus(url, 'tcp');
    case 'modbus+rtu:':
      return modbus(url, 'rtu');
    case 'mqtt:':
    case 'mqtts:':
      return mqtt(url, text);
    default:
      return { ok: false, expected: TARGET_FORMS };
  }
}

function modbus(url: URL, framing: 'tcp' | 'rtu'): ParsedTarget {
  const unit = unitOf(url.pathname.slice(1));
  if (unit === undefined) return { ok: false, expected: `a unit from 0 to ${UNIT_MAX} behind the address` };
  if (url.hostname === '') return { ok: false, expected: TARGET_FORMS };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    ok: true,
    target: { kind: 'modbus', host, port: url.port === '' ? MODBUS_PORT : Number(url.port), framing, unit },
  };
}

function serial(text: string): ParsedTarget {
  const found = /^serial:(?:\/\/)?([^?#]+)(?:\?baud=(\d+))?(?:#(\d+))?$/.exec(text);
  const unit = unitOf(found?.[3] ?? '');
  if (found === null || unit === undefined) return { ok: false, expected: TARGET_FORMS };
  const baudRate = found[2] === undefined ? BAUD : Number(found[2]);
  return { ok: true, target: { kind: 'serial', path: found[1] ?? '', baudRate, unit } };
}

/** The topic filter is everything behind the first slash; `#` and `+` are no parts of an URL to us. */
function mqtt(url: URL, text: string): ParsedTarget {
  const [, base = '', filter = ''] = /^(mqtts?:\/\/[^/]+)\/?(.*)$/.exec(text) ?? [];
  if (url.hostname === '') return { ok: false, expected: TARGET_FORMS };
  return { ok: true, target: { kind: 'mqtt', url: base, filter: filter === '' ? '#' : filter } };
}

/** null = not given; undefined = not a unit. */
function unitOf(text: string): number | null | undefined {
  if (text === '') return null;
  const unit = Number(text);
  return /^\d+$/.test(text) && unit <= UNIT_MAX ? unit : undefined;
}
