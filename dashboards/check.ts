/**
 * What Grafana would not forgive, or an operator not understand, in a generated board. No Grafana runs in the tests, so
 * this stands in for it; that every query answers is tested on a real InfluxDB.
 */
import { DATASOURCE } from './datasource.ts';

interface PanelJson {
  readonly id?: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults?: { readonly unit?: string } };
  readonly targets?: readonly {
    readonly refId: string;
    readonly query: string;
    readonly datasource?: { readonly uid?: string; readonly type?: string };
  }[];
}
export interface BoardJson {
  readonly uid?: string;
  readonly title?: string;
  readonly panels: readonly PanelJson[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const GRID_COLUMNS = 24;
const CHINESE = /[\u4e00-\u9fff]/;
const ENGLISH = /[A-Za-z]{2,}/;
/** Words no page may show: absence of voltage is no proof of isolation. */
const FORBIDDEN = /\bsafe\b|de-energi[sz]ed|已断电安全/i;
/** A fleet-wide percentile of raw points took 7–11 s on 5000 meters; boards read aggregates. */
const COSTLY = /percentile\(|median\(/i;

/** Faults of one board, empty when it is sound. */
export function boardFaults(board: BoardJson): readonly string[] {
  const faults: string[] = [];
  if (board.uid === undefined || board.uid === '') faults.push('the board has no uid');
  if (new Set(board.panels.map((p) => p.id)).size !== board.panels.length) faults.push('panel ids are not unique');
  const variables = new Set(board.templating.list.map((v) => v.name));
  for (const panel of board.panels) {
    for (const fault of panelFaults(panel, variables)) faults.push(`panel ${panel.id} "${panel.title}": ${fault}`);
  }
  return [...faults, ...overlaps(board.panels)];
}

function panelFaults(panel: PanelJson, variables: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  const need = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const title = panel.title ?? '';
  need(Number.isInteger(panel.id) && (panel.id ?? 0) > 0, 'no id');
  need(CHINESE.test(title) && ENGLISH.test(title), 'the title is not in both languages');
  need(!FORBIDDEN.test(JSON.stringify(panel)), 'it says what no page may say');
  if (panel.type === 'row') return faults;
  const description = panel.description ?? '';
  need(CHINESE.test(description) && ENGLISH.test(description), 'the description is not in both languages');
  need((panel.fieldConfig?.defaults?.unit ?? '') !== '', 'no unit');
  const targets = panel.targets ?? [];
  need(targets.length > 0, 'no query');
  need(new Set(targets.map((t) => t.refId)).size === targets.length, 'refIds are not unique');
  for (const t of targets) {
    need(
      t.datasource?.uid === DATASOURCE.uid && t.datasource.type === DATASOURCE.type,
      `query ${t.refId}: other data source`,
    );
    need(t.query.includes('$timeFilter'), `query ${t.refId}: no time bound`);
    need(/ FROM "\w+"\."\w+" /.test(t.query), `query ${t.refId}: no retention policy`);
    need(!COSTLY.test(t.query), `query ${t.refId}: too costly for a fleet`);
    for (const [, name] of t.query.matchAll(/\$\{(\w+)/g))
      need(variables.has(name ?? ''), `query ${t.refId}: unknown variable ${name}`);
  }
  return faults;
}

function overlaps(panels: readonly PanelJson[]): readonly string[] {
  const faults: string[] = [];
  panels.forEach((a, i) => {
    if (a.gridPos === undefined) faults.push(`panel ${a.id} has no place`);
    else if (a.gridPos.x + a.gridPos.w > GRID_COLUMNS) faults.push(`panel ${a.id} leaves the grid`);
    for (const b of panels.slice(i + 1))
      if (overlap(a.gridPos, b.gridPos)) faults.push(`panels ${a.id} and ${b.id} overlap`);
  });
  return faults;
}

function overlap(a: PanelJson['gridPos'], b: PanelJson['gridPos']): boolean {
  if (a === undefined || b === undefined) return false;
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
