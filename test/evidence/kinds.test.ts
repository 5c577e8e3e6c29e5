/**
 * One complaint per level of each evidence kind, and one where it must stay silent. Cases lie in
 * test/vectors/evidence/<kind>.json: facts by name, and the sign or bounds of the row (log2) expected by reason alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import type { DisturbanceKind } from '../../core/event.ts';
import { correlate } from '../../correlator/answer.ts';
import { EVIDENCE } from '../../correlator/evidence/index.ts';
import { complaint, disturbance, MIN, meter, NOON, READINGS, stroke, town, works } from '../answer/town.ts';

interface Vector {
  readonly why: string;
  readonly words: string;
  readonly more?: object;
  readonly at?: string;
  readonly minutesAfter: number;
  readonly text?: string;
  readonly records?: readonly (readonly [string, DisturbanceKind, number, object?])[];
  readonly own?: string;
  readonly strokes?: readonly (readonly [number, number, number])[];
  readonly works?: readonly (readonly [string, number, number, object?])[];
  readonly others?: readonly (readonly [string, number])[];
  readonly cause: string;
  readonly min: number;
  readonly max: number;
}

const folder = fileURLToPath(new URL('../vectors/evidence/', import.meta.url));
const files = readdirSync(folder).filter((f) => f.endsWith('.json'));

function facts(v: Vector): CaseFacts {
  const own = v.own === undefined ? [] : [meter('M-own', v.own, { phases: 'A' })];
  return town({
    meters: [...town().meters, ...own],
    disturbances: (v.records ?? []).map(([m, kind, min, more]) => disturbance(m, kind, NOON + min * MIN, more)),
    strokes: (v.strokes ?? []).map(([s, e, n], i) => stroke(`s${i}`, NOON + s * 1000, e, n)),
    works: (v.works ?? []).map(([s, from, to, more], i) =>
      works(`W${i}`, [s], NOON + from * MIN, NOON + to * MIN, more),
    ),
    complaints: [
      complaint('c', v.at ?? 'T11-1', NOON + v.minutesAfter * MIN, v.text ?? v.words),
      ...(v.others ?? []).map(([sp, min], i) => complaint(`o${i}`, sp, NOON + min * MIN, 'out')),
    ],
  });
}

test('every registered kind has vectors, and every vector file a kind', () => {
  expect(files.map((f) => f.replace('.json', '')).sort()).toEqual(EVIDENCE.map((e) => e.id).sort());
});

for (const file of files) {
  const kind = file.replace('.json', '');
  const vectors = JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Vector[];
  describe(kind, () => {
    test.each(vectors.map((v) => [v.why, v] as const))('%s', (_why, v) => {
      const triage = (text: string) => ({
        ...(READINGS[text] ?? READINGS[v.words] ?? READINGS['out']),
        ...(v.more ?? {}),
      });
      const { verdicts } = correlate(facts(v), { triage: triage as never });
      const row = verdicts[0]?.evidence.find((e) => e.kind === kind);
      expect(verdicts[0]?.cause).toBe(v.cause);
      expect(row?.logLr).toBeGreaterThanOrEqual(v.min);
      expect(row?.logLr).toBeLessThanOrEqual(v.max);
      expect(row?.text.zh.length).toBeGreaterThan(1);
      expect(row?.text.en.length).toBeGreaterThan(1);
    });
  });
}
