/** The choices at the top of a board: data source, feeders, areas. */
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { qualifiedMeasurement } from '../core/schema.ts';
import { DATASOURCE, DATASOURCE_TYPE, DATASOURCE_UID, DATASOURCE_VARIABLE } from './datasource.ts';
import { chosen } from './queries/influxql.ts';

const FROM = qualifiedMeasurement('agg_10min');

export const FEEDER_VALUES = `SHOW TAG VALUES FROM ${FROM} WITH KEY = "feeder"`;
export const AREA_VALUES = `SHOW TAG VALUES FROM ${FROM} WITH KEY = "area" WHERE ${chosen('feeder')}`;

export function datasourceVariable(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder(DATASOURCE_VARIABLE)
    .label('数据源 · Data source')
    .type(DATASOURCE_TYPE)
    .current({ text: DATASOURCE_UID, value: DATASOURCE_UID, selected: true })
    .multi(false);
}

export function feederVariable(): QueryVariableBuilder {
  return tagVariable('feeder', '线路 · Feeder', FEEDER_VALUES);
}

export function areaVariable(): QueryVariableBuilder {
  return tagVariable('area', '台区 · Transformer area', AREA_VALUES);
}

/** "All" is `.*`, so that meters without a place are shown too. */
function tagVariable(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: ['All'], value: ['$__all'], selected: true })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
