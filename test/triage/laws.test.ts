/** Laws of classify: any text has an answer; manners, letter forms and the order of categories change nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, SYMPTOMS } from '../../core/complaint.ts';
import { CATEGORY_RULES } from '../../correlator/triage/categories/index.ts';
import { classify } from '../../correlator/triage/classify.ts';
import { hintTableSource } from '../../correlator/triage/hints/learn.ts';
import { PIECES, SENTENCES } from '../../correlator/triage/hints/table.ts';
import { SYMPTOM_WORDS } from '../../correlator/triage/symptoms/index.ts';
import { sentences } from './sentences.ts';

const SEED = 20260701;
const options = (numRuns: number): fc.Parameters<unknown> => ({ seed: SEED, numRuns });
const texts = sentences('check').map((s) => s.text);
const anyText = fc.constantFrom(...texts);

describe('laws', () => {
  it('any text gets a well-formed answer', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme' }), anyText);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (parts) => {
        const t = classify(parts.join(''));
        expect(CATEGORIES).toContain(t.category);
        expect(t.p).toBeGreaterThan(0);
        expect(t.p).toBeLessThanOrEqual(1);
        expect(t.second === null || (CATEGORIES.includes(t.second) && t.second !== t.category)).toBe(true);
        expect(t.symptoms.every((s) => SYMPTOMS.includes(s))).toBe(true);
        expect(parts.join('')).toSatisfy((all: string) => t.because.every((b) => b !== '' && all.includes(b)));
      }),
      options(300),
    );
  });

  it('lone surrogates, zeros and very long texts are answered', () => {
    for (const text of ['\ud800', 'x\udfff停电', '\0\0停电', '停电'.repeat(100_000), '\u202e灯闪']) {
      expect(CATEGORIES).toContain(classify(text).category);
    }
  });

  it('politeness changes nothing', () => {
    const before = fc.constantFrom(
      '',
      '您好,',
      '你好!',
      '晚上好,',
      '唔該,',
      '不好意思打扰了,',
      'Hello, ',
      'Good evening, ',
    );
    const after = fc.constantFrom(
      '',
      ',谢谢',
      '。谢谢您!',
      ',麻烦你们了',
      ',多謝',
      '. Thank you very much',
      ', many thanks in advance.',
    );
    fc.assert(
      fc.property(before, anyText, after, (a, text, b) => {
        expect(classify(`${a}${text}${b}`)).toEqual(classify(text));
      }),
      options(400),
    );
  });

  it('the order of categories is irrelevant', () => {
    const order = fc.shuffledSubarray([...CATEGORY_RULES], { minLength: CATEGORY_RULES.length });
    fc.assert(
      fc.property(order, anyText, (rules, text) => {
        expect(classify(text, rules)).toEqual(classify(text));
      }),
      options(150),
    );
  });

  it('full-width and upper-case letters change only how the reasons look', () => {
    const wide = (text: string): string =>
      text.replace(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0));
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = { ...classify(text), because: [] };
        expect({ ...classify(wide(text)), because: [] }).toEqual(plain);
        expect({ ...classify(text.toUpperCase()), because: [] }).toEqual(plain);
      }),
      options(150),
    );
  });

  it.each([
    ['电压不稳,灯一闪一闪', '電壓不穩,燈一閃一閃'],
    ['变压器冒烟,线路烧断', '變壓器冒煙,線路燒斷'],
    ['隔壁邻居说没有停电', '隔壁鄰居說沒有停電'],
  ])('traditional characters mean the same: %s', (simple, traditional) => {
    expect({ ...classify(traditional), because: [] }).toEqual({ ...classify(simple), because: [] });
  });
});

describe('registries', () => {
  it('hold every category and every symptom once, with words in both languages', () => {
    expect(CATEGORY_RULES.map((r) => r.id).sort()).toEqual([...CATEGORIES].sort());
    expect(SYMPTOM_WORDS.map((s) => s.id).sort()).toEqual([...SYMPTOMS].sort());
    for (const entry of [...CATEGORY_RULES, ...SYMPTOM_WORDS]) {
      expect(entry.zh.length, entry.id).toBeGreaterThan(0);
      expect(entry.en.length, entry.id).toBeGreaterThan(0);
    }
  });

  it('the hint table is what the tuning sentences give (run `npx tsx test/triage/write-hints.ts`)', () => {
    const source = hintTableSource(sentences('tuning'));
    expect(source).toContain(`[${SENTENCES.join(', ')}]`);
    expect(source.includes(PIECES)).toBe(true);
  });
});
