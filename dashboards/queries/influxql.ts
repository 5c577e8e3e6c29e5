/**
 * InfluxQL for panels. Built from parts so that every query is bounded in time and names its retention policy: without
 * the first Grafana asks for all of history, without the second InfluxDB finds nothing.
 */
import { type MeasurementName, qualifiedMeasurement } from '../../core/schema.ts';
import { DATASOURCE } from '../datasource.ts';

export interface QueryParts {
  readonly from: MeasurementName;
  /** What stands after SELECT. */
  readonly select: string;
  /** Conditions besides time and place, joined by AND. */
  readonly where?: readonly string[];
  /** Restrict to the feeders and areas chosen at the top; false where the measurement has no such tags. */
  readonly byPlace?: boolean;
  /** `time` becomes `time($__interval)`; others are tags. */
  readonly groupBy?: readonly string[];
  readonly fill?: 'none' | 'null' | '0' | 'previous';
  /** Newest first, at most so many rows. */
  readonly newest?: number;
}

/** Legend of a series: `$tag_feeder`, `$col`, or plain words. */
export interface PanelQuery {
  readonly parts: QueryParts;
  readonly alias: string;
  readonly format: 'time_series' | 'table';
}

const PLACE = ['feeder', 'area'].map(chosen);

/** The values chosen at the top as one regular expression; Grafana fills in the variable. */
export function chosen(tag: string): string {
  return `"${tag}" =~ /^\${${tag}:regex}$/`;
}

export function queryText(q: QueryParts): string {
  const where = ['$timeFilter', ...(q.byPlace === false ? [] : PLACE), ...(q.where ?? [])].join(' AND ');
  const groups = (q.groupBy ?? []).map((g) => (g === 'time' ? 'time($__interval)' : `"${g}"`));
  const group = groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`;
  const fill = q.fill === undefined ? '' : ` fill(${q.fill})`;
  const newest = q.newest === undefined ? '' : ` ORDER BY time DESC LIMIT ${q.newest}`;
  return `SELECT ${q.select} FROM ${qualifiedMeasurement(q.from)} WHERE ${where}${group}${fill}${newest}`;
}

/** A target as the panel builders want it. The SDK has no InfluxDB query type, hence the plain object. */
export interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly query: string;
  readonly rawQuery: true;
  readonly resultFormat: 'time_series' | 'table';
  readonly alias: string;
  _implementsDataqueryVariant(): void;
}

export function targetBuilder(query: PanelQuery, refId: string): { build(): Target } {
  const target: Target = {
    refId,
    datasource: DATASOURCE,
    query: queryText(query.parts),
    rawQuery: true,
    resultFormat: query.format,
    alias: query.alias,
    _implementsDataqueryVariant: () => undefined,
  };
  return { build: () => target };
}
