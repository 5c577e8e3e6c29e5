/** Code pages of recorders, told apart by their bytes alone. */
import { describe, expect, test } from 'vitest';
import { decodeRecorderText } from '../../collector/formats/recorder-text.ts';

const bytes = (hex: string) => Uint8Array.from(hex.split(' ').map((h) => Number.parseInt(h, 16)));

describe('encoding of a header', () => {
  test.each([
    // Hex typed from the code tables: "Напряжение" in windows-1251, "电压" and "母线电压Ua" in GBK, "Spannung für" in 1252.
    ['windows-1251', 'cd e0 ef f0 ff e6 e5 ed e8 e5', 'Напряжение'],
    ['windows-1251', 'cd e0 ef f0 ff e6 e5 ed e8 e5 20 55 41', 'Напряжение UA'],
    ['gb18030', 'b5 e7 d1 b9', '电压'],
    ['gb18030', 'c4 b8 cf df b5 e7 d1 b9 55 61', '母线电压Ua'],
    ['windows-1252', '53 70 61 6e 6e 75 6e 67 20 66 fc 72 20 4c 31', 'Spannung für L1'],
    ['utf-8', '55 61', 'Ua'],
    ['utf-8', 'ef bb bf e7 94 b5 e5 8e 8b', '电压'],
  ])('%s', (encoding, hex, text) => {
    expect(decodeRecorderText(bytes(hex))).toEqual({ text, encoding });
  });
});
