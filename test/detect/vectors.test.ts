/** Every vector of test/vectors/detect, and every registered detector has one. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Detector, DetectorParams } from '../../collector/detect/detector.ts';
import { DETECTORS } from '../../collector/detect/index.ts';
import type { Disturbance } from '../../core/event.ts';
import { type BlockSpec, block, PARAMS, run } from './blocks.ts';

const ROOT = fileURLToPath(new URL('../vectors/detect/', import.meta.url));
const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const kinds = readdirSync(ROOT, { withFileTypes: true }).filter((d) => d.isDirectory());
const cases = kinds.flatMap((k) => readdirSync(`${ROOT}${k.name}`).map((c) => `${k.name}/${c}`));
const detectors: readonly Detector[] = DETECTORS;

interface Input extends Partial<Pick<DetectorParams, 'channels'>> {
  readonly params?: Partial<DetectorParams>;
  readonly blocks: readonly BlockSpec[];
}

describe('detector vectors', () => {
  test.each(cases)('%s', (path) => {
    const { detector: name } = json<{ detector: string }>(`${ROOT}${path}/case.json`);
    const input = json<Input>(`${ROOT}${path}/input.json`);
    const expected = json<Partial<Disturbance>[]>(`${ROOT}${path}/expected.json`);
    const detector = detectors.find((d) => d.id === name);
    if (detector === undefined) throw new Error(`no detector ${name}`);
    const params = { ...PARAMS, ...(input.channels && { channels: input.channels }), ...input.params };
    expect(run(detector, params, input.blocks.map(block))).toMatchObject(expected);
    expect(run(detector, params, input.blocks.map(block)).length).toBe(expected.length);
  });

  test('every registered detector has a vector, its own id and a clause', () => {
    const covered = new Set(cases.map((c) => json<{ detector: string }>(`${ROOT}${c}/case.json`).detector));
    for (const d of detectors) expect(covered).toContain(d.id);
    expect(new Set(detectors.map((d) => d.id)).size).toBe(detectors.length);
    for (const d of detectors) expect(d.clause).not.toBe('');
  });
});
