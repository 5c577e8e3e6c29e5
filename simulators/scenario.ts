/** What is to be played: size of the troubles, quality of the instruments. Everything has a default; a file may change any of it. */
import type { NeutralEarthing } from '../core/network.ts';
import type { Problem } from '../core/problem.ts';

export interface Scenario {
  /** Part of Guangzhou; null = chosen by the seed. */
  readonly site: 'north' | 'south' | 'east' | null;
  /** Earthing of the 10 kV neutral; null = chosen by the seed. */
  readonly neutral: NeutralEarthing | null;
  /** Supply points with a registered meter, %. */
  readonly coveragePct: number;
  /** Transformers with an event recorder, %. */
  readonly recorderPct: number;
  /** Customers whose record names the wrong area, %. */
  readonly topologyErrorPct: number;
  /** Single-phase customers whose phase nobody wrote down, %. */
  readonly phaseUnknownPct: number;
  readonly strokeDetectionPct: number;
  /** Median location error of strokes, km. */
  readonly strokeErrorKm: number;
  /** Standard deviation of an unsynchronised meter clock, s. */
  readonly freeClockS: number;
  /** Hours of a month in which a concentrator delivers nothing, %. */
  readonly gapPct: number;
  /** Expected numbers in 30 days. */
  readonly storms: number;
  readonly lineFaults: number;
  readonly externalDamage: number;
  readonly upstream: number;
  readonly worksNotified: number;
  readonly worksUnnotified: number;
  readonly worksOverrun: number;
  readonly neutralFaults: number;
  readonly phaseLosses: number;
  readonly looseContacts: number;
  readonly customerLoads: number;
  readonly earthFaults: number;
  readonly disconnections: number;
  readonly insideCalls: number;
  readonly routedCalls: number;
  /** Multiplies every probability to call; 1 = as written. */
  readonly callRate: number;
}

export const DEFAULT_SCENARIO: Scenario = {
  site: null,
  neutral: null,
  coveragePct: 25,
  recorderPct: 20,
  topologyErrorPct: 3,
  phaseUnknownPct: 15,
  strokeDetectionPct: 60,
  strokeErrorKm: 0.5,
  freeClockS: 60,
  gapPct: 1,
  storms: 5,
  lineFaults: 4,
  externalDamage: 0.5,
  upstream: 3,
  worksNotified: 6,
  worksUnnotified: 4,
  worksOverrun: 3,
  neutralFaults: 3,
  phaseLosses: 2,
  looseContacts: 4,
  customerLoads: 2,
  earthFaults: 3,
  disconnections: 5,
  insideCalls: 25,
  routedCalls: 45,
  callRate: 1,
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  site: ['north', 'south', 'east'],
  neutral: ['isolated', 'coil', 'low_resistance', 'solid'],
};
/** No list of anything is longer than this in 30 days; a typing slip must not fill the disk. */
const MOST = 1000;

/** Reads a scenario written by a person. Unknown or impossible fields are named and left at their default. */
export function scenarioFrom(
  raw: unknown,
  file: string,
): { readonly scenario: Scenario; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const problem = (code: Problem['code'], field: string | null, expected: string, got: unknown): void => {
    problems.push({
      code,
      severity: 'warning',
      file,
      line: null,
      field,
      expected,
      got: JSON.stringify(got) ?? 'nothing',
    });
  };
  if (raw === null || raw === undefined) return { scenario: DEFAULT_SCENARIO, problems };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    problem('bad-value', null, 'names and values', raw);
    return { scenario: DEFAULT_SCENARIO, problems };
  }
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(raw)) {
    const words = WORDS[field];
    if (!(field in DEFAULT_SCENARIO)) problem('unknown-column', field, Object.keys(DEFAULT_SCENARIO).join(', '), value);
    else if (words !== undefined) {
      if (value === null || words.includes(String(value))) changed[field] = value;
      else problem('bad-value', field, words.join(', '), value);
    } else {
      const most = field.endsWith('Pct') ? 100 : MOST;
      if (typeof value === 'number' && value >= 0 && value <= most) changed[field] = value;
      else problem('bad-value', field, `a number from 0 to ${most}`, value);
    }
  }
  return { scenario: { ...DEFAULT_SCENARIO, ...changed }, problems };
}
