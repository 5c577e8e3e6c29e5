/**
 * Works and outages: does a register entry explain who was dark and when; and which of the three works causes it is
 * for one complaint (notice given, none, overrun).
 */
import type { Works } from '../../core/facts.ts';
import type { NodeId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { Cause } from '../../core/verdict.ts';
import { WORKS_ALIGN_MS } from '../params/clock.ts';
import { NOTICE, WORKS_LOG2 } from '../params/verdict.ts';
import type { CaseIndex } from './case-index.ts';
import type { DeviceShare, WorksMatch } from './model.ts';

export interface WorksWindow {
  readonly works: Works;
  readonly startMs: number;
  readonly endMs: number;
  /** True where the times are the real ones, not the plan. */
  readonly actual: boolean;
  /** Load ends of its sections: everything below was to be dark. */
  readonly tops: readonly NodeId[];
}

const CANCELLED = /cancel|取消|作废|延期/i;
/** Works without an end are taken to last this long, ms [M]. */
const DEFAULT_LENGTH_MS = 4 * 3_600_000;

/** Windows in order of start. Cancelled works and works without any time are left out. */
export function worksWindows(index: CaseIndex): WorksWindow[] {
  return index.facts.works
    .flatMap((w) => {
      const startMs = w.actualStartMs ?? w.plannedStartMs;
      if (startMs === null || CANCELLED.test(w.status ?? '')) return [];
      const plannedEnd = w.plannedEndMs !== null && w.plannedEndMs > startMs ? w.plannedEndMs : null;
      const endMs =
        w.actualEndMs ??
        (w.actualStartMs !== null && plannedEnd === null ? null : plannedEnd) ??
        startMs + DEFAULT_LENGTH_MS;
      const tops = w.sections.flatMap((s) => {
        const section = index.grid.sections.get(s);
        if (section === undefined) return [];
        return [index.grid.depth(section.to) >= index.grid.depth(section.from) ? section.to : section.from];
      });
      return [{ works: w, startMs, endMs: Math.max(endMs, startMs), actual: w.actualStartMs !== null, tops }];
    })
    .sort((a, b) => a.startMs - b.startMs);
}

/** Works that may have made this outage. `devices` = who was dark; `startMs` ± `sigmaMs` its begin. */
export function matchWorks(
  grid: Grid,
  windows: readonly WorksWindow[],
  outage: {
    readonly startMs: number;
    readonly sigmaMs: number;
    readonly top: NodeId;
    readonly devices: readonly DeviceShare[];
    /** Protection spoke or neighbours dipped: nobody switches off like that. */
    readonly fault: boolean;
  },
): WorksMatch[] {
  const out: WorksMatch[] = [];
  const tolerance = WORKS_ALIGN_MS + 2 * outage.sigmaMs;
  for (const w of windows) {
    if (w.startMs - tolerance > outage.startMs) break;
    if (outage.startMs > w.endMs + tolerance || !connected(grid, w, outage)) continue;
    const slack = w.actual ? tolerance : 2 * tolerance;
    const aligned = Math.abs(w.startMs - outage.startMs) <= slack;
    // Emergency works that begin after the dark did are the repair, not the cause.
    const repair = w.works.kind === 'emergency' && w.startMs > outage.startMs + outage.sigmaMs;
    const log2 = repair ? WORKS_LOG2.aftermath : aligned ? WORKS_LOG2.aligned : WORKS_LOG2.inside;
    const damage = w.works.kind === 'third_party' && (outage.fault || !aligned);
    out.push({ works: w.works, log2: damage ? WORKS_LOG2.damage : log2, aligned: aligned && !repair, damage });
  }
  return out.sort((a, b) => b.log2 - a.log2);
}

function connected(grid: Grid, w: WorksWindow, outage: { top: NodeId; devices: readonly DeviceShare[] }): boolean {
  return w.tops.some(
    (top) =>
      grid.isBelow(outage.top, top) ||
      outage.devices.some((d) => d.p >= 0.02 && grid.feederOf(top) !== null && grid.isBelow(top, d.top)),
  );
}

/**
 * Shares over the three works causes for a complaint about `aboutMs` (when it happened) received at `receivedMs`.
 * Notified = notice at least 7 days (planned) or 24 h (others) ahead; overrun = the complaint's time lies past the
 * planned end and the works ran more than 30 min over.
 */
export function worksCauses(
  { works: w, damage }: Pick<WorksMatch, 'works' | 'damage'>,
  aboutMs: number,
  receivedMs: number,
  asOfMs: number,
): Partial<Record<Cause, number>> {
  if (damage) return { external_damage: 0.95, works_unnotified: 0.05 };
  const start = w.plannedStartMs ?? w.actualStartMs;
  const ahead = w.kind === 'planned' ? NOTICE.plannedMs : NOTICE.otherMs;
  const inPlan = w.plannedEndMs === null || aboutMs <= w.plannedEndMs + NOTICE.overrunMs;
  const early =
    w.plannedStartMs !== null && w.actualStartMs !== null && w.plannedStartMs - w.actualStartMs > NOTICE.overrunMs;
  const noticed = w.notifiedAtMs !== null && start !== null && start - w.notifiedAtMs >= ahead;
  const base: Cause = noticed && !(early && aboutMs < (w.plannedStartMs ?? 0)) ? 'works_notified' : 'works_unnotified';
  const ran = w.actualEndMs ?? (w.actualStartMs !== null ? asOfMs : null);
  const over = w.plannedEndMs !== null && ran !== null && ran - w.plannedEndMs > NOTICE.overrunMs;
  if (!over || w.plannedEndMs === null) return { [base]: 1 };
  if (!inPlan) return { works_overrun: 0.95, [base]: 0.05 };
  // It began inside the plan; the call came while (or after) it ran over: mostly the overrun is what hurts.
  const calledInOverrun = receivedMs > w.plannedEndMs && receivedMs <= (ran ?? 0) + 3_600_000;
  return calledInOverrun ? { works_overrun: 0.85, [base]: 0.15 } : { [base]: 0.9, works_overrun: 0.1 };
}
