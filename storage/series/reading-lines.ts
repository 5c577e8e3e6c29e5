/**
 * Lines of readings, which are nearly all that is ever written: measurement and tags of a meter's phase are made once and
 * kept, fields go from the reading into the text without objects in between. `readingLines` is the oracle: the very same
 * text.
 */
import type { MeterId } from '../../core/ids.ts';
import type { PhaseTag, QuantityId } from '../../core/quantity.ts';
import type { Reading } from '../../core/series.ts';
import { readingLines, type TagsOf } from './influx-lines.ts';
import { encodeLine } from './line-protocol.ts';
import { FIELD_OF } from './points.ts';

/** Heads that are kept; beyond them (meters made up by the thousand) all are made anew. */
const HEADS_MAX = 2_000_000;

type Heads = Partial<Record<PhaseTag, string>>;

export class ReadingLines {
  readonly #tagsOf: TagsOf;
  #heads = new Map<MeterId, Heads>();

  constructor(tagsOf: TagsOf) {
    this.#tagsOf = tagsOf;
  }

  /** Tags have changed. */
  forget(): void {
    this.#heads = new Map();
  }

  of(reading: Reading): readonly string[] {
    const phases = Object.keys(reading.values) as PhaseTag[];
    if (phases.length === 0) return readingLines(reading, this.#tagsOf);
    const tail = `quality=${reading.quality} ${Math.round(reading.endMs)}`;
    const heads = this.#headsOf(reading.meter);
    return phases.map((phase) => {
      let line = heads[phase] ?? this.#newHead(reading.meter, phase, heads);
      const values = reading.values[phase] as Readonly<Record<string, number>>;
      for (const quantity in values) {
        const value = values[quantity] as number;
        const field = FIELD_OF.get(quantity as QuantityId);
        if (field !== undefined && Number.isFinite(value)) line += `${field}=${value},`;
      }
      return line + tail;
    });
  }

  #headsOf(meter: MeterId): Heads {
    let heads = this.#heads.get(meter);
    if (heads === undefined) {
      if (this.#heads.size >= HEADS_MAX) this.forget();
      heads = {};
      this.#heads.set(meter, heads);
    }
    return heads;
  }

  /** What stands before the fields, by the encoder of all other lines. */
  #newHead(meter: MeterId, phase: PhaseTag, heads: Heads): string {
    const one = readingLines({ ...ANY, meter, values: { [phase]: {} } }, this.#tagsOf)[0] ?? '';
    const head = one.slice(0, one.length - TAIL.length);
    heads[phase] = head;
    return head;
  }
}

const ANY: Omit<Reading, 'meter' | 'values'> = {
  startMs: 0,
  endMs: 0,
  method: '1min',
  statistic: 'mean',
  quality: 0,
  knownAtMs: 0,
  deviceTimeMs: null,
};
const TAIL = (encodeLine({ measurement: '', tags: [], fields: [['quality', 0]], timeMs: 0 }) ?? '').trimStart();
