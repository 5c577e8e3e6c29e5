/**
 * Lightning location and what a stroke can do to a line. Distances in km, times in ms.
 * @source Guangdong power-grid lightning location network 2007–11: flash detection 94 %, stroke detection 60 %, median
 * location error 489 m (more than two sensors).
 */
export const LIGHTNING = {
  /** P(the stroke that did it is in the record): between stroke (0.60) and flash (0.94) detection; first strokes dominate. */
  detection: 0.75,
  /** 50 % radius where the feed gives no ellipse, km. */
  defaultAxisKm: 0.5,
  /** Floor on a stated 50 % axis, km: location errors have a heavy tail (EPSR 178 106042). */
  floorAxisKm: 0.15,
  /** Degrees of freedom of the Student-t error law [M]. */
  tailNu: 3,
  /** Half width of the strip in which a stroke flashes a 10 kV line over, directly or by induction, km [M]. */
  stripKm: 0.1,
  /** Only strokes this near to a candidate section are looked at, km. */
  radiusKm: 4,
  /** Part of the weight for faults that follow their stroke late (damaged insulator), and for how long [M], a guess. */
  delayedShare: 0.06,
  delayedMs: 10 * 60_000,
  /** Clocks that are worse than their class: share, and how many times [M]. */
  clockTailShare: 0.1,
  clockTailTimes: 5,
  /** Shifts at which chance coincidences are counted, min either side: within the same storm. */
  shiftMinMs: 3 * 60_000,
  shiftMaxMs: 30 * 60_000,
  /** Pseudo count added to the chance count, so that an empty record is no infinite proof. */
  chancePseudo: 0.5,
  /** Spread of a stroke's own time stamp (GPS), ms. */
  strokeSigmaMs: 10,
  /** No stroke within radius and half an hour: how far the odds move, log2 floor; detection alone would say log2(1-0.75). */
  absentStormLog2: -2.6,
  /** Bound on what one coincidence may say, log2. */
  maxLog2: 9,
} as const;
