/**
 * One DSMR P1 telegram as its objects, a pure function of its text: `/XXX5 identification`, lines `A-B:C.D.E(value)…`,
 * `!` and, from DSMR 4 on, four hex digits of CRC.
 * @source DSMR P1 companion standard 2.2, 4.2, 5.0: telegram layout and CRC16 (polynomial A001) from `/` to `!`
 */
export interface DsmrObject {
  /** `1-0:32.7.0` */
  readonly obis: string;
  /** What stands in the brackets, in order. */
  readonly values: readonly string[];
  /** 1-based line within the telegram's file. */
  readonly line: number;
}

export interface DsmrTelegram {
  /** The identification line without its `/`. */
  readonly identification: string;
  /** 1-based line of the `/`. */
  readonly line: number;
  readonly objects: readonly DsmrObject[];
  /** `none`: a telegram of before DSMR 4. `cut`: it has no end. */
  readonly crc: 'right' | 'wrong' | 'none' | 'cut';
  /** Lines that are no objects. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

const OBJECT = /^(\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)(\(.*\))$/;
const END = /^!([0-9A-F]{4})?$/i;
/** The longest line the standard allows is a text message of 1024 characters, twice as long in hex. */
const LINE_CHARS_MAX = 4096;
const OBJECTS_MAX = 1000;

/** `text` from `/` on, one character per byte; `firstLine` = its line in the file. Never throws. */
export function parseTelegram(text: string, firstLine = 1): DsmrTelegram {
  const lines = text.split('\n').map((l) => (l.endsWith('\r') ? l.slice(0, -1) : l));
  const objects: DsmrObject[] = [];
  const unread: { line: number; text: string }[] = [];
  let crc: DsmrTelegram['crc'] = 'cut';
  for (const [i, raw] of lines.entries()) {
    const line = firstLine + i;
    const content = raw.trim();
    if (i === 0 || content === '') continue;
    const end = END.exec(content);
    if (end !== null) {
      crc = end[1] === undefined ? 'none' : crcState(text, end[1]);
      break;
    }
    const last = objects.at(-1);
    const m = content.length > LINE_CHARS_MAX ? null : OBJECT.exec(content);
    if (m !== null && objects.length < OBJECTS_MAX) {
      objects.push({ obis: m[1] as string, values: bracketed(m[2] as string), line });
    } else if (/^\([^()]*\)$/.test(content.slice(0, LINE_CHARS_MAX)) && last !== undefined) {
      // DSMR 2.2 writes the gas reading on a line of its own, below its object.
      objects[objects.length - 1] = { ...last, values: [...last.values, ...bracketed(content)] };
    } else unread.push({ line, text: content.slice(0, 80) });
  }
  return { identification: (lines[0] ?? '').replace(/^\//, '').trim(), line: firstLine, objects, crc, unread };
}

/** `(a)(b)(c)` to its parts. */
const bracketed = (text: string): string[] => text.slice(1, -1).split(')(');

/** Line ends that a tool changed on the way to LF are forgiven: the checksum is then that of the CR LF it was sent with. */
function crcState(text: string, written: string): 'right' | 'wrong' {
  const signed = text.slice(0, text.indexOf('!') + 1);
  const expected = Number.parseInt(written, 16);
  const sent = signed.includes('\r') ? signed : signed.replaceAll('\n', '\r\n');
  return crc16(signed) === expected || crc16(sent) === expected ? 'right' : 'wrong';
}

/** CRC16/ARC of a text with one character per byte. */
export function crc16(text: string): number {
  let crc = 0;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return crc;
}

/** First value of an object that is a number with its unit, `0230.0*V`; null where it is absent or unreadable. */
export function measured(
  telegram: DsmrTelegram,
  obis: string,
): { readonly value: number; readonly unit: string } | null {
  const text = telegram.objects.find((o) => o.obis === obis)?.values.at(-1) ?? '';
  const m = /^(-?\d{1,12}(?:\.\d{1,9})?)(?:\*([A-Za-z0-9]{1,8}))?$/.exec(text);
  return m === null ? null : { value: Number(m[1]), unit: m[2] ?? '' };
}
