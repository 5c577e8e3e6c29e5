/** Shape of one file format: an "is it?" and a "read". Reading never throws; what is wrong comes back as problems. */
import type { Parsed } from '../../core/problem.ts';
import type { Recorded } from './recording.ts';

export interface FormatInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A file beside this one with the same stem and this extension (lower case, no dot), or null where there is none. */
  companion(extension: string): { readonly name: string; readonly bytes: Uint8Array } | null;
  /** Zone of wall-clock times in the file where it names none. */
  readonly zone: string;
}

export interface FormatResult extends Parsed<Recorded> {
  /** Names of channels the header lists, also where the samples are missing. */
  readonly channelList: readonly string[];
}

export interface Format {
  readonly id: string;
  readonly title: string;
  /** True if the first bytes (or the name) say it is this format. */
  sniff(head: Uint8Array, name: string): boolean;
  parse(input: FormatInput): FormatResult;
}

export const extensionOf = (name: string): string => /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
export const stemOf = (name: string): string => name.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '');
/** First bytes as Latin-1 text: enough for sniffing. */
export const headText = (head: Uint8Array): string => new TextDecoder('latin1').decode(head.subarray(0, 2048));
/** Lines whatever ends them: LF, CR LF, CR CR LF (seen in the field) or CR alone. */
export const splitLines = (text: string): string[] => {
  if (!text.includes('\n')) return text.split('\r');
  return text.split('\n').map((line) => {
    let end = line.length;
    while (end > 0 && line.charCodeAt(end - 1) === 0x0d) end--;
    return line.slice(0, end);
  });
};
