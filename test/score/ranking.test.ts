import { describe, expect, it } from 'vitest';
import { scoreList } from '../../correlator/score/ranking.ts';

const ranked = (...sections: string[]) => sections.map((section, i) => ({ section, score: -i }));
const burdens = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 0],
  ['d', 1],
]);

describe('lists of sections, by hand', () => {
  it('nDCG with gains 2, 3, 0, 1 against 3, 2, 1, 0', () => {
    // DCG = 2 + 3/1.58496 + 0 + 1/2.32193 = 4.32347; ideal = 3 + 2/1.58496 + 1/2 = 4.76186
    const got = scoreList(ranked('b', 'a', 'c', 'd'), burdens, 10);
    expect(got?.ndcg).toBeCloseTo(4.32347 / 4.76186, 5);
    expect(got).toMatchObject({ precision: 1, burden: 1 });
    expect(scoreList(ranked('a', 'b', 'd', 'c'), burdens, 10)?.ndcg).toBeCloseTo(1, 12);
  });

  it('precision and burden of the first two', () => {
    expect(scoreList(ranked('a', 'c', 'b', 'd'), burdens, 2)).toMatchObject({ precision: 0.5, burden: 0.5 });
    expect(scoreList(ranked('c', 'd', 'b', 'a'), burdens, 2)).toMatchObject({ precision: 0, burden: 1 / 6 });
  });

  it('sections missing in the list come last', () => {
    const got = scoreList(ranked('a'), burdens, 2);
    // After a, the three others in any order: mean gain 1.
    expect(got?.ndcg).toBeCloseTo((3 + 1 / Math.log2(3)) / (3 + 2 / Math.log2(3)), 12);
    expect(got?.burden).toBeCloseTo(4 / 6, 12);
  });

  it('ties are worth the mean of their orders, however they are written', () => {
    const tied = (order: string[]) =>
      scoreList(
        order.map((section) => ({ section, score: 7 })),
        burdens,
        1,
      )?.ndcg;
    expect(tied(['a', 'b', 'c', 'd'])).toBeCloseTo(1.5 / 3, 12);
    expect(tied(['c', 'd', 'b', 'a'])).toBeCloseTo(1.5 / 3, 12);
  });

  it('a truth without burden gives no score', () => {
    expect(scoreList(ranked('a'), new Map([['a', 0]]), 10)).toBeNull();
  });
});
