/** How many cases of each kind get which name. A case counts once for each name its events got. */
import { detectRecording } from '../../collector/detect/recording-events.ts';
import { EVENT_SIGNATURES } from '../../core/event.ts';
import { id } from '../../core/ids.ts';
import { CASE_KINDS, type CaseKind, seeded } from './signature-cases.ts';

export interface Row extends CaseKind {
  readonly named: Readonly<Record<string, number>>;
  /** Cases without any event. */
  readonly silent: number;
}

/** `share` of the cases of each kind, from one seed. */
export function rowsOf(share: number, seed: number): Row[] {
  return CASE_KINDS.map((kind, i) => {
    const random = seeded(seed + i);
    const count = Math.ceil(share * kind.count);
    const named: Record<string, number> = {};
    let silent = 0;
    for (let n = 0; n < count; n++) {
      const recording = kind.make(random);
      const events = detectRecording(recording, { meter: id('m'), file: 'f', profile: 'gb', udinV: 230 }).disturbances;
      if (events.length === 0) silent++;
      for (const s of new Set(events.flatMap((e) => e.signature ?? []))) named[s] = (named[s] ?? 0) + 1;
    }
    return { ...kind, count, named, silent };
  });
}

export function scores(rows: readonly Row[]) {
  return EVENT_SIGNATURES.map((signature) => {
    const right = rows.filter((r) => r.truth === signature);
    const sum = (list: readonly Row[]) => list.reduce((n, r) => n + (r.named[signature] ?? 0), 0);
    const cases = right.reduce((n, r) => n + r.count, 0);
    return {
      signature,
      cases,
      precisionPct: (100 * sum(right)) / sum(rows),
      recallPct: (100 * sum(right)) / cases,
    };
  });
}

export const tableOf = (rows: readonly Row[]): string =>
  [
    ...rows.map((r) => `${r.kind} (${r.count}, silent ${r.silent}): ${JSON.stringify(r.named)}`),
    ...scores(rows).map(
      (s) =>
        `${s.signature}: ${s.cases} cases, precision ${s.precisionPct.toFixed(1)} %, recall ${s.recallPct.toFixed(1)} %`,
    ),
  ].join('\n');
