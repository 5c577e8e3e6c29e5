/** Further numbers of an event in words: the unit is the end of the name, as everywhere in this product. */
import type { Text } from '../../core/text.ts';
import { shortNumber } from './curves.ts';

/** End of a name → what is written behind the number. Longer ends first. */
const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['Pct', '%'],
  ['Deg', '°'],
  ['Rad', 'rad'],
  ['Pu', 'p.u.'],
  ['Hz', 'Hz'],
  ['Ms', 'ms'],
  ['Kv', 'kV'],
  ['Ka', 'kA'],
  ['V', 'V'],
  ['A', 'A'],
  ['S', 's'],
];

/** Names that have a word of the trade; any other is taken apart into its own words. */
const NAMES: Readonly<Record<string, Text>> = {
  depthPct: { zh: '深度', en: 'depth' },
  sagEnergyS: { zh: '暂降能量', en: 'sag energy' },
  deltaUssPct: { zh: '稳态变化 ΔUss', en: 'steady-state change ΔUss' },
  displacementV: { zh: '中性点位移', en: 'neutral displacement' },
  count: { zh: '次数', en: 'count' },
};

export function numberText(name: string, value: number): Text {
  const [ending, unit] = UNITS.find(([end]) => name.endsWith(end) && name.length > end.length) ?? ['', ''];
  const bare = name.slice(0, name.length - ending.length).replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const label = NAMES[name] ?? { zh: bare.toLowerCase(), en: bare.toLowerCase() };
  const amount = `${Number.isInteger(value) ? value : shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  return { zh: `${label.zh} ${amount}`, en: `${label.en} ${amount}` };
}
