/**
 * The sum: every evidence kind weighs every hypothesis, every cause within it; normalised over all. The same numbers,
 * added kind by kind, are the rows of the explanation: their sum is the log2 odds of the named cause.
 */
import { assert } from '../../core/assert.ts';
import type { Cause, EvidenceItem } from '../../core/verdict.ts';
import type { ComplaintContext, EvidenceKind } from '../evidence/context.ts';
import { round } from '../evidence/round.ts';
import type { Hypothesis } from './hypothesis.ts';

/** One hypothesis with one cause: the smallest thing that carries probability. */
export interface Atom {
  readonly h: Hypothesis;
  readonly cause: Cause;
  /** log2 weight after each evidence kind, cumulative, in the registry's order. */
  readonly cumulative: Float64Array;
  p: number;
}

export interface Posterior {
  readonly atoms: readonly Atom[];
  /** P by cause, sums to 1; always has `inside` and `unknown`. */
  readonly causes: ReadonlyMap<Cause, number>;
  readonly hypotheses: ReadonlyMap<Hypothesis, number>;
}

export function posteriorOf(
  c: ComplaintContext,
  hypotheses: readonly Hypothesis[],
  kinds: readonly EvidenceKind[],
): Posterior {
  const atoms = hypotheses.flatMap((h) => atomsOf(c, h, kinds));
  normalise(atoms);
  const causes = new Map<Cause, number>([
    ['inside', 0],
    ['unknown', 0],
  ]);
  const byHypothesis = new Map<Hypothesis, number>();
  for (const a of atoms) {
    causes.set(a.cause, (causes.get(a.cause) ?? 0) + a.p);
    byHypothesis.set(a.h, (byHypothesis.get(a.h) ?? 0) + a.p);
  }
  return { atoms, causes, hypotheses: byHypothesis };
}

function atomsOf(c: ComplaintContext, h: Hypothesis, kinds: readonly EvidenceKind[]): Atom[] {
  const causes = spread(h);
  const atoms = causes.map(([cause, share]) => ({ h, cause, share, cumulative: new Float64Array(kinds.length), p: 0 }));
  let shares = causes.map(([, share]) => share);
  let sum = 0;
  kinds.forEach((kind, i) => {
    sum += kind.weigh(c, h);
    const share = kind.share;
    if (share !== undefined) shares = rescale(shares.map((s, n) => s * 2 ** share(c, h, causes[n]?.[0] ?? 'unknown')));
    atoms.forEach((a, n) => {
      a.cumulative[i] = sum + Math.log2(Math.max(1e-12, shares[n] ?? 0));
    });
  });
  return atoms;
}

const WORKS: readonly Cause[] = ['works_notified', 'works_unnotified', 'works_overrun', 'external_damage'];

/** The prior's works share stands for all works causes until the register splits it. */
function spread(h: Hypothesis): [Cause, number][] {
  const out = [...h.shares].filter(([, p]) => p > 0);
  const works = h.shares.get('works_unnotified') ?? 0;
  if (works === 0 || (h.incident?.works.length ?? 0) === 0) return out;
  return [...out.filter(([cause]) => !WORKS.includes(cause)), ...WORKS.map((w): [Cause, number] => [w, works])];
}

function rescale(shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  return sum > 0 ? shares.map((s) => s / sum) : [...shares];
}

function normalise(atoms: readonly Atom[]): void {
  const last = (atoms[0]?.cumulative.length ?? 1) - 1;
  const best = Math.max(...atoms.map((a) => a.cumulative[last] ?? Number.NEGATIVE_INFINITY));
  let sum = 0;
  for (const a of atoms) {
    a.p = 2 ** ((a.cumulative[last] ?? Number.NEGATIVE_INFINITY) - best);
    sum += a.p;
  }
  for (const a of atoms) a.p = a.p / sum;
  assert(Math.abs(atoms.reduce((s, a) => s + a.p, 0) - 1) < 1e-9, 'posterior sums to 1');
}

/** Rows for the named cause against the rest. Each fact id is used by one row only (asserted). */
export function evidenceRows(
  c: ComplaintContext,
  posterior: Posterior,
  cause: Cause,
  kinds: readonly EvidenceKind[],
): EvidenceItem[] {
  const winner = leading(posterior, cause);
  const used = new Set<string>();
  const rows: EvidenceItem[] = [];
  let before = 0;
  kinds.forEach((kind, i) => {
    const odds = logOdds(posterior.atoms, cause, i);
    const { numbers, text } = kind.explain(c, winner.h);
    const facts = kind.facts(c, winner.h);
    for (const f of facts) {
      assert(!used.has(f), `fact ${f} used by one evidence row only`);
      used.add(f);
    }
    rows.push({ kind: kind.id, logLr: Number((odds - before).toFixed(4)), facts, numbers: finite(numbers), text });
    before = odds;
  });
  return rows;
}

function finite(numbers: EvidenceItem['numbers']): EvidenceItem['numbers'] {
  return Object.fromEntries(
    Object.entries(numbers).map(([k, v]) => [
      k,
      typeof v === 'number' ? (Number.isFinite(v) ? (Number.isInteger(v) ? v : round(v)) : null) : v,
    ]),
  );
}

/** The heaviest atom of a cause. */
export function leading(posterior: Posterior, cause: Cause): Atom {
  const own = posterior.atoms.filter((a) => a.cause === cause);
  const pool = own.length > 0 ? own : posterior.atoms;
  const best = pool.reduce((a, b) => (b.p > a.p ? b : a), pool[0] as Atom);
  return best;
}

/** log2 odds of the cause against all others after evidence kind `i`. */
function logOdds(atoms: readonly Atom[], cause: Cause, i: number): number {
  const best = Math.max(...atoms.map((a) => a.cumulative[i] ?? Number.NEGATIVE_INFINITY));
  let yes = 0;
  let no = 0;
  for (const a of atoms) {
    const w = 2 ** ((a.cumulative[i] ?? Number.NEGATIVE_INFINITY) - best);
    if (a.cause === cause) yes += w;
    else no += w;
  }
  return Math.max(-60, Math.min(60, Math.log2(Math.max(yes, 1e-18)) - Math.log2(Math.max(no, 1e-18))));
}
