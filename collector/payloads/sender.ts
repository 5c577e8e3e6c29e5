/** Who sent a message: the meter behind a device name, and how the configuration says its channels are to be read. */
import type { MeterId } from '../../core/ids.ts';
import { type LinePair, PHASES, type Phase, type PhaseTag } from '../../core/quantity.ts';
import { type DecodeContext, type Decoded, type DeviceSettings, unusable } from './dialect.ts';

export interface Sender {
  readonly device: string;
  readonly meter: MeterId;
  /** Phase behind channel 0, 1, 2; channels beyond are other circuits and have none. */
  readonly channels: readonly PhaseTag[];
  readonly settings: DeviceSettings;
}

/** Null where nobody registered the device. */
export function senderOf(device: string, context: DecodeContext): Sender | null {
  const meter = context.meterOf(device);
  if (meter === null) return null;
  const settings = context.settingsOf(device);
  return { device, meter, settings, channels: settings.phases ?? channelPhases(context.phasesOf(meter)) };
}

/** The message of a device nobody registered: an error, so that it is held for a person. */
export function unregistered(topic: string, device: string): Decoded {
  return unusable(topic, 'unknown-reference', 'a registered meter', device);
}

/** Phase tags of a meter's channels in order; a meter whose phases are unknown counts A, B, C. */
export function channelPhases(phases: string): readonly PhaseTag[] {
  const letters = PHASES.filter((p) => phases.includes(p));
  return letters.length > 0 ? letters : PHASES;
}

/**
 * The phase of the grid behind a label the device itself writes (`A`, `BC` …), where a rotation is configured; the label
 * as it is where none is, and for N and total. A label is what somebody wired, not what the grid calls it.
 */
export function mappedPhase(label: PhaseTag, { phases }: DeviceSettings): PhaseTag | null {
  if (phases === null || label === 'N' || label === 'total') return label;
  const letters = [...label].map((l) => phases[PHASES.indexOf(l as Phase)]);
  const [first, second] = letters;
  if (first === undefined) return null;
  if (label.length === 1) return first;
  return second === undefined ? null : pairOf(first, second);
}

const PAIR: Readonly<Record<string, LinePair>> = { AB: 'AB', BA: 'AB', BC: 'BC', CB: 'BC', CA: 'CA', AC: 'CA' };

/** The pair of two phases, whatever their order: its voltage is the same. */
export function pairOf(first: PhaseTag, second: PhaseTag): LinePair | null {
  return PAIR[`${first}${second}`] ?? null;
}
