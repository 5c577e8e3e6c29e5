/**
 * Strokes in UALF, classic form: one stroke a line, 25 fields apart by blanks, UTC, WGS 84.
 * @source SMHI's open parameter page and `standards` section 6.1; the fields are listed in FIELDS below.
 */
import { decodeText, type TextEncodingName } from '../../core/decode-text.ts';
import type { Stroke } from '../../core/facts.ts';
import { wallClockMs } from '../../core/time.ts';
import { type ProblemList, problemList } from './problem-list.ts';
import type { TableResult } from './table.ts';
import { strokeKey } from './tables/strokes.ts';

/** version, year … nanosecond, lat, lon, peak, multiplicity, sensors, dof, ellipse angle, axes, chi², rise …, cloud … */
const FIELDS = 25;
/** Version 1's layout is not published; files that carry it with 25 fields read alike, any other count is refused. */
const VERSIONS = [0, 1, 2];
const POS = { lat: 8, lon: 9, peakKa: 10, multiplicity: 11, bearing: 14, major: 15, minor: 16, cloud: 21 } as const;

/** True for text whose first line has 25 blank-separated numbers and begins with a version. */
export function looksLikeUalf(text: string): boolean {
  const first = text.trimStart().split(/\r?\n/, 1)[0]?.trim().split(/\s+/) ?? [];
  return (
    first.length === FIELDS &&
    VERSIONS.includes(Number(first[0])) &&
    first.every((f) => f !== '' && Number.isFinite(Number(f)))
  );
}

/** Never throws; a line that is no stroke is named and left out. Cloud discharges are kept and marked. */
export function parseUalf(
  bytes: Uint8Array,
  file: string,
  encoding: TextEncodingName | null = null,
): TableResult<Stroke> {
  const decoded = decodeText(bytes, encoding);
  const problems = problemList(file);
  const records = new Map<string, Stroke>();
  const lines: number[] = [];
  decoded.text.split(/\r\n|\n|\r/).forEach((text, i) => {
    const fields = text.trim().split(/\s+/);
    if (text.trim() === '' || text.startsWith('#')) return;
    const stroke = strokeOf(fields, i + 1, problems);
    if (stroke === null) return;
    if (records.has(stroke.id)) {
      const expected = 'each stroke once; the first is kept';
      problems.warning('duplicate-key', { line: i + 1, field: null, expected, got: stroke.id });
      return;
    }
    records.set(stroke.id, stroke);
    lines.push(i + 1);
  });
  return {
    records: [...records.values()],
    lines,
    problems: problems.all(),
    encoding: decoded.encoding,
    encodingBy: decoded.by,
    notes: [],
  };
}

function strokeOf(fields: readonly string[], line: number, problems: ProblemList): Stroke | null {
  if (fields.length !== FIELDS) {
    const expected = `${FIELDS} fields of classic UALF`;
    problems.error('unknown-format', { line, field: null, expected, got: `${fields.length} fields` });
    return null;
  }
  const n = fields.map(Number);
  if (n.some((v) => !Number.isFinite(v))) {
    const bad = fields.find((f) => !Number.isFinite(Number(f))) ?? '';
    problems.error('bad-number', { line, field: null, expected: 'numbers only', got: bad });
    return null;
  }
  const at = (i: number): number => n[i] ?? Number.NaN;
  if (!VERSIONS.includes(at(0))) {
    problems.error('unknown-revision', { line, field: 'version', expected: '0, 1 or 2', got: fields[0] ?? '' });
    return null;
  }
  const secondMs = wallClockMs(at(1), at(2), at(3), at(4), at(5), at(6));
  if (secondMs === null || at(7) < 0 || at(7) >= 1e9) {
    const got = fields.slice(1, 8).join(' ');
    problems.error('bad-time', { line, field: 'time', expected: 'a date and time that exist', got });
    return null;
  }
  const place = { lon: at(POS.lon), lat: at(POS.lat) };
  if (Math.abs(place.lat) > 90 || Math.abs(place.lon) > 180 || (place.lat === 0 && place.lon === 0)) {
    const got = `${fields[POS.lat]} ${fields[POS.lon]}`;
    problems.error('out-of-range', { line, field: 'lat', expected: 'a place on earth, not 0,0', got });
    return null;
  }
  const timeMs = secondMs + at(7) / 1e6;
  return {
    id: strokeKey(timeMs, place, at(POS.peakKa)),
    timeMs,
    at: place,
    peakKa: at(POS.peakKa),
    semiMajorKm: at(POS.major),
    semiMinorKm: at(POS.minor),
    bearingDeg: at(POS.bearing),
    cloud: at(POS.cloud) === 1,
    multiplicity: at(POS.multiplicity),
    knownAtMs: timeMs,
  };
}
