/** Which meter speaks for a supply point, in words a person at the desk can pass on. */
import type { Customer, Meter } from '../../core/network.ts';
import type { Text } from '../../core/text.ts';
import type { VoltageSource } from '../contract/supply-point.ts';
import type { NetworkIndex } from '../io/network-index.ts';

type SourceKind = VoltageSource['kind'];

const TEXTS: Readonly<Record<SourceKind, Text>> = {
  own: { zh: '本户电表', en: "the customer's own meter" },
  area: {
    zh: '本台区低压侧总表，不是本户电表',
    en: "the transformer area's meter, not the customer's own",
  },
  feeder: {
    zh: '本线路首端终端，只反映线路整体情况',
    en: 'a meter at the head of the feeder: it shows the line as a whole only',
  },
  none: { zh: '没有可用的测量', en: 'nothing measures here' },
};

/** Methods whose values make a curve; an event log has none. */
const CURVE = (meter: Meter) => meter.method !== 'event_log';

export interface ChosenMeter {
  readonly meter: Meter | null;
  readonly source: VoltageSource;
}

/** The nearest meter that delivers values: own, else the area's, else the feeder's. */
export function chooseMeter(customer: Customer, network: NetworkIndex): ChosenMeter {
  const all = network.metersOf(customer);
  const pick = all.find((m) => CURVE(m.meter)) ?? all[0];
  const kind: SourceKind = pick?.relation ?? 'none';
  return {
    meter: pick?.meter ?? null,
    source: { kind, meter: pick?.meter.meter ?? null, method: pick?.meter.method ?? null, text: TEXTS[kind] },
  };
}
