import { DISTURBANCE_KINDS, type Disturbance, disturbanceKey } from '../../../core/event.ts';
import { PHASES, type Phase } from '../../../core/quantity.ts';
import type { Row } from '../row.ts';
import type { Table } from '../table.ts';
import { meterOf } from './meter-reference.ts';

/** Percent of declared voltage a meter can mean: broken neutrals reach 173 %, an arrester's transient some hundreds. */
const PCT = { min: 0, max: 1000 };

/** Events found by the meters themselves. The kind is kept as given, whatever the duration. */
export const disturbances: Table<Disturbance, 'disturbances'> = {
  kind: 'disturbances',
  file: 'disturbances.csv',
  needed: false,
  columns: [
    { name: 'meter', required: true, also: ['终端编号'] },
    { name: 'start', required: true, also: ['开始时间'] },
    { name: 'duration_ms', required: true },
    { name: 'kind', required: true },
    { name: 'phases' },
    { name: 'pct' },
    { name: 'pct_a' },
    { name: 'pct_b' },
    { name: 'pct_c' },
    { name: 'known_at' },
  ],
  start: (context) => (row) => {
    const meter = meterOf(row, context);
    const startMs = row.needTimeMs('start');
    const durationMs = row.number('duration_ms', { min: 0 });
    return {
      meter,
      channel: null,
      kind: row.needWord('kind', DISTURBANCE_KINDS),
      startMs,
      durationMs,
      // Only an empty field says "still running"; a bad number is merely unknown.
      openEnd: row.text('duration_ms') === '',
      pct: row.number('pct', PCT),
      phases: row.phases('phases') ?? '',
      perPhase: perPhase(row),
      method: context.known.meters?.get(meter)?.method ?? 'event_log',
      class: {},
      enclosingDip: null,
      signature: null,
      numbers: {},
      knownAtMs: row.timeMs('known_at') ?? startMs,
    };
  },
  key: disturbanceKey,
};

function perPhase(row: Row): Partial<Record<Phase, number>> {
  const out: Partial<Record<Phase, number>> = {};
  for (const phase of PHASES) {
    const pct = row.number(`pct_${phase.toLowerCase()}`, PCT);
    if (pct !== null) out[phase] = pct;
  }
  return out;
}
