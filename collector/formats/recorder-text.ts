/**
 * Text of a recorder's header. Recorders write UTF-8, or the code page of the country they were configured in; the file
 * does not say which. A byte-order mark or valid UTF-8 decides; then GB 18030, windows-1251 and windows-1252 are told
 * apart by how their letters lie.
 */
import { decodeText } from '../../core/decode-text.ts';

export type RecorderEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1251' | 'windows-1252';

export interface RecorderText {
  readonly text: string;
  readonly encoding: RecorderEncoding;
}

/** Common Chinese characters (level 1 of GB 2312) have lead bytes up to D7; symbols and full-width forms A1–A3. */
const COMMON_LEAD_MAX = 0xd7;
/** Share of common characters from which two-byte text is taken as Chinese. Real names lie above 0.8. */
const COMMON_SHARE = 0.5;
/** Share of high bytes standing alone between ASCII from which the text is taken as Latin with accents. */
const ALONE_SHARE = 0.5;

/** Never throws: what fits nowhere is read as windows-1252, which has a character for every byte. */
export function decodeRecorderText(bytes: Uint8Array): RecorderText {
  const plain = decodeText(bytes);
  if (plain.encoding !== 'gb18030') return { text: plain.text, encoding: plain.encoding };
  const high = countHigh(bytes);
  if (plain.clean && commonShare(plain.text, bytes) >= COMMON_SHARE) return { text: plain.text, encoding: 'gb18030' };
  const encoding = high.alone / high.all >= ALONE_SHARE ? 'windows-1252' : 'windows-1251';
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function countHigh(bytes: Uint8Array): { all: number; alone: number } {
  let all = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    all++;
    if ((bytes[i - 1] ?? 0) < 0x80 && (bytes[i + 1] ?? 0) < 0x80) alone++;
  }
  return { all, alone };
}

/** Share of the two-byte characters that are common Chinese ones. 0 where there is none. */
function commonShare(text: string, bytes: Uint8Array): number {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    pairs++;
    const isSymbol = lead >= 0xa1 && lead <= 0xa3;
    if (trail >= 0xa1 && (isSymbol || (lead >= 0xb0 && lead <= COMMON_LEAD_MAX))) common++;
    i++;
  }
  return pairs === 0 || text.length === 0 ? 0 : common / pairs;
}
