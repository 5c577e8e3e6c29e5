/** Messages between the server's main thread and a computing thread. Plain data only. */
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { Incident, Priority, Verdict } from '../../core/verdict.ts';
import type { CaseDelta } from './case-memory.ts';

export type Ask =
  /** Prepare and answer everything with the facts told so far. */
  | { readonly kind: 'compute' }
  /** One complaint, with what was prepared last. */
  | { readonly kind: 'answer'; readonly complaint: Complaint; readonly triage: Triage }
  /** One complaint with the facts known at a moment. */
  | {
      readonly kind: 'answerAt';
      readonly complaint: Complaint;
      readonly triage: Triage;
      readonly asKnownAtMs: number;
    };

export type ToThread =
  | { readonly kind: 'put'; readonly delta: CaseDelta }
  | { readonly kind: 'reset' }
  | { readonly kind: 'ask'; readonly id: number; readonly ask: Ask };

export type FromThread =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly stack: string | null };

export interface Computed {
  readonly incidents: readonly Incident[];
  readonly verdicts: readonly Verdict[];
  readonly priorities: readonly Priority[];
}
