/** The tree inside a PQDIF record as bytes: collections of entries of 28 bytes, values embedded or linked to. */

const TYPES = {
  bool4: [3, 4],
  char1: [10, 1],
  char2: [11, 2],
  int1: [20, 1],
  int2: [21, 2],
  int4: [22, 4],
  uint1: [30, 1],
  uint2: [31, 2],
  uint4: [32, 4],
  real4: [40, 4],
  real8: [41, 8],
  stamp: [50, 12],
} as const satisfies Record<string, readonly [code: number, bytes: number]>;
export type PhysicalType = keyof typeof TYPES;
const GUID_CODE = 60;

export type Node =
  | { readonly tag: string; readonly children: readonly Node[] }
  | { readonly tag: string; readonly guid: string }
  | { readonly tag: string; readonly scalar: PhysicalType; readonly value: number }
  | { readonly tag: string; readonly vector: PhysicalType; readonly values: readonly number[] };
export type Body = readonly Node[];

export const collection = (tag: string, children: readonly Node[]): Node => ({ tag, children });
export const number = (tag: string, scalar: PhysicalType, value: number): Node => ({ tag, scalar, value });
export const numbers = (tag: string, vector: PhysicalType, values: readonly number[]): Node => ({
  tag,
  vector,
  values,
});
/** UTF-8 with its closing NUL. */
export const text = (tag: string, of: string): Node => numbers(tag, 'char1', [...new TextEncoder().encode(`${of}\0`)]);
export const stamp = (tag: string, wallMs: number): Node => number(tag, 'stamp', wallMs);

/** First three fields little-endian, the rest as written. */
export function guid(of: string): Uint8Array {
  const [a = '', b = '', c = '', d = '', e = ''] = of.split('-');
  const bytes = (hex: string) => (hex.match(/../g) ?? []).map((h) => Number.parseInt(h, 16));
  const mixed = [a, b, c].flatMap((hex) => bytes(hex).reverse());
  return Uint8Array.from([...mixed, ...bytes(d), ...bytes(e)]);
}

export function serialize(body: Body): Uint8Array {
  const out: Out = { bytes: new Uint8Array(256), length: 0 };
  putCollection(out, body);
  return out.bytes.slice(0, out.length);
}

interface Out {
  bytes: Uint8Array;
  length: number;
}
const ENTRY = 28;

/** Room at the end, on a multiple of four; returns where. */
function room(out: Out, size: number): number {
  const at = Math.ceil(out.length / 4) * 4;
  out.length = at + size;
  if (out.length > out.bytes.length) {
    const larger = new Uint8Array(2 * out.length);
    larger.set(out.bytes);
    out.bytes = larger;
  }
  return at;
}

const view = (out: Out) => new DataView(out.bytes.buffer);

function putCollection(out: Out, children: readonly Node[]): number {
  const at = room(out, 4 + ENTRY * children.length);
  view(out).setInt32(at, children.length, true);
  children.forEach((node, i) => {
    const slot = at + 4 + ENTRY * i;
    out.bytes.set(guid(node.tag), slot);
    const link = putNode(out, node, slot);
    if (link !== null) view(out).setUint32(slot + 20, link, true);
  });
  return at;
}

/** Where the value lies, or null where it stands in the entry itself. */
function putNode(out: Out, node: Node, slot: number): number | null {
  const mark = (kind: number, type: number, embedded: 0 | 1) => out.bytes.set([kind, type, embedded], slot + 16);
  if ('children' in node) {
    mark(1, 0, 0);
    return putCollection(out, node.children);
  }
  if ('guid' in node) {
    mark(2, GUID_CODE, 0);
    const at = room(out, 16);
    out.bytes.set(guid(node.guid), at);
    return at;
  }
  if ('scalar' in node) {
    const [code, size] = TYPES[node.scalar];
    const embedded = size <= 8;
    mark(2, code, embedded ? 1 : 0);
    const at = embedded ? slot + 20 : room(out, size);
    put(view(out), at, node.scalar, node.value);
    return embedded ? null : at;
  }
  const [code, size] = TYPES[node.vector];
  mark(3, code, 0);
  const at = room(out, 4 + size * node.values.length);
  const to = view(out);
  to.setUint32(at, node.values.length, true);
  for (const [i, v] of node.values.entries()) put(to, at + 4 + i * size, node.vector, v);
  return at;
}

function put(to: DataView, at: number, type: PhysicalType, value: number): void {
  const size = TYPES[type][1];
  if (type === 'stamp') putStamp(to, at, value);
  else if (type === 'real4') to.setFloat32(at, value, true);
  else if (type === 'real8') to.setFloat64(at, value, true);
  else if (size === 1) to.setUint8(at, value);
  else if (size === 2) to.setUint16(at, value, true);
  else to.setUint32(at, value, true);
}

/** Days since 30 December 1899, then seconds of the day. */
function putStamp(to: DataView, at: number, wallMs: number): void {
  const sinceMs = wallMs - Date.UTC(1899, 11, 30);
  const days = Math.floor(sinceMs / 86_400_000);
  to.setUint32(at, days, true);
  to.setFloat64(at + 4, (sinceMs - days * 86_400_000) / 1000, true);
}
