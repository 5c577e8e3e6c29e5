/**
 * Several complaints alone: two or more customers of one area without supply at about the same time, and no record
 * that explains them. An unmetered place is no alibi.
 */
import type { ComplaintId, NodeId } from '../../core/ids.ts';
import { LAG } from '../params/calls.ts';
import { push } from './case-index.ts';
import type { Hang } from './hang.ts';

/** A complaint that says "no supply", placed and timed. */
export interface OutageCall {
  readonly complaint: ComplaintId;
  /** Calls of one customer count once. */
  readonly customer: string;
  readonly at: Hang;
  /** When it happened as far as the caller said, else when he called. */
  readonly aboutMs: number;
  readonly receivedMs: number;
}

export interface CallCluster {
  readonly calls: readonly OutageCall[];
  readonly place: NodeId;
  readonly startMs: number;
  readonly endMs: number;
}

/** Longest pause between two calls of one cluster, ms: the usual lag of a call [M]. */
const GAP_MS = LAG.medianH * 3_600_000;
/** Longest cluster, ms. */
const LENGTH_MAX_MS = 3 * 3_600_000;

/** Clusters of two or more customers within one area (or, above areas, one feeder). */
export function callClusters(calls: readonly OutageCall[]): CallCluster[] {
  const byPlace = new Map<NodeId, OutageCall[]>();
  for (const c of calls) push(byPlace, c.at.area ?? c.at.feeder ?? c.at.root, c);
  const out: CallCluster[] = [];
  for (const [place, list] of byPlace) {
    list.sort((a, b) => a.aboutMs - b.aboutMs || (a.complaint < b.complaint ? -1 : 1));
    let open: OutageCall[] = [];
    const close = (): void => {
      const first = open[0];
      if (first !== undefined && new Set(open.map((c) => c.customer)).size >= 2) {
        out.push({
          calls: open,
          place,
          startMs: first.aboutMs,
          endMs: open[open.length - 1]?.aboutMs ?? first.aboutMs,
        });
      }
      open = [];
    };
    for (const c of list) {
      const first = open[0];
      const last = open[open.length - 1];
      if (first && last && (c.aboutMs - last.aboutMs > GAP_MS || c.aboutMs - first.aboutMs > LENGTH_MAX_MS)) close();
      open.push(c);
    }
    close();
  }
  return out.sort((a, b) => a.startMs - b.startMs);
}
