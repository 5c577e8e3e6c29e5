/** What a Modbus exception means for polling. */

export type ExceptionMeaning =
  /** The meter does not have what was asked, or not in one piece: divide, then give up for a while. */
  | 'illegal'
  /** It will have it later. */
  | 'busy'
  /** A gateway speaks: the unit behind it keeps silent. */
  | 'silent'
  /** The meter reports a failure of its own; may pass. */
  | 'failure';

/** @source Modbus Application Protocol V1.1b3, 7: exception codes */
const MEANINGS: Readonly<Record<number, ExceptionMeaning>> = {
  1: 'illegal', // function
  2: 'illegal', // data address
  3: 'illegal', // data value: also "too many registers"
  4: 'failure',
  5: 'busy', // acknowledge
  6: 'busy',
  8: 'failure', // memory parity
  10: 'silent', // gateway path unavailable
  11: 'silent', // gateway target failed to respond
};

export function meaningOf(code: number): ExceptionMeaning {
  return MEANINGS[code] ?? 'failure';
}
