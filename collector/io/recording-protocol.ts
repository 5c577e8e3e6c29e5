/** Messages between the server and the thread that keeps uploaded recordings. Plain data only. */
import type { RecordingReport, RecordingWindow } from '../../core/recording-report.ts';
import type { Upload } from '../recordings/report.ts';
import type { WindowAsk } from '../recordings/window.ts';

export type RecordingAsk =
  | { readonly kind: 'open'; readonly upload: Upload }
  | { readonly kind: 'report'; readonly id: string }
  | { readonly kind: 'window'; readonly id: string; readonly part: number; readonly ask: WindowAsk };

/** null = no such recording or part: never uploaded, or given up for newer ones. */
export type RecordingAnswer = RecordingReport | RecordingWindow | null;

export interface ToRecordings {
  readonly call: number;
  readonly ask: RecordingAsk;
}
export type FromRecordings =
  | { readonly call: number; readonly ok: true; readonly value: RecordingAnswer }
  | { readonly call: number; readonly ok: false; readonly message: string };
