/**
 * Is a matched word denied in its clause? Chinese: a negator directly before the head, with only light words between
 * ("没有再出现停电"), or a denial right behind it ("停电倒没有"). English: a negator within the last words.
 */

/** Words that may stand between a Chinese negator and what it denies. */
const LIGHT =
  '(?:出现|发生|遇到|见到|看到|听到|发现|存在|感觉到?|闻到|有|过|再|是|因为|由于|属于|算|任何|什么|一直|怎么|经常|明显|继续|' +
  '被|把|给|会|能|见|真的|真|完全|受到|受|引起|导致|造成|其他|人|谁|的|到|咩|乜嘢|乜|去)';
const NEGATOR_ZH =
  '(?<no>并没有?|并未|并非|并不|从来没有?|从未|没有|没|未曾|未|无|不再|不曾|不是|不|冇|唔系|唔|非|毫无|绝非)';
/** Two or more things denied by one word: 没有停电和跳闸. */
const LIST = '(?:[^,没有不]{1,6}(?:和|或者?|、|及|跟|同|也))?';
const BEFORE_ZH = new RegExp(`${NEGATOR_ZH}${LIGHT}{0,3}${LIST}$`, 'u');
/** What is feared or asked about has not happened: 会不会烧电器, 怕触电. */
const FEARED_ZH = /(?:会不会|会唔会|怕|担心|以免|免得|避免|万一|防止)(?:再|又|被|把|给|引起|造成|发生)?$/u;
/** Words with 不, 没 or 无 in them that deny nothing. */
const FALSE_NEGATOR_ZH =
  /(?:有没有?|有冇|有无|是不是|会不会|能不能|要不要|系唔系|不停地?|不断地?|不住地?|不时地?|不光|不仅仅?|不但|不只|不止|不定时?|不知道?|不晓得|唔知|唔止|动不动就?|不过|差不多|没完没了地?|无缘无故地?|无故|无端端?|没事就?|没几天就?|没多久就?|没一会儿?就?|不明原因|莫名|对不起|不到[^,]{1,5}就|一天不)$/u;
const BEHIND_ZH =
  /^(?:的?(?:情况|现象|问题|事))?(?:倒是?|都|也|就|又|却|反而)?(?:没有?|冇|不存在|未出现|未发生|没发生|没出现)(?:了|过|啊|呀)?$/u;

const NEGATOR_EN =
  /^(?:not|no|never|without|neither|nor|cannot|none|[a-z]+n't|dont|doesnt|didnt|isnt|arent|wasnt|hasnt|havent|wont|cant)$/;
/** How many words an English negator reaches. */
const REACH_EN = 4;
const FALSE_NEGATOR_EN =
  /\b(?:not only|no idea|(?:not|n't|do not|don't|dont) (?:know|understand|sure|certain|stop|cease|just)|not sure|not certain|never stops?|no (?:reason|warning|notice|one|answer|reply|response|help)|without (?:any )?(?:warning|notice|reason|stop(?:ping)?|pause)|won't stop|can't stop|no matter|not long ago|not to mention)\b/g;

/** `head` = offset in `clause` of the word that carries the meaning, `end` = offset behind the match. */
export function isNegated(clause: string, head: number, end: number): boolean {
  const before = clause.slice(0, head);
  if (deniedInEnglish(before)) return true;
  if (BEHIND_ZH.test(clause.slice(end))) return true;
  if (FEARED_ZH.test(before)) return true;
  if (FALSE_NEGATOR_ZH.test(before)) return false;
  const found = BEFORE_ZH.exec(before);
  return found !== null && !isChoice(clause, found.index, found.groups?.['no'] ?? '');
}

/** 不是灯闪的问题; but 不是灯闪就是灯暗 denies neither. */
export function isDeniedAsAWhole(clause: string, start: number, end: number): boolean {
  const found = /(?:并?不是|唔系|并非)(?:因为|说|什么)?$/u.exec(clause.slice(0, start));
  return found !== null && clause[found.index - 1] !== '是' && !/就是|就系/.test(clause.slice(end));
}

/** 停不停电, 会不会停电, 有没有停电: the word before the negator comes again behind it, and nothing is denied. */
function isChoice(clause: string, at: number, negator: string): boolean {
  const before = clause[at - 1];
  return before !== undefined && (clause[at + 1] === before || clause[at + negator.length] === before);
}

function deniedInEnglish(before: string): boolean {
  if (!/[a-z]/.test(before)) return false;
  const words = before
    .replace(FALSE_NEGATOR_EN, ' ')
    .split(/[^a-z']+/)
    .filter((w) => w !== '')
    .slice(-REACH_EN);
  const at = words.findLastIndex((w) => NEGATOR_EN.test(w));
  if (at < 0) return false;
  return !words
    .slice(at + 1)
    .some((w) => w === 'because' || w === 'when' || w === 'since' || w === 'then' || w === 'and');
}
