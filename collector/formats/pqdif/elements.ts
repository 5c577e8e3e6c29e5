/**
 * The tree inside a record's body: collections of tagged elements, each a collection, a scalar or a vector. Vectors are
 * not copied here, only placed, so a count that lies costs no memory.
 * @source IEEE 1159.3-2003 (physical layout; unconfirmed)
 */
import { CHAR, GUID, guidAt, numberAt, SIZE_OF, viewOf, WIDE_CHAR } from './binary.ts';
import { isStandardTag } from './ids.ts';
import type { Say } from './say.ts';

export interface Vector {
  readonly view: DataView;
  readonly type: number;
  /** Offset of the first value in the body. */
  readonly at: number;
  readonly count: number;
}
export type Element =
  | { readonly kind: 'collection'; readonly tag: string; readonly children: readonly Element[] }
  | { readonly kind: 'scalar'; readonly tag: string; readonly value: number | string }
  | { readonly kind: 'vector'; readonly tag: string; readonly vector: Vector };

const ENTRY_BYTES = 28;
const DEPTH_MAX = 12;
/** Characters of one text. */
const TEXT_MAX = 4096;
const [COLLECTION, SCALAR, VECTOR] = [1, 2, 3] as const;

interface Walk {
  readonly view: DataView;
  readonly at: string;
  readonly say: Say;
  /** Every entry takes 28 bytes of its own: a tree that visits more of them than fit visits some twice. */
  left: number;
  looped: boolean;
  readonly foreign: Map<string, number>;
}

/** `foreign` counts tags that are not the standard's own. */
export function readElements(body: Uint8Array, at: string, say: Say, foreign: Map<string, number>): Element[] {
  const view = viewOf(body);
  const walk: Walk = { view, at, say, left: Math.floor(body.length / ENTRY_BYTES), looped: false, foreign };
  return body.length < 4 ? [] : collection(walk, 0, 0);
}

function collection(walk: Walk, link: number, depth: number): Element[] {
  const { view, say, at } = walk;
  if (depth > DEPTH_MAX) {
    say({
      code: 'loop',
      at: `${at}+${link}`,
      expected: `at most ${DEPTH_MAX} collections inside each other`,
      got: 'more',
    });
    return [];
  }
  const stated = view.getInt32(link, true);
  const fitting = Math.floor((view.byteLength - link - 4) / ENTRY_BYTES);
  if (stated < 0 || stated > fitting) {
    say({ code: 'count-mismatch', at: `${at}+${link}`, expected: `${stated} elements`, got: `room for ${fitting}` });
  }
  const count = Math.max(0, Math.min(stated, fitting));
  const out: Element[] = [];
  for (let i = 0; i < count; i++) {
    if (walk.left <= 0) {
      if (!walk.looped) say({ code: 'loop', at: `${at}+${link}`, expected: 'a tree', got: 'elements linked to twice' });
      walk.looped = true;
      break;
    }
    walk.left--;
    const element = entry(walk, link + 4 + i * ENTRY_BYTES, depth);
    if (element !== null) out.push(element);
  }
  return out;
}

function entry(walk: Walk, slot: number, depth: number): Element | null {
  const { view, say } = walk;
  const tag = guidAt(view, slot);
  if (!isStandardTag(tag)) walk.foreign.set(tag, (walk.foreign.get(tag) ?? 0) + 1);
  const kind = view.getUint8(slot + 16);
  const type = view.getUint8(slot + 17);
  const embedded = view.getUint8(slot + 18) !== 0;
  const link = kind === SCALAR && embedded ? slot + 20 : view.getUint32(slot + 20, true);
  const at = `${walk.at}+${slot} tag ${tag}`;
  if (link + 4 > view.byteLength) {
    say({ code: 'bad-value', at, expected: 'a link inside the record', got: `${link} of ${view.byteLength}` });
    return null;
  }
  if (kind === COLLECTION) return { kind: 'collection', tag, children: collection(walk, link, depth + 1) };
  const size = SIZE_OF[type];
  if ((kind !== SCALAR && kind !== VECTOR) || size === undefined) {
    say({ code: 'bad-value', at, expected: 'a known kind of element', got: `kind ${kind}, type ${type}` });
    return null;
  }
  return kind === SCALAR
    ? scalar(walk, { tag, type, link, size, embedded, at })
    : vector(walk, { tag, type, link, size, at });
}

interface Place {
  readonly tag: string;
  readonly type: number;
  readonly link: number;
  readonly size: number;
  readonly at: string;
}

function scalar(walk: Walk, p: Place & { readonly embedded: boolean }): Element | null {
  const { view, say } = walk;
  if (p.link + p.size > view.byteLength || (p.embedded && p.size > 8)) {
    say({ code: 'truncated', at: p.at, expected: `a value of ${p.size} bytes`, got: 'less room' });
    return null;
  }
  if (p.type === GUID) return { kind: 'scalar', tag: p.tag, value: guidAt(view, p.link) };
  if (p.type === CHAR) return { kind: 'scalar', tag: p.tag, value: String.fromCharCode(view.getUint8(p.link)) };
  if (p.type === WIDE_CHAR)
    return { kind: 'scalar', tag: p.tag, value: String.fromCharCode(view.getUint16(p.link, true)) };
  return { kind: 'scalar', tag: p.tag, value: numberAt(view, p.link, p.type) };
}

function vector(walk: Walk, p: Place): Element {
  const { view, say } = walk;
  const stated = view.getUint32(p.link, true);
  const fitting = Math.floor((view.byteLength - p.link - 4) / p.size);
  if (stated > fitting)
    say({ code: 'count-mismatch', at: p.at, expected: `${stated} values`, got: `room for ${fitting}` });
  return {
    kind: 'vector',
    tag: p.tag,
    vector: { view, type: p.type, at: p.link + 4, count: Math.min(stated, fitting) },
  };
}

/** First element of this tag, or undefined. */
const find = (children: readonly Element[], tag: string): Element | undefined => children.find((e) => e.tag === tag);

/** Null where absent or no number. */
export function numberOf(children: readonly Element[], tag: string): number | null {
  const found = find(children, tag);
  return found?.kind === 'scalar' && typeof found.value === 'number' && Number.isFinite(found.value)
    ? found.value
    : null;
}

export function guidOf(children: readonly Element[], tag: string): string | null {
  const found = find(children, tag);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : null;
}

/** Up to the first NUL, trimmed; empty where absent. */
export function textOf(children: readonly Element[], tag: string): string {
  const found = find(children, tag);
  if (found?.kind !== 'vector') return '';
  const { view, type, at, count } = found.vector;
  const n = Math.min(count, TEXT_MAX);
  if (type === WIDE_CHAR) return beforeNul(new TextDecoder('utf-16le').decode(slice(view, at, 2 * n)));
  return type === CHAR ? beforeNul(decoded(slice(view, at, n))) : '';
}

const slice = (view: DataView, at: number, length: number) => new Uint8Array(view.buffer, view.byteOffset + at, length);
const beforeNul = (text: string): string => (text.split('\0')[0] ?? '').trim();

/** The standard says ASCII; makers write their code page. UTF-8 where it is, else Latin-1. */
function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('\ufffd') ? new TextDecoder('latin1').decode(bytes) : text;
}

export function vectorOf(children: readonly Element[], tag: string): Vector | null {
  const found = find(children, tag);
  return found?.kind === 'vector' ? found.vector : null;
}

/** Collections `each` inside the collection `tag`, in order. */
export function collectionsOf(children: readonly Element[], tag: string, each: string): (readonly Element[])[] {
  const found = find(children, tag);
  if (found?.kind !== 'collection') return [];
  return found.children.flatMap((e) => (e.kind === 'collection' && e.tag === each ? [e.children] : []));
}
