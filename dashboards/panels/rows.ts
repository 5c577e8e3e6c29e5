/** Rows of facts, newest first; columns carry units of their own. */
import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { Text } from '../../core/text.ts';
import { DATASOURCE } from '../datasource.ts';
import { bothLanguages, bothSentences } from '../text.ts';
import { type PanelSpec, targetsOf } from './panel.ts';

export interface Column {
  readonly field: string;
  readonly title: Text;
  /** Grafana unit id where it differs from the panel's. */
  readonly unit?: string;
}

export interface RowsSpec extends PanelSpec {
  readonly columns: readonly Column[];
  readonly sortBy: { readonly column: string; readonly descending: boolean };
}

export function rowsPanel(spec: RowsSpec): PanelBuilder {
  const panel = new PanelBuilder()
    .title(bothLanguages(spec.title))
    .description(bothSentences(spec.description))
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .filterable(true)
    .sortBy([new TableSortByFieldStateBuilder().displayName(spec.sortBy.column).desc(spec.sortBy.descending)])
    .targets(targetsOf(spec))
    .height(spec.height)
    .span(spec.width);
  for (const column of spec.columns) panel.overrideByName(column.field, properties(column));
  return panel;
}

function properties(column: Column): DynamicConfigValue[] {
  const title = { id: 'displayName', value: bothLanguages(column.title) };
  return column.unit === undefined ? [title] : [title, { id: 'unit', value: column.unit }];
}
