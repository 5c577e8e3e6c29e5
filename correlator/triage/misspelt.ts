/** Typing errors in the words that decide. Chinese: what input methods offer beside the right word. English: one or two letters off. */

const CHINESE: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/停店|停点(?=了|啦|咯|,|$)|挺电|仃电|亭电|婷电|廷电/dg, '停电'],
  [/断点(?=了|啦|,|$)|段电(?=了|,|$)/dg, '断电'],
  [/跳匝|跳扎|跳闹|跳阐|跳渣|调闸|跳轧|挑闸/dg, '跳闸'],
  [/电呀|店压|电亚|电牙|垫压/dg, '电压'],
  [/闪硕|闪砾|闪铄|闪砖|闪朔|闪索/dg, '闪烁'],
  [/烧怀|绍坏|稍坏|烧环/dg, '烧坏'],
  [/冒姻|帽烟|冒咽|冒焉/dg, '冒烟'],
  [/漏店|露电|陋电/dg, '漏电'],
  [/触店|处电(?=了|,|$)/dg, '触电'],
  [/另线|〇线|0线/dg, '零线'],
  [/邻局|临居|邻据/dg, '邻居'],
  [/电飞|店费|电废/dg, '电费'],
  [/配偿|赔尝|陪偿|赔常/dg, '赔偿'],
  [/台凤|抬风/dg, '台风'],
  [/反传|反砖/dg, '反转'],
  [/态渡|泰度/dg, '态度'],
  [/电缐/dg, '电线'],
  [/\bstrat\b/dg, 'start'],
  [/\bligth/dg, 'light'],
  [/\bpwoer\b|\bpowr\b|\bpoewr\b/dg, 'power'],
  [/电梗(?=困|停)/dg, '电梯'],
];

export const MISSPELT_CHINESE: readonly (readonly [RegExp, () => string])[] = CHINESE.map(
  ([wrong, right]) => [wrong, () => right] as const,
);

/** Words worth mending; an exact one of these is never changed. */
const VOCABULARY = [
  ...['voltage', 'flicker', 'flickers', 'flickering', 'flickered', 'electricity', 'electric', 'electrical', 'outage'],
  ...['outages', 'blackout', 'blackouts', 'breaker', 'tripped', 'tripping', 'trapped', 'appliance', 'appliances'],
  ...['fridge', 'refrigerator', 'freezer', 'television', 'computer', 'computers', 'router', 'neighbour', 'neighbours'],
  ...['neighbor', 'neighbors', 'lightning', 'thunder', 'thunderstorm', 'typhoon', 'compensation', 'compensate'],
  ...['damaged', 'burning', 'sparking', 'sparks', 'machine', 'machines', 'factory', 'production', 'compressor'],
  ...['restarted', 'restarting', 'rebooted', 'rebooting', 'transformer', 'disconnected', 'reconnected', 'reconnect'],
  ...['payment', 'overcharged', 'complaint', 'technician', 'evening', 'morning', 'midnight', 'yesterday', 'tonight'],
  ...['lights', 'supply', 'street', 'shocks', 'tingling', 'dimming', 'brightness', 'destroyed', 'excavator'],
] as const;
/** Right words that lie one letter from one of ours. */
const LEFT_ALONE = new Set(
  (
    'outrage outraged spares sparse sparkle marching mourning lighting factor factors compliant complaints commuter ' +
    'compute routes routed routers rooter outer fringe burying buying freezes freezers supplies street streets sights ' +
    'machined damages electrics electronic electronics evenings mornings sparky spanks lightings volumes storage ' +
    'wattage fridges bridge ridge trapper tapped ripped shipped dripped stripped trips tripper flecked slights ' +
    'supple tights rights nights fights heights weights thunders spark restored restores shock stocks socks restarts reboots strait'
  ).split(' '),
);
const KNOWN = new Set<string>(VOCABULARY);
/** Two letters may be wrong from this length on. */
const TWO_ERRORS_FROM_LENGTH = 11;

/** The word of our vocabulary that `word` (lower case letters) was meant to be, or `word` itself. */
export function mendEnglish(word: string): string {
  if (KNOWN.has(word) || LEFT_ALONE.has(word) || word.length > 16) return word;
  for (const right of VOCABULARY) {
    if (right[0] !== word[0] || right.length < 6) continue;
    const allowed = right.length >= TWO_ERRORS_FROM_LENGTH && word.length >= TWO_ERRORS_FROM_LENGTH - 1 ? 2 : 1;
    if (Math.abs(right.length - word.length) > allowed) continue;
    if (isInflection(word, right)) return word;
    if (editDistance(word, right) <= allowed) return right;
  }
  return word;
}

function isInflection(word: string, right: string): boolean {
  return word.startsWith(right) || right.startsWith(word);
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
