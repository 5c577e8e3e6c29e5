/** What of a recording is looked at: part, window with the way back, chosen event. Plain state, changed by plain steps. */
import type { RecordedEvent, RecordedPart, Recording } from '../../correlator/contract/recording.ts';

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface EventRow {
  readonly key: string;
  readonly part: number;
  readonly event: RecordedEvent;
  /** Of what is known: end of the event, or of the part where it was still running. ms after the start of the part. */
  readonly endMs: number;
}

export interface View {
  readonly part: number;
  readonly window: Window;
  /** Windows to go back to, the last one first to be used. */
  readonly back: readonly Window[];
  /** Key of the chosen event. */
  readonly chosen: string | null;
}

export type Step =
  | { readonly kind: 'part'; readonly part: number }
  | { readonly kind: 'window'; readonly window: Window }
  | { readonly kind: 'scale'; readonly factor: number }
  | { readonly kind: 'shift'; readonly share: number }
  | { readonly kind: 'back' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'event'; readonly key: string }
  | { readonly kind: 'next'; readonly by: 1 | -1 };

/** Nothing is sampled finer than this: a shorter window shows a single sample. ms. */
const SPAN_MIN_MS = 0.5;
/** A part of one instant still has an axis. ms. */
const PART_MIN_MS = 1;
/** Beside an event, as a share of its length, and at the least in ms: what was before is half of the picture. */
const MARGIN_SHARE = 0.5;
const MARGIN_MIN_MS = 60;
const BACK_MAX = 50;

/** Events of all parts in order of time. */
export function eventRows(recording: Recording): EventRow[] {
  return recording.parts
    .flatMap((part, p) =>
      part.events.map((event, i) => ({
        key: `${p}.${i}`,
        part: p,
        event,
        endMs: endOf(event, part),
      })),
    )
    .sort((a, b) => Date.parse(a.event.start) - Date.parse(b.event.start) || a.part - b.part);
}

/** Where an event ends as far as it was seen, ms after the start of its part. */
export function endOf(event: RecordedEvent, part: Pick<RecordedPart, 'durationMs'> | undefined): number {
  if (event.durationMs !== null) return event.atMs + event.durationMs;
  return event.openEnd ? Math.max(event.atMs, part?.durationMs ?? 0) : event.atMs;
}

/** The first part with an event, else with waves, else the first. */
export function firstView(recording: Recording): View {
  const found = [
    recording.parts.findIndex((p) => p.events.length > 0),
    recording.parts.findIndex((p) => p.kind === 'waveform'),
  ].find((i) => i >= 0);
  return viewOf(recording, found ?? 0);
}

export function step(recording: Recording, rows: readonly EventRow[], view: View, s: Step): View {
  const whole = wholeOf(recording, view.part);
  const to = (window: Window): View => {
    const kept = clamp(window, whole);
    const isSame = kept.fromMs === view.window.fromMs && kept.toMs === view.window.toMs;
    return isSame ? view : { ...view, window: kept, back: [...view.back, view.window].slice(-BACK_MAX) };
  };
  if (s.kind === 'part') return viewOf(recording, s.part);
  if (s.kind === 'window') return to(s.window);
  if (s.kind === 'whole') return { ...to(whole), chosen: null };
  if (s.kind === 'back') {
    const window = view.back.at(-1);
    return window === undefined ? { ...view, chosen: null } : { ...view, window, back: view.back.slice(0, -1) };
  }
  const spanMs = view.window.toMs - view.window.fromMs;
  if (s.kind === 'scale') {
    const middleMs = (view.window.fromMs + view.window.toMs) / 2;
    return to({ fromMs: middleMs - (spanMs * s.factor) / 2, toMs: middleMs + (spanMs * s.factor) / 2 });
  }
  if (s.kind === 'shift') {
    const byMs = Math.max(whole.fromMs - view.window.fromMs, Math.min(whole.toMs - view.window.toMs, spanMs * s.share));
    return to({ fromMs: view.window.fromMs + byMs, toMs: view.window.toMs + byMs });
  }
  const row = s.kind === 'event' ? rows.find((r) => r.key === s.key) : neighbour(rows, view, s.by);
  if (row === undefined) return view;
  const base = row.part === view.part ? view : viewOf(recording, row.part);
  const window = clamp(around(row), wholeOf(recording, row.part));
  return { part: row.part, window, chosen: row.key, back: [...base.back, base.window].slice(-BACK_MAX) };
}

function viewOf(recording: Recording, part: number): View {
  return { part, window: wholeOf(recording, part), back: [], chosen: null };
}

export function wholeOf(recording: Recording, part: number): Window {
  return { fromMs: 0, toMs: Math.max(PART_MIN_MS, recording.parts[part]?.durationMs ?? 0) };
}

function around(row: EventRow): Window {
  const marginMs = Math.max(MARGIN_MIN_MS, MARGIN_SHARE * (row.endMs - row.event.atMs));
  return { fromMs: row.event.atMs - marginMs, toMs: row.endMs + marginMs };
}

/** From the chosen event; without one, the first behind (or last before) the left edge of what is shown. */
function neighbour(rows: readonly EventRow[], view: View, by: 1 | -1): EventRow | undefined {
  const at = rows.findIndex((r) => r.key === view.chosen);
  if (at >= 0) return rows[at + by];
  const isBehind = (r: EventRow) => r.part > view.part || (r.part === view.part && r.event.atMs >= view.window.fromMs);
  return by === 1 ? rows.find(isBehind) : rows.findLast((r) => !isBehind(r));
}

/** What lies outside the part is cut off; never shorter than one sample is long. */
function clamp(window: Window, whole: Window): Window {
  const fromMs = Math.max(window.fromMs, whole.fromMs);
  const toMs = Math.min(window.toMs, whole.toMs);
  if (toMs - fromMs >= SPAN_MIN_MS) return { fromMs, toMs };
  const startMs = Math.min(Math.max((fromMs + toMs - SPAN_MIN_MS) / 2, whole.fromMs), whole.toMs - SPAN_MIN_MS);
  return { fromMs: startMs, toMs: startMs + SPAN_MIN_MS };
}
