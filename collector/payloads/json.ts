/** Careful steps from bytes to values: bad UTF-8, cut JSON, numbers sent as text. Nothing here throws. */
import type { Problem } from '../../core/problem.ts';

export type Json = Readonly<Record<string, unknown>>;
export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly code: Problem['code']; readonly got: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An object from UTF-8 bytes. `truncated` where the text ends inside the JSON, `bad-encoding`, else `bad-value`. */
export function parseObject(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    return { ok: false, code: 'bad-encoding', got: `${bytes.length} bytes that are not UTF-8 (${reason(cause)})` };
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { ok: true, value };
    return { ok: false, code: 'bad-value', got: excerpt(text) };
  } catch (cause) {
    const cut = /^\s*\{/.test(text) && !/\}\s*$/.test(text);
    return { ok: false, code: cut ? 'truncated' : 'bad-value', got: `${excerpt(text)} (${reason(cause)})` };
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A finite number, also when it came as text ("231.4"); NaN for anything else. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return Number(value);
  return Number.NaN;
}

const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  V: { v: 1, volt: 1, volts: 1, kv: 1e3, mv: 1e-3 },
  A: { a: 1, ka: 1e3, ma: 1e-3 },
  W: { w: 1, kw: 1e3, mw: 1e6 },
  var: { var: 1, kvar: 1e3 },
  Hz: { hz: 1, khz: 1e3 },
};
const WITH_UNIT = /^\s*([+-]?(?:\d{1,15}(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?)\s*([A-Za-z]{0,5})\s*$/i;

/**
 * A number in `unit`, also as text with a unit of its own or with a decimal comma: `"230,5"`, `"0.2305 kV"`. NaN for
 * anything else, a unit of something else included. `"mV"` is a thousandth, `"MW"` and `"mw"` a million watts: no grid
 * meter writes milliwatts.
 */
export function toMeasured(value: unknown, unit: keyof typeof UNITS | string): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const m = WITH_UNIT.exec(value);
  if (m === null) return Number.NaN;
  const factor = m[2] === '' ? 1 : UNITS[unit]?.[(m[2] ?? '').toLowerCase()];
  const number = Number((m[1] ?? '').replace(',', '.'));
  // To the nearest millionth: 0.2305 kV is 230.5 V, not 230.49999999999997.
  return factor === undefined ? Number.NaN : factor === 1 ? number : Math.round(number * factor * 1e6) / 1e6;
}

const loose = new TextDecoder('utf-8');
/** The bytes as text; what is no UTF-8 becomes replacement signs. */
export function textOf(bytes: Uint8Array): string {
  return loose.decode(bytes);
}

export function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
