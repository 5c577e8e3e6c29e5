/**
 * Is the unit of a meter's numbers the one we think? A unit or decimal point is wrong from the first value on: it is doubted
 * only until the meter has once shown its nominal voltage, so that no dip ever is. That it has is known across restarts.
 */
import type { Doubt } from '../core/data-quality.ts';
import type { MeterId } from '../core/ids.ts';
import { QUALITY, type Reading } from '../core/series.ts';
import { type ScaleDoubt, scaleDoubt, showsNominal } from './payloads/scale.ts';

export interface ScaleHelp {
  /** Whether the meter has once shown a voltage near nominal. */
  readonly hasShownNominal: (meter: MeterId) => boolean;
  readonly onNominal: (meter: MeterId) => void;
  readonly onDoubt: (meter: MeterId, doubt: Doubt, atMs: number) => void;
}

/** Under which dialects remember that a device's scale is right. */
const SCALE_KEY = 'scale|';

export class ScaleWatch {
  readonly #help: ScaleHelp;
  readonly #isRight = new Set<MeterId>();

  constructor(help: ScaleHelp) {
    this.#help = help;
  }

  /** The reading, flagged `suspect` where one mistake of scale explains all its voltages; values stay as they were sent. */
  judge(given: Reading, nominalLnV: number | null): Reading {
    const { meter } = given;
    if (nominalLnV === null || this.#isRight.has(meter)) return given;
    const isShown = showsNominal(given.values, nominalLnV);
    if (isShown || this.#help.hasShownNominal(meter)) {
      this.#isRight.add(meter);
      if (isShown) this.#help.onNominal(meter);
      return given;
    }
    const doubt = scaleDoubt(given.values, nominalLnV);
    if (doubt === null) return given;
    this.#help.onDoubt(meter, doubtOf(doubt, given, nominalLnV), given.knownAtMs);
    return { ...given, quality: given.quality | QUALITY.suspect };
  }

  /** What a dialect may recall of a device of which this process has heard nothing yet. */
  recall(key: string, meterOf: (device: string) => MeterId | null): unknown {
    if (!key.startsWith(SCALE_KEY)) return undefined;
    const meter = meterOf(key.slice(SCALE_KEY.length));
    return (meter !== null && this.#help.hasShownNominal(meter)) || undefined;
  }
}

function doubtOf({ factor, hint }: ScaleDoubt, { values }: Reading, nominalLnV: number): Doubt {
  const kind = factor === 2 ? 'doubled' : factor > 1.5 && factor < 1.9 ? 'line_phase_mixed' : 'scale';
  const sent = Object.entries(values).flatMap(([p, v]) => (v?.u === undefined ? [] : [`${p} ${v.u} V`]));
  return {
    kind,
    phases: '',
    detail: `${sent.join(', ')}, about ${Math.round(nominalLnV)} V expected: ${hint}`,
    p: 0.8,
  };
}
