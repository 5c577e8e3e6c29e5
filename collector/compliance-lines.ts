/** Compliance of a table of readings: one line per channel, limit and interval length (as read, and 10 minutes). */
import type { ProfileId } from '../core/case.ts';
import { LIMIT_PROFILES } from '../core/limits/index.ts';
import type { VoltageLimit } from '../core/limits/limit.ts';
import { LINE_PAIRS, PHASES } from '../core/quantity.ts';
import type { Reading, VoltageChannel } from '../core/series.ts';
import { formatTime } from '../core/time.ts';
import type { ReadingTable } from './formats/recording.ts';
import { compliance } from './measure/compliance.ts';
import { finishTenMinutes, startTenMinutes, stepTenMinutes, TEN_MIN_MS } from './measure/ten-minutes.ts';

export interface ComplianceOptions {
  readonly file: string;
  readonly profile: ProfileId;
  /** V; null = the profile's own low voltage. */
  readonly udinV: number | null;
  readonly zone: string;
}

type Line = Readonly<Record<string, unknown>>;

interface Values {
  readonly intervalS: number;
  readonly startsMs: readonly number[];
  readonly volts: readonly number[];
}

/** Volts keep three decimals, rates four: what readers compare. */
const rounded = (v: number | null, digits: number): number | null => (v === null ? null : Number(v.toFixed(digits)));

export function complianceLines(table: ReadingTable, options: ComplianceOptions): Line[] {
  const meters = [...new Set(table.readings.map((r) => r.meter))];
  return meters.flatMap((meter) => {
    const own = table.readings.filter((r) => r.meter === meter);
    const channels = [...PHASES, ...LINE_PAIRS].filter((c) => own.some((r) => r.values[c]?.u !== undefined));
    return channels.flatMap((channel) => channelLines(own, channel, table, options));
  });
}

function channelLines(
  own: readonly Reading[],
  channel: VoltageChannel,
  table: ReadingTable,
  o: ComplianceOptions,
): Line[] {
  const connection = channel.length === 2 ? 'LL' : 'LN';
  const profile = LIMIT_PROFILES[o.profile];
  const udinV = o.udinV ?? profile.udinV[connection];
  const asRead = valuesAsRead(own, channel);
  const sets = asRead.intervalS < TEN_MIN_MS / 1000 ? [asRead, tenMinuteValues(own, channel)] : [asRead];
  return sets.flatMap((values) =>
    profile.voltageLimits(connection, udinV).map((limit) => line(values, { ...o, limit, udinV, channel, table, own })),
  );
}

function line(
  values: Values,
  of: ComplianceOptions & {
    readonly limit: VoltageLimit;
    readonly udinV: number;
    readonly channel: VoltageChannel;
    readonly table: ReadingTable;
    readonly own: readonly Reading[];
  },
): Line {
  const { limit, udinV, zone } = of;
  const c = compliance(values.volts, values.startsMs, { limit, udinV, zone });
  const from = values.startsMs[0];
  const to = values.startsMs.at(-1);
  return {
    type: 'compliance',
    file: of.file,
    meter: of.own[0]?.meter ?? null,
    channel: of.table.channels[of.channel] ?? of.channel,
    profile: of.profile,
    standard: LIMIT_PROFILES[of.profile].title,
    clause: limit.clause,
    limit: limit.id,
    unconfirmed: limit.unconfirmed,
    udinV,
    lowV: c.lowV,
    highV: c.highV,
    requiredPct: limit.requiredPct,
    intervalS: values.intervalS,
    from: from === undefined ? null : formatTime(from, zone),
    to: to === undefined ? null : formatTime(to + values.intervalS * 1000, zone),
    n: c.n,
    unknown: c.unknown,
    outside: c.outside,
    above: c.above,
    below: c.below,
    insidePct: rounded(c.insidePct, 4),
    qualificationRatePct: rounded(c.qualificationRatePct, 4),
    pass: c.pass,
    firstV: rounded(c.firstV, 3),
    minV: rounded(c.minV, 3),
    maxV: rounded(c.maxV, 3),
    meanV: rounded(c.meanV, 4),
    eveningBelowPct: rounded(c.eveningBelowPct, 4),
  };
}

function valuesAsRead(own: readonly Reading[], channel: VoltageChannel): Values {
  const lengths = own.map((r) => r.endMs - r.startMs).sort((a, b) => a - b);
  return {
    intervalS: (lengths[Math.floor(lengths.length / 2)] ?? 0) / 1000,
    startsMs: own.map((r) => r.startMs),
    volts: own.map((r) => (r.quality === 0 ? (r.values[channel]?.u ?? Number.NaN) : Number.NaN)),
  };
}

/** Root of the mean square over each 10 minutes of the UTC grid that holds a known value. */
function tenMinuteValues(own: readonly Reading[], channel: VoltageChannel): Values {
  const state = startTenMinutes();
  const startsMs: number[] = [];
  const volts: number[] = [];
  const take = (done: ReturnType<typeof stepTenMinutes>) => {
    const v = done?.meanV[channel];
    if (done === null || v === undefined) return;
    startsMs.push(done.endMs - TEN_MIN_MS);
    volts.push(v);
  };
  for (const r of own) take(stepTenMinutes(state, r, { usable: r.quality === 0, flagged: false }));
  const last = own.at(-1);
  if (last !== undefined) take(finishTenMinutes(state, last.meter));
  return { intervalS: TEN_MIN_MS / 1000, startsMs, volts };
}
