/** Flicker of a waveform as tracks: Pst of ten minutes of the clock, and the Plt that twelve of them make. */
import type { PhaseTag } from '../../core/quantity.ts';
import type { Lamp } from '../measure/flicker/chain.ts';
import type { PstValue } from '../measure/flicker/intervals.ts';
import type { ChannelFlicker } from '../measure/flicker/recording-flicker.ts';
import type { VoltageGroup } from '../measure/voltage-groups.ts';
import { longTermFlicker } from './long-term-flicker.ts';
import type { Track } from './track.ts';

const PST_S = 600;
/** With less of its ten minutes counted a Pst is no Pst of ten minutes, %. */
const COVERED_MIN_PCT = 90;
/** Phase-neutral voltages below this light the 120 V lamp, V. */
const LAMP_BORDER_V = 160;

export function lampOf(group: VoltageGroup, udinV: number): Lamp {
  const neutralV = group.connection === 'LL' ? udinV / Math.sqrt(3) : udinV;
  return neutralV < LAMP_BORDER_V ? 120 : 230;
}

/** Of the group's channels that could be measured; a channel without a single known value has no track. */
export function flickerTracks(group: VoltageGroup, found: readonly ChannelFlicker[]): Track[] {
  return group.members.flatMap(({ channel, name }) => {
    const pst = found.find((f) => f.channel === name)?.values.filter((v) => v.kind === 'pst') ?? [];
    const track = pstTrack(channel, pst);
    return track.values.every(Number.isNaN) ? [] : [track, ...longTermFlicker(track)];
  });
}

function pstTrack(channel: PhaseTag, found: readonly PstValue[]): Track {
  const usable = ({ pst, coveredPct }: PstValue): number =>
    pst === null || coveredPct < COVERED_MIN_PCT ? Number.NaN : pst;
  return {
    phenomenon: 'pst',
    order: null,
    channel,
    intervalS: PST_S,
    startsMs: found.map((v) => v.startMs),
    values: found.map(usable),
    flagged: found.map((v) => v.flags.includes('event')),
    derived: null,
  };
}
