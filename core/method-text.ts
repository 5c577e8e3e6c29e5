/** How a meter or recorder makes its values, in words; units and symbols need no translation. */
import { METHODS, type Method } from './series.ts';
import type { Text } from './text.ts';

const OTHER_METHODS = ['counter', 'waveform'] as const;

const METHOD_TEXT: Readonly<Record<Method | (typeof OTHER_METHODS)[number], Text>> = {
  urms_half: { zh: 'Urms(1/2)', en: 'Urms(1/2)' },
  '1s': { zh: '1 s', en: '1 s' },
  '10s': { zh: '10 s', en: '10 s' },
  '1min': { zh: '1 min', en: '1 min' },
  '10min': { zh: '10 min', en: '10 min' },
  '15min': { zh: '15 min', en: '15 min' },
  '60min': { zh: '60 min', en: '60 min' },
  event_log: { zh: '事件记录', en: 'event log' },
  counter: { zh: '电表计数器', en: 'meter counter' },
  waveform: { zh: '波形', en: 'waveform' },
};

/** Of a method a recorder named itself, its own word. */
export function methodText(method: string): Text {
  const known = [...METHODS, ...OTHER_METHODS].find((m) => m === method);
  return known === undefined ? { zh: method, en: method } : METHOD_TEXT[known];
}
