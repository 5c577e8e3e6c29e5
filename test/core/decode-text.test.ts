import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodingNamed } from '../../core/decode-text.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.split(' ').map((h) => Number.parseInt(h, 16)));

describe('which encoding a file is in (B19)', () => {
  it('reads GBK without being told', () => {
    expect(decodeText(bytes('cd b6 cb df ca b1 bc e4'))).toEqual({
      text: '投诉时间',
      encoding: 'gb18030',
      by: 'bytes',
      clean: true,
    });
  });

  it('reads strict UTF-8 without being told', () => {
    const d = decodeText(new TextEncoder().encode('投诉时间'));
    expect([d.text, d.encoding, d.by]).toEqual(['投诉时间', 'utf-8', 'bytes']);
  });

  it('a UTF-8 mark wins over the choice of GBK and is not part of the text', () => {
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('投诉时间')]);
    expect(decodeText(marked, encodingNamed('GBK'))).toEqual({
      text: '投诉时间',
      encoding: 'utf-8',
      by: 'bom',
      clean: true,
    });
  });

  it('without a mark the choice is kept, even where it is wrong', () => {
    const d = decodeText(new TextEncoder().encode('投诉'), encodingNamed('gb2312'));
    expect([d.encoding, d.by]).toEqual(['gb18030', 'choice']);
    expect(d.text).not.toBe('投诉');
  });

  it('reads the four-byte forms of GB 18030 and the marks of UTF-16', () => {
    expect(decodeText(bytes('95 32 82 36')).text).toBe('𠀀'); // U+20000
    expect(decodeText(bytes('ff fe 95 62 c9 8b')).text).toBe('投诉');
    expect(decodeText(bytes('fe ff 62 95 8b c9'), encodingNamed('utf-8')).text).toBe('投诉');
    expect(decodeText(bytes('84 31 95 33 cd b6')).text).toBe('投');
  });

  it('says when bytes fit nothing', () => {
    const d = decodeText(bytes('41 ff 42'));
    expect(d.clean).toBe(false);
    expect(d.text).toContain('\ufffd');
    expect(encodingNamed('ebcdic')).toBeNull();
  });

  it('never throws, and gives back what UTF-8 wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (b) => typeof decodeText(b).text === 'string'),
      { seed: 3 },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (s) => decodeText(new TextEncoder().encode(`_${s}`)).text === `_${s}`,
      ),
      { seed: 4 },
    );
  });
});
