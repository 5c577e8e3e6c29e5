/** What a caller says about the time, as a window: rounded words, not instants. */
import { hourOfDay } from '../../core/time.ts';
import type { TextKey } from '../text/en.ts';

export type WhenChoice = 'unsaid' | 'now' | 'hour' | 'today' | 'lastNight' | 'range';
export const WHEN_CHOICES: readonly { readonly id: WhenChoice; readonly label: TextKey }[] = [
  { id: 'unsaid', label: 'desk.whenUnsaid' },
  { id: 'now', label: 'desk.whenNow' },
  { id: 'hour', label: 'desk.whenHour' },
  { id: 'today', label: 'desk.whenToday' },
  { id: 'lastNight', label: 'desk.whenLastNight' },
  { id: 'range', label: 'desk.whenRange' },
];

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** `[fromMs, toMs]` in UTC, or null where nothing was said. "Last night" = 18:00 yesterday to 06:00 today in `zone`. */
export function windowOf(choice: WhenChoice, nowMs: number, zone: string): readonly [number, number] | null {
  const midnightMs = nowMs - hourOfDay(nowMs, zone) * HOUR_MS;
  if (choice === 'now') return [nowMs - 15 * MINUTE_MS, nowMs];
  if (choice === 'hour') return [nowMs - HOUR_MS, nowMs];
  if (choice === 'today') return [midnightMs, nowMs];
  if (choice === 'lastNight') return [midnightMs - 6 * HOUR_MS, Math.min(nowMs, midnightMs + 6 * HOUR_MS)];
  return null;
}
