/** A small grid's six hours in a series store: two feeders of three areas, with planted values the tests look for. */
import type { Category } from '../../core/complaint.ts';
import type { Disturbance } from '../../core/event.ts';
import { SILENCE_TYPES } from '../../core/facts.ts';
import { id, type MeterId } from '../../core/ids.ts';
import type { SeriesStore } from '../../core/ports.ts';
import type { MeterTags } from '../../core/schema.ts';
import type { Incident } from '../../core/verdict.ts';
import { complaintLines, incidentLines } from '../../storage/series/summary-lines.ts';

const STEP_MS = 600_000;
/** Seven hours ago on the 10-minute grid: the 90-day policy refuses any fixed instant sooner or later. */
export const FROM_MS = Math.floor(Date.now() / STEP_MS) * STEP_MS - 7 * 3_600_000;
export const TO_MS = FROM_MS + 6 * 3_600_000;
export const FEEDERS = ['F01 江南', 'F02'] as const;
/** Planted: lowest and highest mean, at one time on one phase of the first feeder. */
export const LOWEST_V = 187.25;
export const HIGHEST_V = 241.5;
export const COMPLAINTS: Readonly<Partial<Record<Category, number>>> = { outage: 5, supply_quality: 3, hazard: 2 };

const METERS: readonly { readonly meter: MeterId; readonly tags: MeterTags }[] = FEEDERS.flatMap((feeder, f) =>
  [1, 2, 3].map((a) => ({ meter: id<MeterId>(`M${f + 1}${a}`), tags: { feeder, area: `A${f + 1}${a}` } })),
);

export async function fillSeries(store: SeriesStore): Promise<void> {
  store.setMeterTags(new Map(METERS.map(({ meter, tags }) => [meter, tags])));
  await store.writeAggregates(aggregates());
  await store.writeDisturbances(disturbances());
  await store.writeCollector(
    METERS.flatMap(({ meter }, m) =>
      Array.from({ length: 36 }, (_, i) => ({
        source: m < 3 ? 'modbus 一号' : 'mqtt',
        meter,
        atMs: FROM_MS + (i + 1) * STEP_MS,
        lagMs: 800 + 10 * m,
        gap: i === 7 ? 1 : 0,
        errors: i === 9 ? 2 : 0,
        clockOffsetMs: 40 * m - 100,
        clockUncertaintyMs: 12 + m,
        clockDriftPpm: 3 * m - 7,
        completenessPct: 99.3 - m,
        silence: i >= 30 ? (SILENCE_TYPES[(i - 30 + m) % SILENCE_TYPES.length] ?? null) : null,
      })),
    ),
  );
}

function aggregates(): Parameters<SeriesStore['writeAggregates']>[0] {
  return METERS.flatMap(({ meter }, m) =>
    (['A', 'B', 'C'] as const).flatMap((phase, p) =>
      Array.from({ length: 36 }, (_, i) => {
        const planted = m === 0 && p === 1 && i === 20 ? LOWEST_V : m === 1 && p === 2 && i === 8 ? HIGHEST_V : null;
        const mean = planted ?? 216 + m + p + 6 * Math.sin(i / 6);
        return {
          meter,
          phase,
          endMs: FROM_MS + (i + 1) * STEP_MS,
          uMeanV: mean,
          uMinV: mean - 2.5,
          uMaxV: mean + 2.25,
          u2Pct: 0.7,
          u0Pct: 0.9,
          pst: 0.35,
          n: 3000,
          flagged: false,
        };
      }),
    ),
  );
}

function disturbances(): readonly Disturbance[] {
  const kinds = ['dip', 'swell', 'interruption', 'outage', 'rvc', 'phase_loss'] as const;
  return kinds.map((kind, i) => ({
    meter: METERS[i % METERS.length]?.meter ?? id<MeterId>('M11'),
    channel: null,
    kind,
    startMs: FROM_MS + 3_600_000 + i * 1_111_000,
    durationMs: kind === 'outage' ? null : 120 + i,
    openEnd: kind === 'outage',
    pct: kind === 'swell' ? 118.5 : 30 + i,
    phases: 'AB',
    perPhase: {},
    method: 'urms_half',
    class: {},
    enclosingDip: null,
    signature: null,
    numbers: {},
    knownAtMs: FROM_MS + 4_000_000 + i,
  }));
}

/** What the record store knows, as points of its own: complaints (several in one minute) and two incidents. */
export function summaryLines(): readonly string[] {
  const complaints = Object.entries(COMPLAINTS).flatMap(([category, n]) =>
    Array.from({ length: n }, (_, i) => ({
      receivedMs: FROM_MS + 7_200_000 + i * 20_000,
      category: category as Category,
      feeder: FEEDERS[0],
      area: 'A11',
    })),
  );
  const incident: Incident = {
    id: id('I1'),
    startMs: FROM_MS + 3_600_000,
    endMs: FROM_MS + 3_900_000,
    kind: 'outage',
    causes: { lightning: 0.62, line_fault: 0.3, unknown: 0.08 },
    where: { own_feeder: 1 },
    sections: {},
    meters: [id<MeterId>('M11')],
    strokes: [],
    works: [],
    expectedRestore: null,
  };
  const other: Incident = {
    ...incident,
    id: id('I2'),
    startMs: FROM_MS + 9_000_000,
    endMs: null,
    causes: { low_voltage: 1 },
  };
  const incidents = incidentLines(
    [incident, other],
    () => ({ feeder: FEEDERS[0], area: 'A11' }),
    () => 4,
  );
  return [...complaintLines(complaints), ...incidents];
}
