/** Lines of a file as byte ranges: linear in its length and nothing is copied, so a file of any size can be walked. */

const LF = 0x0a;
const CR = 0x0d;

/**
 * Calls `visit` with the 1-based line and its range `[from, to)` without the line end, whatever that is: LF, CR LF,
 * CR CR LF (seen in the field), or CR alone where the file has no LF. Stops early where `visit` returns false.
 */
export function eachLine(
  bytes: Uint8Array,
  visit: (line: number, from: number, to: number) => boolean | undefined,
): void {
  const end = bytes.includes(LF) ? LF : CR;
  let from = 0;
  for (let line = 1; from < bytes.length; line++) {
    const at = bytes.indexOf(end, from);
    const stop = at < 0 ? bytes.length : at;
    let to = stop;
    while (to > from && bytes[to - 1] === CR) to--;
    if (visit(line, from, to) === false) return;
    from = stop + 1;
  }
}

/** Whether a range holds nothing but blanks, TABs and the end-of-file mark of DOS (0x1A). */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const b = bytes[i]!;
    if (b !== 0x20 && b !== 0x09 && b !== 0x1a) return false;
  }
  return true;
}
