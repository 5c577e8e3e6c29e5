/** Thresholds of the conclusion, prices of a next step. Settings; @source design model section 9. */
export const CONCLUDE = {
  confirmed: 0.8,
  insideForNotFound: 0.8,
  /** Own meter must see the claimed kind at least this surely, and through this share of the window. */
  seesForNotFound: 0.8,
  windowShare: 0.95,
  /** One of several matters: supply causes at least this, and the text names a second matter that nothing supports. */
  partly: 0.6,
} as const;

/** Effort of a step in "questions": one question to the caller = 1 [M]. */
export const STEP_EFFORT = {
  ask_time: 1,
  ask_neighbours: 1,
  ask_breaker: 1,
  ask_address: 1,
  ping_meter: 1.5,
  field_check: 15,
} as const;

/** "Storm" said, no stroke record covers the time: log2 for lightning [M]. */
export const STORM_WORD_LOG2 = 1.8;
/** "The neighbours too" / "only us" [M]: log2 by how wide the hypothesis reaches. */
export const NEIGHBOURS_LOG2 = {
  yes: { wide: 1.2, service: -2.2, inside: -4 },
  no: { wide: -2, service: 1, inside: 0.8 },
} as const;
/** Starts of works within this of the outage count as the same [M]; log2 for works against other causes. */
export const WORKS_LOG2 = { aligned: 9, inside: 4, aftermath: -3, damage: 6 } as const;
/** Notice rules. @source design section 15: 7 days before planned, 24 h before temporary works; overrun 30 min. */
export const NOTICE = { plannedMs: 7 * 86_400_000, otherMs: 86_400_000, overrunMs: 30 * 60_000 } as const;
/** Household appliance rule (1996, order 7): visit 24 h, claim 7 days [M, may be superseded: check before use]. */
export const DAMAGE_RULE = { visitMs: 24 * 3_600_000, claimMs: 7 * 86_400_000 } as const;

/** P(the caller speaks of something lasting or recurring | what it is) [M]. */
export const HABIT = { lasting: 0.55, event: 0.06, inside: 0.17, unseen: 0.25 } as const;
