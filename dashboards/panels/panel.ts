/** What every panel has: a place, a title and a description in both languages, a unit, queries with their letters. */
import type { Text } from '../../core/text.ts';
import { type PanelQuery, type Target, targetBuilder } from '../queries/influxql.ts';

export interface PanelSpec {
  readonly title: Text;
  readonly description: Text;
  /** Grafana unit id; `short` for counts. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  /** Of the 24 columns. */
  readonly width: number;
  readonly height: number;
}

/** Targets A, B, C … in the order of the queries; at most 26. */
export function targetsOf(spec: PanelSpec): { build(): Target }[] {
  return spec.queries.map((query, i) => targetBuilder(query, String.fromCharCode('A'.charCodeAt(0) + i)));
}
