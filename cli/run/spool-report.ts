/** What a spool holds, as rows and JSON lines. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectSpool, type SpoolReport } from '../../collector/io/spool-inspect.ts';
import { decodeEntry, type Item } from '../../collector/item.ts';
import { OperationalError } from '../../core/assert.ts';
import { formatTime } from '../../core/time.ts';
import type { Row } from '../output.ts';

/** One entry of the spool in short. */
export interface EntryRow {
  readonly offset: number;
  readonly bytes: number;
  /** null = no entry of this program: the checksum holds, the content does not read. */
  readonly receivedMs: number | null;
  readonly source: string | null;
  readonly items: number;
  readonly meters: readonly string[];
}

export interface SpoolView {
  readonly report: SpoolReport;
  readonly quotaBytes: number | null;
  /** By base of the segment: arrival of its first and last entry, meters and items in it. */
  readonly contents: ReadonlyMap<number, Contents>;
  /** Arrival of the record a reader stands before, by offset. */
  readonly receivedMs: ReadonlyMap<number, number>;
  readonly entries: readonly EntryRow[];
}

export interface Contents {
  fromMs: number | null;
  toMs: number | null;
  items: number;
  unread: number;
  readonly meters: Set<string>;
}

/** `data` = the data folder or the spool's own. Rejects where there is no spool. */
export async function spoolDirOf(data: string): Promise<string> {
  for (const dir of [join(data, 'spool'), data]) {
    const names = await readdir(dir).catch(() => [] as string[]);
    if (names.some((n) => n.endsWith('.seg') || n.startsWith('consumer-'))) return dir;
  }
  throw new OperationalError(`there is no spool in ${data}: expected segment files (*.seg)`, { retryable: false });
}

export async function viewSpool(
  dir: string,
  quotaBytes: number | null,
  wanted: { readonly records: number; readonly from: number },
): Promise<SpoolView> {
  const names = await readdir(dir);
  const consumers = names.flatMap((n) => /^consumer-(.+)\.json$/.exec(n)?.[1] ?? []).sort();
  const bases = names.flatMap((n) => (n.endsWith('.seg') ? [Number.parseInt(n, 10)] : [])).sort((a, b) => a - b);
  const contents = new Map<number, Contents>();
  const receivedMs = new Map<number, number>();
  const entries: EntryRow[] = [];
  const report = await inspectSpool(dir, consumers, ({ offset, bytes }) => {
    const row = entryRow(offset, bytes);
    if (row.receivedMs !== null) receivedMs.set(offset, row.receivedMs);
    const base = bases.findLast((b) => b <= offset) ?? 0;
    note(contents, base, row);
    if (offset >= wanted.from && entries.length < wanted.records) entries.push(row);
  });
  return { report, quotaBytes, contents, receivedMs, entries };
}

function entryRow(offset: number, bytes: Uint8Array): EntryRow {
  const plain = { offset, bytes: bytes.length };
  try {
    const { source, receivedMs, items } = decodeEntry(bytes);
    return { ...plain, source, receivedMs, items: items.length, meters: [...new Set(items.map(meterOf))] };
  } catch {
    return { ...plain, source: null, receivedMs: null, items: 0, meters: [] };
  }
}

function meterOf(item: Item): string {
  switch (item.kind) {
    case 'reading':
      return item.reading.meter;
    case 'disturbance':
      return item.disturbance.meter;
    case 'meterEvent':
      return item.event.meter;
    case 'counters':
      return item.counters.meter;
    case 'failure':
      return item.failure.meter;
  }
}

function note(contents: Map<number, Contents>, base: number, row: EntryRow): void {
  const own = contents.get(base) ?? { fromMs: null, toMs: null, items: 0, unread: 0, meters: new Set<string>() };
  contents.set(base, own);
  own.items += row.items;
  for (const m of row.meters) own.meters.add(m);
  if (row.receivedMs === null) own.unread++;
  else {
    own.fromMs = Math.min(own.fromMs ?? row.receivedMs, row.receivedMs);
    own.toMs = Math.max(own.toMs ?? row.receivedMs, row.receivedMs);
  }
}

/** Damage that means records are lost or doubtful. A torn tail is none: the next start moves it aside. */
export function isDamaged({ report, contents }: SpoolView): boolean {
  const isBad = report.segments.some((s) => s.broken.length > 0 || s.missingBytes > 0);
  return isBad || report.readers.some((r) => r.trouble !== null) || [...contents.values()].some((c) => c.unread > 0);
}

export function spoolLine({ report, quotaBytes }: SpoolView): Row {
  const { dir, bytes, startOffset, endOffset, freeBytes, segments } = report;
  const records = segments.reduce((sum, s) => sum + s.records, 0);
  const usedPct = quotaBytes === null ? null : Math.round((bytes / quotaBytes) * 1000) / 10;
  const count = { segments: segments.length, records };
  return { type: 'spool', dir, ...count, bytes, quotaBytes, usedPct, freeBytes, startOffset, endOffset };
}

export function segmentLines({ report, contents }: SpoolView, zone: string): readonly Row[] {
  return report.segments.map(({ file, base, bytes, records, broken, tornBytes, missingBytes }) => {
    const own = contents.get(base);
    return {
      type: 'segment',
      file,
      offset: base,
      bytes,
      records,
      items: own?.items ?? 0,
      meters: own?.meters.size ?? 0,
      from: timeText(own?.fromMs ?? null, zone),
      to: timeText(own?.toMs ?? null, zone),
      brokenPlaces: broken.length,
      brokenBytes: broken.reduce((sum, b) => sum + b.bytes, 0),
      missingBytes,
      tornBytes: tornBytes ?? 0,
    };
  });
}

export function readerLines({ report, receivedMs }: SpoolView, nowMs: number, zone: string): readonly Row[] {
  return report.readers.map(({ consumer, offset, lagBytes, lagRecords, nextOffset, trouble }) => {
    const oldestMs = nextOffset === null ? null : (receivedMs.get(nextOffset) ?? null);
    const lagS = oldestMs === null ? 0 : Math.round((nowMs - oldestMs) / 1000);
    return {
      type: 'reader',
      reader: consumer,
      offset,
      lagBytes,
      lagRecords,
      lagS,
      oldest: timeText(oldestMs, zone),
      trouble,
    };
  });
}

export function entryLine(row: EntryRow, zone: string): Row {
  const { offset, bytes, receivedMs, source, items, meters } = row;
  return { type: 'record', offset, bytes, received: timeText(receivedMs, zone), source, items, meters };
}

function timeText(ms: number | null, zone: string): string | null {
  return ms === null ? null : formatTime(ms, zone);
}
