/** What `gridwitness flicker` says, in both languages. */

import type { FlickerFlag } from '../collector/measure/flicker/intervals.ts';
import type { Refusal } from '../collector/measure/flicker/recording-flicker.ts';
import type { Text } from '../core/text.ts';

export const REFUSED: Readonly<Record<Refusal, Text>> = {
  'too-short': {
    zh: '记录太短：滤波器需要 15 秒稳定，没有可用的 Pinst，更没有 Pst',
    en: 'too short: the filters need 15 s to settle, so there is no Pinst to trust and no Pst',
  },
  'too-slow': {
    zh: '采样太慢：波形至少 1600 Hz，有效值至少每半周一个',
    en: 'sampled too slowly: a waveform needs 1600 Hz, RMS values must come every half cycle',
  },
  dead: { zh: '通道没有电压', en: 'no voltage on this channel' },
  'line-frequency': { zh: '额定频率不是 50 或 60 Hz', en: 'the line frequency is neither 50 nor 60 Hz' },
};

export const FLAG_TEXT: Readonly<Record<FlickerFlag, Text>> = {
  settling: { zh: '未稳定', en: 'settling' },
  gap: { zh: '缺数', en: 'gap' },
  event: { zh: '含暂降或暂升', en: 'dip or swell' },
  partial: { zh: '不足整段', en: 'part of it' },
};

export const COLUMN = {
  channel: { zh: '通道', en: 'channel' },
  what: { zh: '量', en: 'what' },
  end: { zh: '结束', en: 'end' },
  value: { zh: '值', en: 'value' },
  pinstMax: { zh: 'Pinst 最大', en: 'Pinst max' },
  coveredPct: { zh: '覆盖 %', en: 'covered %' },
  marks: { zh: '标记', en: 'marks' },
} as const satisfies Record<string, Text>;

export const METHOD_TEXT: Text = { zh: '近似（半周有效值）', en: 'approximate (half-cycle RMS)' };
export const BY_METER: Text = { zh: '电表自报', en: 'by the meter itself' };
export const SHORT_SETTLE: Text = {
  zh: '记录短于 90 秒：只稳定了 15 秒，Pinst 约准到 2 %',
  en: 'shorter than 90 s: settled for 15 s only, Pinst is right to about 2 %',
};

export const NO_VOLTAGE: Text = { zh: '没有（这样名称的）电压通道', en: 'no voltage channel (of that name)' };

/** No Pst of ten minutes came out. */
export const noPst = (minutes: number): Text => ({
  zh: `不足 ${minutes} 分钟：没有 Pst（可用 --align start 从稳定时起算，或 --short 分钟数）`,
  en: `shorter than ${minutes} min: no Pst (--align start measures from the settling on, --short MIN takes less)`,
});

/** From values over seconds or minutes. */
export const slowValues = (seconds: number | null): Text => {
  const zh = seconds === null ? '' : seconds >= 60 ? `${seconds / 60} 分钟` : `${seconds} 秒`;
  const en = seconds === null ? 'these' : seconds >= 60 ? `${seconds / 60}-min` : `${seconds}-s`;
  return {
    zh: `由${zh}的值算不出 Pst：请读取电表自己的 Pst，或记录波形、半周有效值`,
    en: `Pst is impossible from ${en} values: read Pst from the meter, or record the waveform or half-cycle RMS`,
  };
};
