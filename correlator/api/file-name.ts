/** The name an upload had where it came from, out of its header. */
import { HttpProblem } from './http-problem.ts';

/** Percent-decoded, without folders; `fallback` where none was sent. Throws a 400. */
export function uploadName(given: string | undefined, fallback: string): string {
  if (given === undefined) return fallback;
  try {
    // The last part only: a browser may send the folder too.
    return decodeURIComponent(given).replace(/^.*[\\/]/, '') || fallback;
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new HttpProblem(400, 'headers was not understood', [
      { path: 'headers.x-file-name', expected: 'a percent-encoded name', got: given.slice(0, 60) },
    ]);
  }
}
