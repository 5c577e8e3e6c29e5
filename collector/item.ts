/** What lies in the spool: one entry per message or poll, already decoded and judged, as JSON. */
import type { FailureLogEntry, MeterCounters } from '../core/counters.ts';
import type { Disturbance } from '../core/event.ts';
import type { MeterEvent } from '../core/facts.ts';
import type { Reading } from '../core/series.ts';
import type { Derived } from './derived.ts';

export type Item =
  | {
      readonly kind: 'reading';
      readonly reading: Reading;
      /** Bits of its quality that come from the course of its meter in order of arrival; absent = none. */
      readonly watched?: number;
    }
  | { readonly kind: 'disturbance'; readonly disturbance: Disturbance }
  | { readonly kind: 'meterEvent'; readonly event: MeterEvent }
  | { readonly kind: 'counters'; readonly counters: MeterCounters }
  | { readonly kind: 'failure'; readonly failure: FailureLogEntry };

export interface SpoolEntry {
  readonly source: string;
  readonly receivedMs: number;
  readonly items: readonly Item[];
  /** What was found in earlier entries, for the series stores; absent in what came from outside. */
  readonly derived?: Derived;
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

export function encodeEntry(entry: SpoolEntry): Uint8Array {
  return utf8.encode(JSON.stringify(entry));
}

/** The bytes were written by `encodeEntry` and their checksum held: no second check. */
export function decodeEntry(bytes: Uint8Array): SpoolEntry {
  return JSON.parse(text.decode(bytes)) as SpoolEntry;
}

export function readingsOf(entries: readonly SpoolEntry[]): Reading[] {
  return entries.flatMap((e) => e.items.flatMap((i) => (i.kind === 'reading' ? [i.reading] : [])));
}

/** Without the flags that came from the order of arrival: detectors judge the course in order of time. */
export function unwatchedReadingsOf(entries: readonly SpoolEntry[]): Reading[] {
  return entries.flatMap((e) =>
    e.items.flatMap((i) => {
      if (i.kind !== 'reading') return [];
      const { reading, watched } = i;
      return [watched === undefined ? reading : { ...reading, quality: reading.quality & ~watched }];
    }),
  );
}

export function disturbancesOf(entries: readonly SpoolEntry[]): Disturbance[] {
  return entries.flatMap((e) => e.items.flatMap((i) => (i.kind === 'disturbance' ? [i.disturbance] : [])));
}

export function meterEventsOf(entries: readonly SpoolEntry[]): MeterEvent[] {
  return entries.flatMap((e) => e.items.flatMap((i) => (i.kind === 'meterEvent' ? [i.event] : [])));
}

export function countersOf(entries: readonly SpoolEntry[]): MeterCounters[] {
  return entries.flatMap((e) => e.items.flatMap((i) => (i.kind === 'counters' ? [i.counters] : [])));
}

export function failuresOf(entries: readonly SpoolEntry[]): FailureLogEntry[] {
  return entries.flatMap((e) => e.items.flatMap((i) => (i.kind === 'failure' ? [i.failure] : [])));
}
