/** Colours with a meaning, in one place. Phases follow the Chinese convention: A yellow, B green, C red. */
import type { Cause, Conclusion } from '../../core/verdict.ts';

export const PHASE_COLOR: Readonly<Record<string, string>> = {
  A: '#d4a106',
  B: '#389e0d',
  C: '#cf1322',
  AB: '#d4a106',
  BC: '#389e0d',
  CA: '#cf1322',
};

export const CONCLUSION_COLOR: Readonly<Record<Conclusion, string>> = {
  confirmed: '#0b7a4b',
  partly: '#5b8c00',
  not_found: '#595959',
  open: '#d46b08',
  routed: '#1d6fa5',
};

const CAUSE_COLOR: Readonly<Partial<Record<Cause, string>>> = {
  lightning: '#722ed1',
  works_notified: '#1d6fa5',
  works_unnotified: '#c41d7f',
  works_overrun: '#eb2f96',
  line_fault: '#cf1322',
  upstream: '#08979c',
  low_voltage: '#d48806',
  neutral_fault: '#a8071a',
  loose_contact: '#ad6800',
  phase_loss: '#d4380d',
  customer_load: '#7cb305',
  overvoltage: '#fa541c',
  disconnected: '#595959',
  inside: '#8c8c8c',
  unknown: '#bfbfbf',
};

export function causeColor(cause: Cause): string {
  return CAUSE_COLOR[cause] ?? '#8c8c8c';
}

/** Benefit of a section, from pale to red; steps so that ranks can be told apart on the map. */
export const BENEFIT_STEPS: readonly { readonly atLeast: number; readonly color: string }[] = [
  { atLeast: 0, color: '#b7c4cf' },
  { atLeast: 1, color: '#ffd666' },
  { atLeast: 10, color: '#fa8c16' },
  { atLeast: 50, color: '#f5222d' },
  { atLeast: 200, color: '#820014' },
];
