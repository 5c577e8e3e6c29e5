/**
 * PQDIF: records of one or more instruments with their observations (waveforms, RMS courses, trends).
 * @source IEEE 1159.3-2003 (structures and identifiers unconfirmed in the text of the standard)
 */
import { wallToUtc } from '../../core/time.ts';
import { extensionOf, type Format, type FormatInput, type FormatResult, stemOf } from './format.ts';
import { compressionOf, unpack } from './pqdif/body.ts';
import { type ChannelContext, type TimedChannel, timedChannel } from './pqdif/channels.ts';
import { clockStepMs } from './pqdif/clock-step.ts';
import type { Element } from './pqdif/elements.ts';
import { QUANTITY_TYPE, QUANTITY_TYPE_UNREAD } from './pqdif/ids.ts';
import { type RawObservation, readObservation } from './pqdif/observation.ts';
import { isSignature, type RawRecord, walkRecords } from './pqdif/records.ts';
import { type Say, sayings } from './pqdif/say.ts';
import { type Budget, seriesReader } from './pqdif/series.ts';
import { NO_SETTINGS, readSettings, readSource, type Settings, type Source } from './pqdif/source.ts';
import { loggedTables } from './pqdif/tables.ts';
import { waveRecordings } from './pqdif/waveform.ts';
import type { Observation, Recorded } from './recording.ts';

export const pqdif = {
  id: 'pqdif',
  title: 'PQDIF (IEEE 1159.3)',
  sniff: (head, name) => isSignature(head) || ['pqd', 'pqdif'].includes(extensionOf(name)),
  parse: (input) => read(input),
} as const satisfies Format;

/** Values decoded from one file at most: 256 MB. */
const VALUES_MAX = 32 * 2 ** 20;
/** Where neither the settings nor a waveform tell: only needed for times counted in cycles. */
const LINE_HZ_ASSUMED = 50;

function read(input: FormatInput): FormatResult {
  const { say, problems } = sayings(input.name);
  const raw = walkRecords(input.bytes, say);
  const { observations, sources } = gather(raw, say);
  const budget: Budget = { left: VALUES_MAX };
  const stepMs = clockStepMs(observations.map((o) => o.startWallMs));
  const unread = new Map<string, number>();
  const records = observations.flatMap((o) => recordsOf(o, { input, say, budget, stepMs, unread }));
  for (const [kind, count] of unread) {
    say({
      code: 'note',
      severity: 'warning',
      at: null,
      expected: 'waveforms and logged values',
      got: `${count} channels of ${kind}: not read`,
    });
  }
  if (records.length === 0) {
    const got = `${observations.length} observations in ${raw.length} records, none with values that can be read`;
    say({ code: raw.length === 0 ? 'unknown-format' : 'missing-samples', at: null, expected: 'observations', got });
  }
  const channelList = sources.flatMap((s) => s.channels.map((c) => c.name));
  return { records, problems: problems(), channelList };
}

/** Observations in order, each with the source and the settings that stand before it. */
function gather(raw: readonly RawRecord[], say: Say): { observations: RawObservation[]; sources: Source[] } {
  const foreign = new Map<string, number>();
  const compression = compressionOf(raw[0], say, foreign);
  if (compression === null) return { observations: [], sources: [] };
  const observations: RawObservation[] = [];
  const sources: Source[] = [];
  let settings: Settings = NO_SETTINGS;
  let number = 0;
  for (const { record, body } of unpack(raw, compression, say, foreign)) {
    if (record.type === 'source') {
      sources.push(readSource(body, sources.length + 1));
      settings = NO_SETTINGS;
    } else if (record.type === 'settings') {
      settings = settingsOf(body, record, say);
    } else if (record.type === 'observation') {
      number++;
      const source = sources.at(-1);
      const at = `record ${record.number} at byte ${record.offset}`;
      if (source === undefined) {
        say({ code: 'unknown-reference', at, expected: 'a data source before the observation', got: 'none' });
        continue;
      }
      const o = readObservation(body, { number, record, source, settings, say });
      if (o !== null) observations.push(o);
    }
  }
  for (const s of sources) if (s.zoneUnread !== null) zoneNote(s.zoneUnread, say);
  if (foreign.size > 0) foreignNote(foreign, say);
  return { observations, sources };
}

function settingsOf(body: readonly Element[], record: RawRecord, say: Say): Settings {
  const settings = readSettings(body);
  if (settings.wantsCalibration) {
    const at = `record ${record.number} at byte ${record.offset}`;
    say({
      code: 'note',
      severity: 'warning',
      at,
      expected: 'calibrated values',
      got: 'calibration asked for: not applied',
    });
  }
  return settings;
}

function zoneNote(text: string, say: Say): void {
  say({
    code: 'note',
    severity: 'warning',
    at: 'time zone',
    expected: 'UTC, an offset or Area/City',
    got: `${text}: --zone taken`,
  });
}

function foreignNote(foreign: ReadonlyMap<string, number>, say: Say): void {
  const got = [...foreign]
    .slice(0, 5)
    .map(([tag, count]) => `${count} × ${tag}`)
    .join(', ');
  say({
    code: 'note',
    severity: 'warning',
    at: 'tags',
    expected: 'tags of the standard',
    got: `of a maker, passed over: ${got}`,
  });
}

interface FileContext {
  readonly input: FormatInput;
  readonly say: Say;
  readonly budget: Budget;
  readonly stepMs: number;
  /** Channels of kinds that are not read, by name of the kind. */
  readonly unread: Map<string, number>;
}

function recordsOf(o: RawObservation, file: FileContext): Recorded[] {
  const { say } = file;
  const zone = o.source.zone ?? file.input.zone;
  const startMs = instantOf(o.startWallMs, zone, o, say);
  if (startMs === null) return [];
  const triggerMs = o.triggerWallMs === null ? null : startMs + (o.triggerWallMs - o.startWallMs);
  const reader = seriesReader(o, file.budget, say);
  const lineHz = o.settings.lineHz ?? LINE_HZ_ASSUMED;
  const context: ChannelContext = { reader, lineHz, say, times: new Map() };
  const waves: TimedChannel[] = [];
  const logged: TimedChannel[] = [];
  o.channels.forEach((c, i) => {
    const type = c?.definition.quantityType ?? '';
    const list =
      type === QUANTITY_TYPE.waveform
        ? waves
        : type === QUANTITY_TYPE.valueLog || type === QUANTITY_TYPE.phasor
          ? logged
          : null;
    if (list === null && c !== null) {
      const kind = QUANTITY_TYPE_UNREAD[type] ?? `an unknown kind (${type})`;
      file.unread.set(kind, (file.unread.get(kind) ?? 0) + 1);
    }
    const timed = list === null ? null : timedChannel(o, i, context);
    if (timed !== null) list?.push(timed);
  });
  const facts = (declaredV: number | null): Observation => ({
    number: o.number,
    name: o.name,
    source: `${o.source.number} ${o.source.name}`,
    declaredV,
    clockStepMs: file.stepMs,
  });
  const meter = [o.source.location, o.source.name].filter((t) => t !== '').join('/') || stemOf(file.input.name);
  return [
    ...loggedTables(o, logged, { startMs, meter, facts }),
    ...waveRecordings(o, waves, { startMs, triggerMs, lineHz: o.settings.lineHz, facts }),
  ];
}

/** Wall clock of the meter to the instant. A time that exists twice is the first; one that does not exist is left out. */
function instantOf(wallMs: number, zone: string, o: RawObservation, say: Say): number | null {
  if (Math.abs(wallMs) > 8e15) {
    say({ code: 'bad-time', at: o.at, expected: 'a date', got: `${wallMs} ms` });
    return null;
  }
  const whole = Math.floor(wallMs);
  const at = wallToUtc(whole, zone);
  if (!at.ok) {
    const got = `${new Date(whole).toISOString().slice(0, 19)} (${at.fault})`;
    say({ code: 'bad-time', at: o.at, expected: `a time that exists in ${zone}`, got });
    return null;
  }
  if (at.ambiguous) {
    const got = `${new Date(whole).toISOString().slice(0, 19)}: the first of two taken`;
    say({ code: 'ambiguous-time', severity: 'warning', at: o.at, expected: `a time that exists once in ${zone}`, got });
  }
  return at.ms + (wallMs - whole);
}
