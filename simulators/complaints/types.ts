/** A call as it stands in the register, and beside it what it was really about. */

import type { SectionId } from '../../core/ids.ts';
import type { Cause } from '../../core/verdict.ts';

export interface SimComplaint {
  readonly id: string;
  readonly receivedMs: number;
  readonly account: string | null;
  readonly address: string | null;
  readonly text: string;
  readonly occurredFromMs: number | null;
  readonly occurredToMs: number | null;
  readonly channel: string;
  readonly requestType: string;
  readonly parent: string | null;
  readonly truth: {
    readonly cause: Cause | 'routed';
    readonly subcause: string | null;
    readonly incident: string | null;
    readonly sections: readonly SectionId[];
    readonly customer: number;
    readonly damage: boolean;
  };
}

/** Before it gets its number. */
export type DraftComplaint = Omit<SimComplaint, 'id' | 'parent'> & { readonly repeatOf: DraftComplaint | null };
