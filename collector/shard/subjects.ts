/**
 * Names on the NATS servers. A meter belongs to one partition for ever: FNV-1a of its subject token modulo the number of
 * partitions, which is what the server's own mapping `{{partition(n,1)}}` computes.
 *
 * @source NATS documentation, "Subject Mapping and Partitioning": deterministic partitioning of a token
 */

/** Everything of ours begins with it, so that one NATS account may serve others too. */
export const PREFIX = 'gw';
export const SHARDS_STREAM = 'GW_SHARDS';

const SAFE = /^[A-Za-z0-9_-]$/;
const utf8 = new TextEncoder();

/** A meter's name as one token of a subject: `=` and two hexadecimal digits for each byte that may not stand there. */
export function meterToken(meter: string): string {
  const token = [...meter].map((c) => (SAFE.test(c) ? c : escaped(c))).join('');
  return token === '' ? '=' : token;
}

/** The name `meterToken` was made from; null for what it never makes. */
export function meterOfToken(token: string): string | null {
  if (token === '=') return '';
  if (!/^(?:[A-Za-z0-9_-]|=[0-9A-F]{2})+$/.test(token)) return null;
  try {
    return decodeURIComponent(token.replaceAll('=', '%'));
  } catch {
    // Bytes that are no UTF-8 text: not ours.
    return null;
  }
}

/** Partition of a meter, 0 … `partitions` − 1. */
export function partitionOf(meter: string, partitions: number): number {
  return fnv1a(utf8.encode(meterToken(meter))) % partitions;
}

export function partitionStream(partition: number): string {
  return `GW_P${partition}`;
}

/** Where the forwarder puts what it has gathered for a partition. The dot keeps it apart from every meter's token. */
export function batchSubject(partition: number): string {
  return `${PREFIX}.p.${partition}.batch.all`;
}

export function partitionSubjects(partition: number): string {
  return `${PREFIX}.p.${partition}.>`;
}

/** One meter by itself, for whoever else publishes: the server's mapping brings it to its partition. */
export function meterSubject(meter: string): string {
  return `${PREFIX}.raw.${meterToken(meter)}`;
}

/** The line of the server's configuration that maps `gw.raw.<meter>` to the meter's partition. */
export function mappingLine(partitions: number): string {
  return `mappings = { "${PREFIX}.raw.*": "${PREFIX}.p.{{partition(${partitions},1)}}.{{wildcard(1)}}" }`;
}

function escaped(c: string): string {
  return [...utf8.encode(c)].map((b) => `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** 32-bit FNV-1a. @source draft-eastlake-fnv, 32-bit parameters */
function fnv1a(bytes: Uint8Array): number {
  let hash = FNV_OFFSET;
  for (const b of bytes) hash = Math.imul(hash ^ b, FNV_PRIME) >>> 0;
  return hash;
}
