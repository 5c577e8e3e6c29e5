/**
 * Whether an incident of a result is an incident of the truth. Ids differ, so time and place decide.
 *
 * Time: the true start (or, where the truth gives an end, any of its span) falls into the stated span, widened by
 * 10 minutes at both ends for clocks and for outages noticed late. Place: the true section is among the stated
 * sections, or hangs on the same feeder as one of the stated sections or meters. A truth without a section (beyond the
 * substation) and a result without any place are compared by time alone.
 */
import type { CaseFacts } from '../../core/case.ts';
import { id, type NodeId } from '../../core/ids.ts';
import type { Grid } from '../../core/network/grid.ts';
import type { SaidIncident } from './answers.ts';
import type { TrueIncident } from './truth.ts';

const SLACK_MS = 600_000;

/** The comparison, with what it needs of the case looked up once. */
export function incidentMatcher(grid: Grid, facts: CaseFacts): (said: SaidIncident, truth: TrueIncident) => boolean {
  const nodeOf = new Map(facts.meters.map((m) => [String(m.meter), m.node]));
  const samePlace = (said: SaidIncident, section: string | null): boolean => {
    if (section === null || said.sections.includes(section)) return true;
    if (said.sections.length === 0 && said.meters.length === 0) return true;
    const own = branchOf(section, grid);
    if (own === null) return false;
    return (
      said.sections.some((s) => branchOf(s, grid) === own) ||
      said.meters.some((m) => feederOf(nodeOf.get(m) ?? null, grid) === own)
    );
  };
  return (said, truth) => sameTime(said, truth) && samePlace(said, truth.section);
}

function sameTime(said: SaidIncident, truth: TrueIncident): boolean {
  const saidEndMs = said.endMs ?? said.startMs;
  const trueEndMs = truth.endMs ?? truth.startMs;
  return truth.startMs <= saidEndMs + SLACK_MS && trueEndMs >= said.startMs - SLACK_MS;
}

/** Feeder a section belongs to; its busbar for the stretch above the feeder heads; null where it is not in the network. */
function branchOf(section: string, grid: Grid): NodeId | null {
  const s = grid.sections.get(id(section));
  if (s === undefined) return null;
  return feederOf(s.to, grid) ?? feederOf(s.from, grid) ?? grid.busbarOf(s.to);
}

function feederOf(node: NodeId | null, grid: Grid): NodeId | null {
  return node === null ? null : grid.feederOf(node);
}
