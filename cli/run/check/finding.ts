/** One line of `check`: what was looked at, how it is, and what to do where it is not as it should be. */
import type { Lang, Text } from '../../../core/text.ts';
import { type Row, table } from '../../output.ts';

export type FindingState = 'ok' | 'warning' | 'error' | 'skipped';

export interface Finding {
  /** `modbus 10.0.0.5:502 unit 3 (M0417)` */
  readonly subject: string;
  readonly state: FindingState;
  readonly text: Text;
}

export function findingRow({ subject, state, text }: Finding): Row {
  return { type: 'check', subject, state, text };
}

/** Worst first, so that what must be mended is read first. */
export function findingTable(findings: readonly Finding[], lang: Lang): string {
  const order: readonly FindingState[] = ['error', 'warning', 'skipped', 'ok'];
  const sorted = [...findings].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return table(sorted.map(({ subject, state, text }) => ({ state, subject, finding: text[lang] })));
}

export function same(text: string): Text {
  return { zh: text, en: text };
}

export function hasError(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.state === 'error');
}
