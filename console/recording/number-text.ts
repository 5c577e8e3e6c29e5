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
  ['Us', 'µs'],
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
  severitySemiF47: { zh: '相对 SEMI F47 的严重度', en: 'severity against SEMI F47' },
  deltaUmaxPct: { zh: '最大变化 ΔUmax', en: 'largest change ΔUmax' },
  peakPct: { zh: '暂态峰值', en: 'transient peak' },
  ringHz: { zh: '振荡频率', en: 'ringing at' },
  durationUs: { zh: '持续时间', en: 'lasts' },
  transientPeakPct: { zh: '所含暂态峰值', en: 'transient inside, peak' },
  transientRingHz: { zh: '所含暂态频率', en: 'transient inside, ringing at' },
  runUpS: { zh: '起动时间', en: 'run-up time' },
  repeats: { zh: '重复次数', en: 'repeats' },
  intervalS: { zh: '间隔', en: 'interval' },
  levelChangePct: { zh: '电压变化', en: 'change of level' },
  sequence: { zh: '序号', en: 'number in the sequence' },
  deadTimeS: { zh: '无压时间', en: 'dead time' },
  deadS: { zh: '送电前无压', en: 'dead before' },
  displacementPct: { zh: '中性点位移', en: 'neutral displacement' },
  displacementLeastPct: { zh: '中性点位移至少', en: 'neutral displacement, at least' },
  triangleSidePct: { zh: '线电压三角形边长', en: 'side of the triangle' },
  keptPct: { zh: '保持的相', en: 'phase that stayed' },
  highestPct: { zh: '最高相', en: 'highest phase' },
  u2Pct: { zh: '负序不平衡度 u2', en: 'unbalance u2' },
  u2RmsPct: { zh: '由线电压有效值得 u2', en: 'u2 from phase-phase RMS' },
  u2EstimatePct: { zh: 'u2 估计值', en: 'u2, estimate' },
  limitPct: { zh: '限值', en: 'limit' },
  plt: { zh: 'Plt', en: 'Plt' },
  limitPlt: { zh: 'Plt 限值', en: 'limit of Plt' },
  extremeHz: { zh: '极端频率', en: 'farthest frequency' },
  deviationHz: { zh: '频率偏差', en: 'deviation' },
  stepsPerHour: { zh: '每小时跌落次数', en: 'falls an hour' },
  deepestPct: { zh: '最深跌落', en: 'deepest fall' },
  excursions: { zh: '跌落次数', en: 'falls' },
  windowMs: { zh: '计数间隔', en: 'counted within' },
  count: { zh: '次数', en: 'count' },
};

export function numberText(name: string, value: number): Text {
  const [ending, unit] = UNITS.find(([end]) => name.endsWith(end) && name.length > end.length) ?? ['', ''];
  const bare = name.slice(0, name.length - ending.length).replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const label = NAMES[name] ?? { zh: bare.toLowerCase(), en: bare.toLowerCase() };
  const amount = `${Number.isInteger(value) ? value : shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  return { zh: `${label.zh} ${amount}`, en: `${label.en} ${amount}` };
}
