/**
 * How good a list of sections is, for crews that can do the first k of it. Where a list gives no order (equal scores),
 * every order is counted with equal weight, so a lucky order is never praised.
 * @source Järvelin and Kekäläinen 2002 (discounted cumulated gain, log2 form); McSherry and Najork 2008 for ties.
 */
import type { Listed } from './answers.ts';

export interface RankScore {
  readonly k: number;
  /** Discounted gain of the first k over that of the best possible list, 0–1; gain = true burden. */
  readonly ndcg: number;
  /** Share of the first k that belong to the k sections of highest true burden (only burdens above 0 count). */
  readonly precision: number;
  /** Share of all true burden that lies in the first k. */
  readonly burden: number;
}

/** null where the truth holds no burden at all. Sections that are missing in the list come last, all equal. */
export function scoreList(list: readonly Listed[], burdens: ReadonlyMap<string, number>, k: number): RankScore | null {
  const ideal = [...burdens.values()].filter((b) => b > 0).sort((a, b) => b - a);
  const total = ideal.reduce((sum, b) => sum + b, 0);
  if (total === 0) return null;
  const worst = Number.NEGATIVE_INFINITY;
  const listed = new Set(list.map((l) => l.section));
  const all = [
    ...list,
    ...[...burdens.keys()].filter((s) => !listed.has(s)).map((section) => ({ section, score: worst })),
  ];
  const top = Math.min(k, ideal.length);
  const limit = ideal[top - 1] ?? 0;
  const gains = expectedInOrder(all, (s) => burdens.get(s) ?? 0);
  const hits = expectedInOrder(all, (s) => ((burdens.get(s) ?? 0) >= limit ? 1 : 0));
  const sum = (values: readonly number[]): number => values.slice(0, k).reduce((a, b) => a + b, 0);
  return {
    k,
    ndcg: discounted(gains, k) / discounted(ideal, k),
    precision: Math.min(1, sum(hits) / top),
    burden: sum(gains) / total,
  };
}

/** Value at each rank, best first; inside a group of equal scores each rank carries the group's mean. */
function expectedInOrder(list: readonly Listed[], value: (section: string) => number): number[] {
  const groups = new Map<number, number[]>();
  for (const l of list) groups.set(l.score, [...(groups.get(l.score) ?? []), value(l.section)]);
  return [...groups]
    .sort(([a], [b]) => (a === b ? 0 : b - a))
    .flatMap(([, values]) => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return values.map(() => mean);
    });
}

function discounted(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}
