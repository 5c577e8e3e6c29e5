/**
 * Two computing threads that take turns. One sits at the desk and answers single complaints with what it prepared last;
 * the other recomputes everything and then takes the desk. So an answer never waits for a recomputation, and the
 * server's own thread never computes.
 */
import type { CaseFacts } from '../../core/case.ts';
import type { Triage } from '../../core/complaint.ts';
import type { Complaint } from '../../core/facts.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { CaseDelta } from './case-memory.ts';
import type { Computed } from './engine-protocol.ts';
import { EngineSeat } from './engine-seat.ts';

export interface Engine {
  put(delta: CaseDelta): void;
  /** The whole case changed: hand it over again. */
  refill(): Promise<void>;
  compute(): Promise<Computed>;
  /** True once something was prepared. */
  ready(): boolean;
  /** Rejects before the first `compute` is done. */
  answer(complaint: Complaint, triage: Triage): Promise<Verdict>;
  /** With the facts known at a moment; prepares anew, so it takes as long as `compute`. */
  answerAt(complaint: Complaint, triage: Triage, asKnownAtMs: number): Promise<Verdict>;
  stop(): Promise<void>;
}

/** `facts` gives the case as it stands, whenever a thread must be filled. */
export function createEngine(facts: () => CaseFacts): Engine {
  const seats = [new EngineSeat(facts), new EngineSeat(facts)] as const;
  let desk: EngineSeat | null = null;
  const other = () => (desk === seats[0] ? seats[1] : seats[0]);
  return {
    put: (delta) => {
      for (const seat of seats) seat.put(delta);
    },
    async refill() {
      await Promise.all(seats.map((seat) => seat.refill()));
    },
    async compute() {
      const seat = other();
      const computed = await seat.ask<Computed>({ kind: 'compute' });
      desk = seat;
      return computed;
    },
    ready: () => desk !== null,
    answer: (complaint, triage) => (desk ?? seats[0]).ask<Verdict>({ kind: 'answer', complaint, triage }),
    answerAt: (complaint, triage, asKnownAtMs) =>
      other().ask<Verdict>({ kind: 'answerAt', complaint, triage, asKnownAtMs }),
    async stop() {
      await Promise.all(seats.map((seat) => seat.stop()));
    },
  };
}
