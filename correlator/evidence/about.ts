/** The instant a complaint is about: what the caller stated, else the call itself while the outage runs, else its start. */
import type { IncidentModel } from '../incidents/model.ts';
import type { ComplaintContext } from './context.ts';

export function aboutMs(c: ComplaintContext, k: IncidentModel | null): number {
  if (c.time.stated) {
    const start = k === null ? c.time.fromMs : Math.max(c.time.fromMs, k.startMs);
    // A window that is an instant is that instant; one that opens before the outage is about its start.
    return Math.min(Math.max(start, c.time.fromMs), c.time.toMs);
  }
  if (k === null) return c.time.receivedMs;
  const end = k.endMs ?? (k.running ? Number.POSITIVE_INFINITY : k.startMs);
  return c.time.receivedMs <= end ? c.time.receivedMs : k.startMs;
}
