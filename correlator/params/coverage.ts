/**
 * What of a meter's records reaches us. What its way of measuring can show at all stands in core/can-see.ts.
 * All numbers are estimates [M].
 */

/** A meter of which the case has no reading at all may still be watching: P(its event record reached us) [M]. */
export const ONLINE_UNKNOWN = 0.98;
/** A power-off record (last gasp or stored) of a meter that is known to send such records [M]. */
export const POWER_OFF_RECORDED = 0.8;
/** P(a breaker trip is in the operations file | it happened), where the file has trips of that substation [M]. */
export const TRIP_RECORDED = 0.9;
/** A meter's false "out" and missed "out" when locating who was dark [M]. */
export const OUT_FALSE = 0.01;
export const OUT_MISSED = 0.06;
