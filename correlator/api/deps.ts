/** What every handler may use; made once in main.ts. */
import type { ProfileId } from '../../core/case.ts';
import type { CollectingNow, MeterState, SilenceSpell } from '../../core/collecting.ts';
import type { MeterId } from '../../core/ids.ts';
import type { AuditRow, CollectorState, Range, SeriesStore } from '../../core/ports.ts';
import type { RecordingReport, RecordingWindow } from '../../core/recording-report.ts';
import type { Reading } from '../../core/series.ts';
import type { Progress } from '../contract/health.ts';
import type { Service } from '../io/service.ts';
import type { Completeness } from './completeness.ts';
import type { LettersPort } from './letters-port.ts';
import type { LiveHub } from './live-hub.ts';
import type { Metrics } from './metrics.ts';

/** The collecting side, as far as the API needs it. */
export interface CollectorPort {
  /** Newest state of every source and meter. */
  states(): readonly (CollectorState & Partial<MeterState>)[];
  /** Collecting as a whole; null while nothing collects. */
  overall?(): CollectingNow | null;
  /** Silences of one meter that reach into a period, newest first. */
  spells?(meter: MeterId, range: Range): readonly SilenceSpell[];
  /** What could not be used or was refused; null while nothing collects. */
  letters?(): LettersPort | null;
  /** Resolves only when all are on disk; rejects with a retryable `OperationalError` when they cannot be. */
  ingest(items: readonly { readonly kind: 'reading'; readonly reading: Reading }[]): Promise<void>;
}

/** The reading of recordings, as far as the API needs it. null = no longer kept. */
export interface RecordingsPort {
  open(upload: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly zone: string;
    readonly profile: ProfileId;
    readonly udinV: number | null;
  }): Promise<RecordingReport>;
  window(
    id: string,
    part: number,
    ask: { readonly fromMs: number; readonly toMs: number; readonly points: number },
  ): Promise<RecordingWindow | null>;
}

export interface Person {
  readonly id: string;
  readonly role: 'desk' | 'operator' | 'engineer' | 'admin' | 'auditor';
}

export interface Deps {
  readonly service: Service;
  readonly series: SeriesStore;
  readonly collector: CollectorPort | null;
  /** null = this server reads none. */
  readonly recordings: RecordingsPort | null;
  /** Ten-minute values stored of those due, of any meter. */
  readonly completeness: (nowMs: number) => Promise<(meter: MeterId) => Completeness>;
  readonly now: () => number;
  readonly zone: string;
  readonly profile: ProfileId;
  readonly version: string;
  readonly startedAtMs: number;
  readonly progress: () => Progress | null;
  readonly hub: LiveHub;
  readonly metrics: Metrics;
  /** Longest time an answer at the desk is waited for, ms. */
  readonly answerWaitMs: number;
  /** Writes the audit log; a look that cannot be written down is refused. */
  readonly audit: (row: Omit<AuditRow, 'atMs'>) => Promise<void>;
}
