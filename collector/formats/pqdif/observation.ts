/** One observation: its name, its times and its channels with their series, before any value is decoded. */
import { collectionsOf, type Element, numberOf, textOf, type Vector, vectorOf } from './elements.ts';
import { TAG } from './ids.ts';
import { placeOf, type Say } from './say.ts';
import type { ChannelDefinition, Settings, Source } from './source.ts';

export interface SeriesInstance {
  readonly values: Vector | null;
  readonly scale: number | null;
  readonly offset: number | null;
  readonly base: number | null;
  /** Values stand at this channel and series of the same observation. */
  readonly share: { readonly channel: number; readonly series: number } | null;
}
export interface ChannelInstance {
  readonly definition: ChannelDefinition;
  readonly series: readonly SeriesInstance[];
}
export interface RawObservation {
  /** 1-based, in order of the file. */
  readonly number: number;
  readonly at: string;
  readonly name: string;
  readonly source: Source;
  readonly settings: Settings;
  /** Wall clock of the meter in ms as if it were UTC. */
  readonly startWallMs: number;
  readonly triggerWallMs: number | null;
  /** In the order of the file: series are shared by this position. Null = of a channel nobody defined. */
  readonly channels: readonly (ChannelInstance | null)[];
}

export interface ObservationContext {
  readonly number: number;
  readonly record: { readonly number: number; readonly offset: number };
  readonly source: Source;
  readonly settings: Settings;
  readonly say: Say;
}

/** Null where it has no start: its values then have no place in time. */
export function readObservation(body: readonly Element[], context: ObservationContext): RawObservation | null {
  const { source, settings, say, number } = context;
  const at = placeOf(context.record);
  const startWallMs = numberOf(body, TAG.timeStart);
  if (startWallMs === null) {
    say({ code: 'bad-time', at, expected: 'a start of the observation', got: 'none' });
    return null;
  }
  const channels = collectionsOf(body, TAG.channelInstances, TAG.channelInstance).map((c) => {
    const index = numberOf(c, TAG.channelDefinitionIndex);
    const definition = index === null ? undefined : source.channels[index];
    if (definition === undefined) {
      const expected = `one of ${source.channels.length} channel definitions`;
      say({ code: 'unknown-reference', at, expected, got: index === null ? 'none named' : `number ${index}` });
      return null;
    }
    return { definition, series: collectionsOf(c, TAG.seriesInstances, TAG.seriesInstance).map(seriesOf) };
  });
  const name = textOf(body, TAG.observationName);
  const triggerWallMs = numberOf(body, TAG.timeTriggered);
  return { number, at, name, source, settings, startWallMs, triggerWallMs, channels };
}

function seriesOf(s: readonly Element[]): SeriesInstance {
  const channel = numberOf(s, TAG.shareChannel);
  const series = numberOf(s, TAG.shareSeries);
  return {
    values: vectorOf(s, TAG.values),
    scale: numberOf(s, TAG.scale),
    offset: numberOf(s, TAG.offset),
    base: numberOf(s, TAG.baseQuantity),
    share: channel === null || series === null ? null : { channel, series },
  };
}
