import type { Stroke } from '../../../core/facts.ts';
import { id, type StrokeId } from '../../../core/ids.ts';
import type { LonLat } from '../../../core/network.ts';
import { toWgs84 } from '../datum.ts';
import type { Table } from '../table.ts';

/** Strokes of a location network. Two strokes of one flash may share a time stamp: the key holds the place too. */
export const strokes: Table<Stroke, 'strokes'> = {
  kind: 'strokes',
  file: 'strokes.csv',
  needed: false,
  columns: [
    { name: 'id' },
    { name: 'time', required: true, also: ['时间'] },
    { name: 'lat', required: true, also: ['纬度', 'latitude'] },
    { name: 'lon', required: true, also: ['经度', 'longitude'] },
    { name: 'peak_ka', also: ['电流幅值'] },
    { name: 'semi_major_km' },
    { name: 'semi_minor_km' },
    { name: 'bearing_deg' },
    { name: 'cloud' },
    { name: 'multiplicity' },
    { name: 'known_at' },
  ],
  start: (context) => (row) => {
    const timeMs = row.needTimeMs('time');
    const lat = row.needNumber('lat', { min: -90, max: 90 });
    const lon = row.needNumber('lon', { min: -180, max: 180 });
    if (lat === 0 && lon === 0) row.fail('out-of-range', 'lat', 'a place; 0,0 counts as unknown');
    if (row.failed) return null;
    const at = toWgs84({ lon, lat }, context.datum);
    const peakKa = row.number('peak_ka');
    return {
      id: id<StrokeId>(row.text('id') || strokeKey(timeMs, at, peakKa)),
      timeMs,
      at,
      peakKa,
      semiMajorKm: row.number('semi_major_km', { min: 0 }),
      semiMinorKm: row.number('semi_minor_km', { min: 0 }),
      bearingDeg: row.number('bearing_deg', { min: -360, max: 360 }),
      cloud: row.flag('cloud') ?? false,
      multiplicity: row.number('multiplicity', { min: 0 }),
      knownAtMs: row.timeMs('known_at') ?? timeMs,
    };
  },
  key: (stroke) => stroke.id,
};

/** Name of a stroke that brings none: the same line in two files is one stroke, two lines of one flash are two. */
export function strokeKey(timeMs: number, at: LonLat, peakKa: number | null): StrokeId {
  const when = new Date(Math.floor(timeMs)).toISOString();
  return id(`${when} ${at.lat.toFixed(4)} ${at.lon.toFixed(4)}${peakKa === null ? '' : ` ${peakKa} kA`}`);
}
