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

export function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
