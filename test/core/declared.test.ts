/** Declared voltage per channel; 10 kV and 220/380 V worked by hand. */
import { describe, expect, test } from 'vitest';
import { channelUdinV, declaredChannels } from '../../core/declared.ts';

const ln = { connection: 'LN' } as const;
const ll = { connection: 'LL' } as const;

describe('declared voltage of a channel', () => {
  test.each([
    [ln, 'A', 5774, 5774],
    [ln, 'AB', 5774, 10001],
    [ll, 'CA', 10_000, 10_000],
    [ll, 'B', 10_000, 5774],
    [ln, 'BC', 220, 381],
  ] as const)('%o %s of %d V is %d V', (meter, channel, declaredV, expected) => {
    expect(Math.round(channelUdinV(meter, channel, declaredV))).toBe(expected);
  });

  test('limits speak of phases or of pairs, never of both at once', () => {
    const all = (['A', 'AB', 'B', 'BC', 'C', 'CA', 'N', 'total'] as const).map((phase) => ({ phase }));
    expect(declaredChannels(ln, all).map((p) => p.phase)).toEqual(['A', 'B', 'C']);
    expect(declaredChannels(ll, all).map((p) => p.phase)).toEqual(['AB', 'BC', 'CA']);
    expect(declaredChannels(ln, [{ phase: 'AB' as const }]).map((p) => p.phase)).toEqual(['AB']);
  });
});
