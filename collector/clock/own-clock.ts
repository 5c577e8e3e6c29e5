/**
 * The collector's own clock, watched against a clock that can't be set: where the wall clock moved on by more or less than
 * the monotonic one, somebody set it (or the machine slept). Both clocks are parameters.
 */
import type { OwnClockStatus, OwnStep } from '../../core/collecting.ts';

/** A wall clock that moved further than this against the monotonic one was set, ms [guess]; NTP slews below it. */
export const STEP_MS = 250;
/** Stamps so soon after a step may still come from a delivery that began before it. */
const SETTLE_MS = 10_000;
const STEPS_MAX = 20;
const SLEW_FROM_MS = 600_000;
const SLEW_OVER_MS = 3_600_000;

/** One look: the wall clock, and the monotonic one just before and just after it. */
interface Look {
  readonly wall: number;
  readonly from: number;
  readonly to: number;
}

export class OwnClock {
  readonly #wall: () => number;
  readonly #mono: () => number;
  readonly #onStep: (step: OwnStep) => void;
  readonly #startMono: number;
  #last: Look;
  /** Where the measuring of the slew began: steps taken out. */
  #slewFrom: { readonly ahead: number; readonly mono: number };
  #slewPpm: number | null = null;
  #steps: readonly OwnStep[] = [];

  constructor(wall: () => number, mono: () => number, onStep: (step: OwnStep) => void = () => undefined) {
    this.#wall = wall;
    this.#mono = mono;
    this.#onStep = onStep;
    this.#last = this.#look();
    this.#startMono = this.#last.from;
    this.#slewFrom = { ahead: this.#last.wall - this.#last.from, mono: this.#last.from };
  }

  /** The wall clock, checked at every look: a stamp is never given out before its step is known. */
  now(): number {
    const look = this.#look();
    const last = this.#last;
    this.#last = look;
    // A process may stand still between two clocks: only what no pause explains is a step.
    const least = look.wall - last.wall - (look.to - last.from);
    const most = look.wall - last.wall - (look.from - last.to);
    const shiftMs = least > 0 ? least : Math.min(0, most);
    if (Math.abs(shiftMs) >= STEP_MS) this.#noteStep({ beforeMs: look.wall - shiftMs, afterMs: look.wall, shiftMs });
    this.#noteSlew(look);
    return look.wall;
  }

  /** Whether a stamp of this clock lies where the clock was moved: in the span left out or lived twice, or just after. */
  isDoubtful(stampMs: number): boolean {
    if (this.#steps.length === 0) return false;
    return this.#steps.some((s) => {
      const from = Math.min(s.beforeMs, s.afterMs);
      return stampMs >= from && stampMs <= Math.max(s.beforeMs, s.afterMs) + SETTLE_MS;
    });
  }

  status(): OwnClockStatus {
    return { steps: this.#steps, slewPpm: this.#slewPpm, watchedMs: this.#last.from - this.#startMono };
  }

  #look(): Look {
    const from = this.#mono();
    const wall = this.#wall();
    return { wall, from, to: this.#mono() };
  }

  #noteStep(step: OwnStep): void {
    this.#steps = [...this.#steps, step].slice(-STEPS_MAX);
    this.#slewFrom = { ahead: this.#slewFrom.ahead + step.shiftMs, mono: this.#slewFrom.mono };
    this.#onStep(step);
  }

  #noteSlew(look: Look): void {
    const overMs = look.from - this.#slewFrom.mono;
    if (overMs < SLEW_FROM_MS) return;
    const ahead = look.wall - look.from;
    this.#slewPpm = ((ahead - this.#slewFrom.ahead) / overMs) * 1e6;
    if (overMs >= SLEW_OVER_MS) this.#slewFrom = { ahead, mono: look.from };
  }
}
