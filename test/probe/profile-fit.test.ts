/** Every simulated meter is asked as every profile would ask it: its own must come out on top. */
import { describe, expect, it } from 'vitest';
import { METER_PROFILES } from '../../collector/meters/index.ts';
import { planBlocks } from '../../collector/meters/plan.ts';
import type { MeterProfile } from '../../collector/meters/profile.ts';
import { fitProfile, type ProbedBlock, rankFits } from '../../collector/probe/profile-fit.ts';
import { type MeterTable, wordsAt } from '../../simulators/meters/table.ts';
import { METER_TABLES, tableOf, vectorOf } from '../../simulators/meters/tables.ts';

/** What the meter of `table` answers to the requests of `profile`. */
function ask(table: MeterTable, profile: MeterProfile): readonly ProbedBlock[] {
  return planBlocks(profile).map((block): ProbedBlock => {
    const words =
      block.function === table.functionCode ? wordsAt(table, block.address, block.length, vectorOf(table)) : null;
    return { block, result: words === null ? { kind: 'exception', code: 2 } : { kind: 'words', words } };
  });
}

describe('which profile fits', () => {
  it.each(METER_TABLES.map((t) => [t.id, t] as const))('%s is recognised among all profiles', (id, table) => {
    const ranked = rankFits(METER_PROFILES.map((p) => fitProfile(p, ask(table, p))));
    const best = ranked[0];
    const own = ranked.find((f) => f.profile.id === id);
    expect(own?.verdict).toBe('fits');
    // Meters of one family may share a map: then the own one is as good as the best.
    expect(own?.score).toBe(best?.score);
  });

  it('a meter that keeps silent is no answer, not a bad map', () => {
    const [profile] = METER_PROFILES;
    const silent = planBlocks(profile).map((block): ProbedBlock => ({ block, result: { kind: 'timeout' } }));
    expect(fitProfile(profile, silent)).toMatchObject({ verdict: 'no answer', because: ['no answer in time'] });
  });

  it('ask 20: words of a swapped order do not fit, however plausible the map is', () => {
    const profile = METER_PROFILES.find((p) => p.id === 'eastron-sdm630') as MeterProfile;
    const table = tableOf(profile.id);
    const swapped = ask(table, profile).map(({ block, result }): ProbedBlock => {
      if (result.kind !== 'words') return { block, result };
      const words = result.words.flatMap((_, n, all) => (n % 2 === 0 ? [all[n + 1] ?? 0, all[n] ?? 0] : []));
      return { block, result: { kind: 'words', words } };
    });
    expect(fitProfile(profile, swapped).verdict).toBe('does not fit');
  });
});
