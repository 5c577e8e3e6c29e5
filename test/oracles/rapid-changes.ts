/**
 * Slow, plain oracle of rapid voltage changes: the rule of IEC 61000-4-30 5.11 written over whole arrays, every mean and
 * extreme made afresh for every value. It keeps no state but the list of what it found and shares nothing with the product.
 */
export interface ChangeRule {
  /** Values in a second. */
  readonly size: number;
  readonly thresholdPct: number;
  readonly hysteresisPct: number;
  readonly dipPct: number;
  readonly swellPct: number;
  /** How far a dip or swell must come back before it is over. */
  readonly releasePct: number;
}

export interface FoundChange {
  readonly start: number;
  /** Index of the value that made the supply steady again; null = not seen. */
  readonly steadyAgain: number | null;
  readonly umaxPct: number;
  readonly ussPct: number | null;
}

/** `rows[k][c]` = value k of channel c, all channels renewed together, all known. */
export function slowChanges(rows: readonly (readonly number[])[], rule: ChangeRule): FoundChange[] {
  const channels = (rows[0] ?? []).map((_, c) => c);
  const column = (c: number, upTo: number) =>
    rows.slice(Math.max(0, upTo - rule.size + 1), upTo + 1).map((r) => r[c] ?? 0);
  const mean = (list: readonly number[]) => list.reduce((s, v) => s + v, 0) / list.length;
  const isWithin = (c: number, k: number, band: number) => {
    const list = column(c, k);
    const middle = mean(list);
    return list.length === rule.size && list.every((v) => Math.abs(v - middle) <= band + 1e-9);
  };
  const beyond = isBeyond(rows, rule);
  const out: FoundChange[] = [];
  let steady = channels.map(() => false);
  let start: number | null = null;
  rows.forEach((_, k) => {
    const wasAll = steady.every((s) => s);
    const inside: boolean = start !== null;
    steady = channels.map((c) =>
      isWithin(c, k, inside && steady[c] !== true ? rule.thresholdPct - rule.hysteresisPct : rule.thresholdPct),
    );
    const all = steady.every((s) => s);
    if (start === null && wasAll && !all) start = k;
    else if (start !== null && all) {
      out.push(measure(start, k));
      start = null;
    }
  });
  if (start !== null) out.push(measure(start, null));
  return out.filter((x) => {
    if (x.umaxPct <= rule.thresholdPct) return false;
    const last = x.steadyAgain ?? rows.length - 1;
    return !beyond.slice(x.start - 1, last + 1).some((b) => b);
  });

  function measure(from: number, steadyAgain: number | null): FoundChange {
    const before = channels.map((c) => mean(column(c, from - 1)));
    const during = rows.slice(from, (steadyAgain ?? rows.length - 1) + 1);
    return {
      start: from,
      steadyAgain,
      umaxPct: Math.max(...channels.flatMap((c) => during.map((r) => Math.abs((r[c] ?? 0) - (before[c] ?? 0))))),
      ussPct:
        steadyAgain === null
          ? null
          : Math.max(...channels.map((c) => Math.abs(mean(column(c, steadyAgain)) - (before[c] ?? 0)))),
    };
  }
}

/** Per value: is a dip or a swell running. */
function isBeyond(rows: readonly (readonly number[])[], rule: ChangeRule): boolean[] {
  let [dip, swell] = [false, false];
  return rows.map((r) => {
    if (r.some((v) => v < rule.dipPct)) dip = true;
    else if (r.every((v) => v >= rule.dipPct + rule.releasePct)) dip = false;
    if (r.some((v) => v > rule.swellPct)) swell = true;
    else if (r.every((v) => v <= rule.swellPct - rule.releasePct)) swell = false;
    return dip || swell;
  });
}
