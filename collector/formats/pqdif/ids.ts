/**
 * Tags and identifiers of PQDIF as data. Source: the identifier list of the standard as published in open readers
 * (IEEE 1159.3-2003, version 1.5; tags of version 1.7 marked); unconfirmed in the text of the standard itself.
 */

const COMMON = '11cf-9d89-0080c72e70a3';
const f1c3 = (n: string) => `897386${n}-f1c3-${COMMON}`;
const f5f5 = (n: string) => `b48d85${n}-f5f5-${COMMON}`;
const f76e = (n: string) => `3d786f${n}-f76e-${COMMON}`;
const f9c4 = (n: string) => `62f281${n}-f9c4-${COMMON}`;
const f753 = (n: string) => `67f6af${n}-f753-${COMMON}`;
const f755 = (n: string) => `c690e8${n}-f755-${COMMON}`;
const b451 = (n: string) => `a6b31a${n}-b451-11d1-ae17-0060083a2628`;

export const SIGNATURE = '4a111440-e49f-11cf-9900-505144494600';

export const RECORD_TYPE = {
  container: f1c3('06'),
  source: f1c3('19'),
  settings: f5f5('8c'),
  observation: f1c3('1a'),
  blank: f1c3('18'),
} as const;

export const TAG = {
  version: f1c3('07'),
  compressionStyle: f1c3('1b'),
  compressionAlgorithm: f1c3('1c'),
  sourceName: f5f5('87'),
  sourceLocation: f5f5('89'),
  sourceTimeZone: f5f5('8a'),
  /** 1.7: times are UTC; this many seconds lead to local standard time. */
  utcToStandardS: '6acec12e-43b1-4336-af8f-1dd289e4e168',
  channelDefinitions: f5f5('8d'),
  channelDefinition: f5f5('8e'),
  channelDefinitionIndex: f5f5('8f'),
  channelName: f5f5('90'),
  phase: f5f5('91'),
  quantityType: f5f5('92'),
  quantityMeasured: `c690e872-f755-${COMMON}`,
  seriesDefinitions: f5f5('98'),
  seriesDefinition: f5f5('9a'),
  units: f5f5('9b'),
  valueType: f5f5('9c'),
  storageMethod: f5f5('a1'),
  characteristic: f76e('9e'),
  nominalQuantity: '0fa118c8-cb4a-11d2-b30b-fe25cb9a1760',
  nominalFrequency: '0fa118c3-cb4a-11d2-b30b-fe25cb9a1760',
  useCalibration: f9c4('80'),
  useTransducer: f9c4('81'),
  channelSettings: f9c4('82'),
  channelSetting: f76e('9a'),
  systemSideRatio: f9c4('8a'),
  monitorSideRatio: f9c4('8b'),
  observationName: f76e('8a'),
  timeStart: f76e('8c'),
  timeTriggered: f76e('8e'),
  channelInstances: f76e('91'),
  channelInstance: f76e('92'),
  seriesInstances: f76e('93'),
  seriesInstance: f76e('94'),
  baseQuantity: f76e('95'),
  scale: f76e('96'),
  offset: f76e('97'),
  values: f76e('99'),
  shareChannel: f1c3('1f'),
  shareSeries: f1c3('20'),
} as const;

/** What a channel holds. */
export const QUANTITY_TYPE = { waveform: f753('80'), phasor: f753('81'), valueLog: f753('82') } as const;
/** Kinds we know and do not read, for the note that says so. */
export const QUANTITY_TYPE_UNREAD: Readonly<Record<string, string>> = {
  [f753('83')]: 'lightning strokes',
  [f753('85')]: 'frequency response',
  [f753('87')]: 'histogram',
  [f753('88')]: '3-D histogram',
  [f753('89')]: 'cumulative probability',
  [f753('8a')]: 'XY values',
  [f753('8b')]: 'magnitude and duration',
  [f753('8c')]: 'XYZ values',
  [f753('8d')]: 'magnitude, duration, time',
  [f753('8e')]: 'magnitude, duration, count',
};

/** What a series of a channel means. */
export const VALUE_TYPE = {
  value: f753('97'),
  minimum: f753('98'),
  maximum: f753('99'),
  average: f753('9a'),
  instantaneous: f753('9b'),
  time: f755('62'),
} as const;

export const CHARACTERISTIC = {
  none: b451('df'),
  instantaneous: b451('dd'),
  rms: b451('e5'),
  thd: b451('ec'),
  zeroUnbalance: b451('e7'),
  negativeUnbalance: b451('e8'),
  frequency: '07ef68af-9ff5-11d2-b30b-006008b37183',
  pst: '515bf320-71ca-11d4-a4b3-444553540000',
  plt: '515bf321-71ca-11d4-a4b3-444553540000',
} as const;

export const MEASURED = { voltage: 1, current: 2, power: 3 } as const;
export const UNITS = { timestamp: 1, seconds: 2, cycles: 3, volts: 6, amps: 7, percent: 19, perUnit: 20 } as const;
/** Bits: they may be combined. */
export const STORAGE = { values: 1, scaled: 2, increment: 4 } as const;
export const COMPRESSION_STYLE = { none: 0, wholeFile: 1, perRecord: 2 } as const;
export const COMPRESSION_ALGORITHM = { none: 0, zlib: 1 } as const;

/** Phase identifiers; all others (neutral, residual, sequence, totals) are no voltage with limits. */
export const PHASE_OF = { 1: 'A', 2: 'B', 3: 'C', 4: 'N', 5: 'AB', 6: 'BC', 7: 'CA' } as const;

/** Endings of the standard's own families of tags: what lies outside them is a maker's own. */
const STANDARD_FAMILIES = [
  /^897386..-f1c3-/,
  /^b48d85..-f5f5-/,
  /^3d786f..-f76e-/,
  /^62f281..-f9c4-/,
  /^c690e8..-f755-/,
  /^0fa118..-cb4a-/,
  /^2747d44.-2bd0-/,
  /^5b12f43.-ff54-/,
  /^(a112f421-b111|fb228ee0-fc8d|9f256ee0-803b|f90de218-e67b)-/,
  // Version 1.6 and 1.7.
  /^(5217b688|a9307899|6acec12e|00b9ec4c|ff9525c1|f3eacff9|95c6e3e0|5265f355|5ebfe15f|e0b1f568|714c2c6d)-/,
];
export const isStandardTag = (tag: string): boolean => STANDARD_FAMILIES.some((family) => family.test(tag));
