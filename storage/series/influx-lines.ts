/** Our facts as InfluxDB points: measurements, tags and fields exactly as `core/schema.ts` names them. */
import type { Disturbance } from '../../core/event.ts';
import type { MeterId } from '../../core/ids.ts';
import type { Aggregate10Min, CollectorState } from '../../core/ports.ts';
import type { MeterTags } from '../../core/schema.ts';
import type { Reading } from '../../core/series.ts';
import { encodeLine, type LinePoint } from './line-protocol.ts';
import { pointsOf } from './points.ts';

export type TagsOf = (meter: MeterId) => MeterTags | undefined;

/** Residual kinds: `depth_pct` is what is missing to 100 %. */
const DROPS: readonly Disturbance['kind'][] = ['dip', 'interruption', 'outage', 'undervoltage'];
/** Whose class goes into the one `class` tag, best first; the tag must stay few-valued. */
const CLASS_ORDER = ['gb', 'en50160', 'ieee'];

export function readingLines(reading: Reading, tagsOf: TagsOf): readonly string[] {
  return pointsOf(reading).flatMap((p) =>
    lineOf({
      measurement: 'reading',
      tags: [...meterTags(reading.meter, tagsOf), ['phase', p.phase]],
      fields: [...p.fields, ['quality', p.quality]],
      timeMs: p.endMs,
    }),
  );
}

export function aggregateLines(a: Aggregate10Min, tagsOf: TagsOf): readonly string[] {
  return lineOf({
    measurement: 'agg_10min',
    tags: [...meterTags(a.meter, tagsOf), ['phase', a.phase]],
    fields: [
      ['u_mean', a.uMeanV],
      ['u_min', a.uMinV],
      ['u_max', a.uMaxV],
      ['u2', a.u2Pct],
      ['u0', a.u0Pct],
      ['pst', a.pst],
      ['n', a.n],
      ['flagged', a.flagged ? 1 : 0],
    ],
    timeMs: a.endMs,
  });
}

export function disturbanceLines(d: Disturbance, tagsOf: TagsOf): readonly string[] {
  return lineOf({
    measurement: 'disturbance',
    tags: disturbanceTags(d, tagsOf),
    fields: [
      ['pct', d.pct],
      ['duration_ms', d.durationMs],
      ['depth_pct', d.pct !== null && DROPS.includes(d.kind) ? 100 - d.pct : null],
      ['phases', d.phases],
      ['method', d.method],
    ],
    timeMs: d.startMs,
  });
}

export function disturbanceTags(d: Disturbance, tagsOf: TagsOf): readonly (readonly [string, string])[] {
  return [...meterTags(d.meter, tagsOf), ['kind', d.kind], ['class', classOf(d)]];
}

export function collectorLines(c: CollectorState): readonly string[] {
  return lineOf({
    measurement: 'collector',
    tags: [
      ['source', c.source],
      ['meter', c.meter ?? ''],
    ],
    fields: [
      ['lag_ms', c.lagMs],
      ['gap', c.gap],
      ['errors', c.errors],
      ['clock_offset_ms', c.clockOffsetMs],
      ['clock_uncertainty_ms', c.clockUncertaintyMs ?? null],
      ['clock_drift_ppm', c.clockDriftPpm ?? null],
      ['completeness_pct', c.completenessPct ?? null],
      ['silence', c.silence],
      ['silence_p', c.silenceP ?? null],
    ],
    timeMs: c.atMs,
  });
}

function meterTags(meter: MeterId, tagsOf: TagsOf): readonly (readonly [string, string])[] {
  const tags = tagsOf(meter);
  return [
    ['meter', meter],
    ['feeder', tags?.feeder ?? ''],
    ['area', tags?.area ?? ''],
  ];
}

function classOf(d: Disturbance): string {
  const profiles = [...CLASS_ORDER, ...Object.keys(d.class).sort()];
  return profiles.map((p) => d.class[p]).find((c) => typeof c === 'string') ?? '';
}

function lineOf(point: LinePoint): readonly string[] {
  const line = encodeLine(point);
  return line === null ? [] : [line];
}
