/** Readings pushed over HTTP. Answered only when they are on disk; a meter nobody knows is refused. */

import { methodOfIntervalS } from '../../../core/can-see.ts';
import { id, type MeterId } from '../../../core/ids.ts';
import type { PhaseTag, QuantityId } from '../../../core/quantity.ts';
import type { Reading } from '../../../core/series.ts';
import type { Deps } from '../deps.ts';
import type { Answering, Call } from '../handler.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { instant } from '../validate.ts';

type Push = Call<'pushReadings'>['body'];
type Row = Push['readings'][number];

/** Fields of a row and the quantity each holds per phase. */
const FIELDS = {
  u: 'u',
  u_min: 'uMin',
  u_max: 'uMax',
  i: 'i',
  p: 'p',
  q: 'q',
  thdu: 'thdu',
  pst: 'pst',
  plt: 'plt',
} as const satisfies Partial<Record<keyof Row, QuantityId>>;

export const pushReadings: Answering<'pushReadings'> = {
  id: 'pushReadings',
  async answer({ body }, deps) {
    if (deps.collector === null) throw new HttpProblem(503, 'this server collects nothing');
    const meter = id<MeterId>(body.meter);
    if (!deps.service.network().meters.has(meter)) throw notFound('meter');
    const readings = body.readings.map((row, i) => reading(meter, body, row, i, deps));
    await deps.collector.ingest(readings.map((reading) => ({ kind: 'reading' as const, reading })));
    return { accepted: readings.length, meter };
  },
};

function reading(meter: MeterId, push: Push, row: Row, index: number, deps: Deps): Reading {
  const endMs = instant(row.time, deps.zone, `body.readings.${index}.time`);
  return {
    meter,
    startMs: endMs - push.interval_s * 1000,
    endMs,
    values: valuesOf(row),
    method: push.method ?? methodOfIntervalS(push.interval_s),
    statistic: push.statistic,
    quality: 0,
    knownAtMs: deps.now(),
    deviceTimeMs: endMs,
  };
}

/** Phase → quantity → value; null (the meter does not know) is left out, never 0. */
function valuesOf(row: Row): Reading['values'] {
  const values: Partial<Record<PhaseTag, Partial<Record<QuantityId, number>>>> = {};
  const put = (phase: PhaseTag, quantity: QuantityId, value: number | null | undefined) => {
    if (value === null || value === undefined) return;
    values[phase] = { ...values[phase], [quantity]: value };
  };
  for (const [field, quantity] of Object.entries(FIELDS) as [keyof typeof FIELDS, QuantityId][]) {
    for (const [phase, value] of Object.entries(row[field] ?? {})) put(phase as PhaseTag, quantity, value);
  }
  put('total', 'f', row.f);
  return values;
}
