/** What customers say of lamps: flicker, dim, too bright. */
import { word, wordAsIs } from '../match.ts';
import { LAMP, LAMP_EN } from '../nouns.ts';
import type { SymptomWords } from './symptom.ts';

const UNSTEADY =
  '忽明忽暗|明一下暗一下|亮一下暗一下|一明一暗|时明时暗|忽亮忽暗|一亮一暗|时亮时暗|明明暗暗|明暗不定|光暗光暗|一光一暗|一时光一时暗';

export const lampsFlicker: SymptomWords = {
  id: 'lamps_flicker',
  zh: [
    word(
      `${LAMP}[^,]{0,10}?(?<h>闪(?!电|断)|眨|${UNSTEADY}|抖动|抖个|抖一抖|一抖|跳动|跳来跳去|一跳一跳|跳了[一几两]下|不稳定?)`,
    ),
    word(`(?<h>闪烁|频闪|闪个不停|一闪一闪|闪来闪去|闪下闪下|闪吓闪吓|闪呀闪|${UNSTEADY})`),
    word(`(?:一直|老是|总是|不停地?|不断地?|成日|周时|经常|反复)(?:地|在|系度|喺度)?(?<h>闪(?!电|断|停))[^,]{0,4}`),
    word(`(?<h>闪)[^,]{0,3}${LAMP}`),
  ],
  en: [
    word(
      `\\b${LAMP_EN}\\b[^,]{0,40}?(?<h>\\b(?:flick(?!er)|blink|flash|pulsat|pulse|strob|wink|shimmer|flutter|jump))`,
    ),
    word('(?<!power |electricity |supply )\\bflicker(?:s|ed|ing|y)?\\b'),
    word(
      `\\b${LAMP_EN}\\b[^,]{0,30}?(?<h>(?:bright(?:er)?|up|dim(?:mer)?) (?:and|then) (?:dim(?:mer)?|down|bright(?:er)?)\\b)`,
    ),
    word('(?<h>\\b(?:blinking|pulsating|flashing)) (?:lamps?|lights?|bulbs?)\\b(?! on (?:the|my) (?:smart )?meter)'),
  ],
};

export const lampsDim: SymptomWords = {
  id: 'lamps_dim',
  zh: [
    word(
      `${LAMP}[^,]{0,10}?(?<h>昏暗|昏昏|昏沉|朦朦|蒙蒙|昏黄|(?<![忽一亮明光]|(?<!平)时)暗(?!一明)|发黄|发红|红丝|微弱|像萤火虫|像蜡烛)`,
    ),
    wordAsIs(
      `${LAMP}[^,]{0,8}?(?:不够亮|不够光|唔够光|唔够亮|不是很亮|不太亮|不怎么亮|没那么亮|半亮|亮不起来|亮度不够|亮度不足)`,
    ),
    word(
      '(?<h>(?<!一明|一亮|一光)一暗(?!一)|暗了一下|暗一下|昏暗|昏黄|昏昏沉沉|昏沉沉|(?:很|好|太|特别|有点|非常|比较|咁|超|变|更|越来越)暗(?!示))',
    ),
  ],
  en: [
    word(
      `\\b${LAMP_EN}\\b[^,]{0,40}?(?<h>\\b(?:(?<!bright and |bright then |brighter and |up and )dim(?!mer switch)|dips?\\b|dipped|faint|weak|dull|yellowish|brown|glow(?:ing)? (?:orange|red|dim)|barely|(?:goes?|went|going|turn(?:s|ed)?|look(?:s|ed)?|became|become) (?:yellow|orange|red|brown)))`,
    ),
    word(`\\bdim(?:med|ming|s)? (?:the )?${LAMP_EN}\\b`),
    word(
      '\\b(?:they|it|everything)\\b(?: (?:are|is|look|get|go|become|went|stay|just|only|very|so|too|all|really)s?){1,3} (?<h>dim(?:mer)?)\\b',
    ),
    word('(?<h>\\bdimm(?:ed|ing)\\b|\\bdims\\b|\\bbrown-?outs?\\b)'),
    wordAsIs(`\\b${LAMP_EN}\\b[^,]{0,20}?not (?:very |so |as |really )?bright`),
  ],
};

export const lampsTooBright: SymptomWords = {
  id: 'lamps_too_bright',
  zh: [
    word(
      `${LAMP}[^,]{0,8}?(?<h>(?:特别|太|很|好|异常|非常|格外|超级?|突然变?|变得?|过于?|忽然|越来越|更|猛地?|比平时|比以前)(?:的|地|刺眼地?)?(?:亮|光)(?!度|一|了一下|起来一)|过亮|贼亮|亮过|刺眼|晃眼|发白|亮得)`,
    ),
  ],
  en: [
    word(
      `\\b${LAMP_EN}\\b[^,]{0,40}?(?<h>\\b(?:(?:too|very|unusually|extremely|really|so|super|abnormally|incredibly|brilliantly|strangely) bright|brighter|over-?bright|blinding|glaring|dazzling))(?! (?:and|then) dim)`,
    ),
    word(`(?<h>\\btoo bright\\b|\\boverly bright\\b)`),
  ],
};
