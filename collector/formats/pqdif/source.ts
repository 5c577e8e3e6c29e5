/** Data source and monitor settings: what the channels are, how values become primary, in which zone the clock runs. */
import { isZone } from '../../../core/time.ts';
import { collectionsOf, type Element, guidOf, numberOf, textOf } from './elements.ts';
import { TAG } from './ids.ts';

export interface SeriesDefinition {
  readonly valueType: string;
  readonly units: number | null;
  readonly characteristic: string | null;
  readonly storage: number;
  readonly nominal: number | null;
}
export interface ChannelDefinition {
  readonly index: number;
  readonly name: string;
  readonly phase: number;
  readonly quantityType: string;
  readonly measured: number;
  readonly series: readonly SeriesDefinition[];
}
export interface Source {
  readonly number: number;
  readonly name: string;
  readonly location: string;
  /** Zone the file itself states for its times; null = it does not, or not so that it can be read. */
  readonly zone: string | null;
  /** Text of the zone where it could not be read. */
  readonly zoneUnread: string | null;
  readonly channels: readonly ChannelDefinition[];
}
export interface Settings {
  readonly lineHz: number | null;
  /** System side over monitor side, by channel definition. Empty where values need no ratio. */
  readonly ratios: ReadonlyMap<number, number>;
  /** True where the file asks for its calibration to be applied, which is not done. */
  readonly wantsCalibration: boolean;
}

export const NO_SETTINGS: Settings = { lineHz: null, ratios: new Map(), wantsCalibration: false };
/** Where no storage method is given the values are stored as they are. */
const STORED_PLAINLY = 1;

export function readSource(body: readonly Element[], number: number): Source {
  const text = textOf(body, TAG.sourceTimeZone);
  const zone = numberOf(body, TAG.utcToStandardS) === null ? zoneOf(text) : 'UTC';
  return {
    number,
    name: textOf(body, TAG.sourceName),
    location: textOf(body, TAG.sourceLocation),
    zone,
    zoneUnread: zone === null && text !== '' ? text : null,
    channels: collectionsOf(body, TAG.channelDefinitions, TAG.channelDefinition).map((c, index) => ({
      index,
      name: textOf(c, TAG.channelName),
      phase: numberOf(c, TAG.phase) ?? 0,
      quantityType: guidOf(c, TAG.quantityType) ?? '',
      measured: numberOf(c, TAG.quantityMeasured) ?? 0,
      series: collectionsOf(c, TAG.seriesDefinitions, TAG.seriesDefinition).map((s) => ({
        valueType: guidOf(s, TAG.valueType) ?? '',
        units: numberOf(s, TAG.units),
        characteristic: guidOf(s, TAG.characteristic),
        storage: numberOf(s, TAG.storageMethod) ?? STORED_PLAINLY,
        nominal: numberOf(s, TAG.nominalQuantity),
      })),
    })),
  };
}

/** `UTC`, `UTC-05:00`, `GMT+8`, an IANA name. Letters such as EST name several zones and are not taken. */
function zoneOf(text: string): string | null {
  const match = /^(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(text);
  if (match !== null) {
    const [, sign = '+', hours = '0', minutes = '00'] = match;
    return Number(hours) <= 14 ? `${sign}${hours.padStart(2, '0')}:${minutes}` : null;
  }
  if (/^(UTC|GMT|Z)$/i.test(text)) return 'UTC';
  return text.includes('/') && isZone(text) ? text : null;
}

export function readSettings(body: readonly Element[]): Settings {
  const lineHz = numberOf(body, TAG.nominalFrequency);
  const ratios = new Map<number, number>();
  if ((numberOf(body, TAG.useTransducer) ?? 0) !== 0) {
    for (const c of collectionsOf(body, TAG.channelSettings, TAG.channelSetting)) {
      const index = numberOf(c, TAG.channelDefinitionIndex);
      const ratio = (numberOf(c, TAG.systemSideRatio) ?? 1) / (numberOf(c, TAG.monitorSideRatio) ?? 1);
      if (index !== null && Number.isFinite(ratio) && ratio > 0) ratios.set(index, ratio);
    }
  }
  return {
    lineHz: lineHz !== null && lineHz > 10 && lineHz < 500 ? lineHz : null,
    ratios,
    wantsCalibration: (numberOf(body, TAG.useCalibration) ?? 0) !== 0,
  };
}
