/** The callers' words: enough of them, all different, every slot filled. */
import { expect, test } from 'vitest';
import { FAMILIES } from '../../simulators/complaints/texts/families.ts';
import { applianceOf, say } from '../../simulators/complaints/words.ts';
import { rngFor } from '../../simulators/random.ts';
import { scenarioFrom } from '../../simulators/scenario.ts';

test('twelve or more sentences per family, in Chinese and English, none twice', () => {
  const all: string[] = [];
  for (const [name, f] of Object.entries(FAMILIES)) {
    const own: readonly string[] = [...f.zh, ...f.yue, ...f.en];
    expect(own.length, name).toBeGreaterThanOrEqual(12);
    expect(f.en.length, name).toBeGreaterThan(0);
    all.push(...own);
  }
  expect(new Set(all).size).toBe(all.length);
});

test('no slot stays open, whatever is said when', () => {
  const rng = rngFor(1, 'texts');
  const now = Date.parse('2026-07-10T09:12:00+08:00');
  for (const family of Object.keys(FAMILIES) as (keyof typeof FAMILIES)[]) {
    for (let i = 0; i < 60; i++) {
      const text = say(
        {
          family,
          whenMs: now - i * 2_400_000,
          habit: i % 7 === 0,
          receivedMs: now,
          place: '大榕树村',
          appliance: applianceOf('home', rng),
        },
        rng,
      );
      expect(text).not.toMatch(/[{}]|undefined|NaN/);
    }
  }
});

test('a scenario keeps what it can read and names what it cannot', () => {
  const { scenario, problems } = scenarioFrom(
    { coveragePct: 100, storms: -3, neutral: 'coil', site: 'moon', colour: 'red' },
    's.yaml',
  );
  expect(scenario).toMatchObject({ coveragePct: 100, neutral: 'coil', site: null, storms: 5 });
  expect(problems.map((p) => p.field).sort()).toEqual(['colour', 'site', 'storms']);
});
