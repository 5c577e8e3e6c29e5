/** Words of data quality: what may be wrong with a meter's values and clock, what it is called, and what to do. */
import type { SilenceType } from './facts.ts';
import type { Text } from './text.ts';

/** What is suspected of a meter's values. A doubt is shown and stored; it never makes, changes or removes an event. */
export const DOUBT_KINDS = [
  'scale',
  'words_swapped',
  'line_phase_mixed',
  'doubled',
  'impossible',
  'zero_with_load',
  'zero_with_frequency',
  'single_zero',
  'frozen',
  'frozen_phase',
  'sensor_artefact',
  'phase_rotation',
] as const;
export type DoubtKind = (typeof DOUBT_KINDS)[number];

/** A doubt about one meter. */
export interface Doubt {
  readonly kind: DoubtKind;
  /** Phases it is about, in order; empty = all. */
  readonly phases: string;
  /** Numbers as they were: `A 2301 V, about 220 V expected`. */
  readonly detail: string;
  /** How sure, 0–1 [guess]. */
  readonly p: number;
}

/** A doubt over time. */
export interface LastingDoubt extends Doubt {
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly count: number;
}

/** Why a meter's clock changed or is off, as far as the size tells. */
export const CLOCK_STEP_KINDS = ['set_right', 'hour', 'zone', 'reset', 'jump'] as const;
export type ClockStepKind = (typeof CLOCK_STEP_KINDS)[number];

/** A word for the page, and the next thing to do. */
export interface Advice extends Text {
  readonly act: Text;
}

export const DOUBT_TEXT: Readonly<Record<DoubtKind, Advice>> = {
  scale: {
    zh: '数值差一个整倍数？（×10，×100，×0.1，kV 或 mV）',
    en: 'off by a whole factor? (×10, ×100, ×0.1, kV or mV)',
    act: {
      zh: '核对终端的单位和变比，或在配置中设 scale',
      en: "check the device's unit and transformer ratio, or set its scale in the configuration",
    },
  },
  words_swapped: {
    zh: '字序颠倒？',
    en: 'words swapped?',
    act: { zh: '在寄存器配置中改字序', en: 'change the word order in the register profile' },
  },
  line_phase_mixed: {
    zh: '相电压与线电压混淆？（×√3）',
    en: 'phase and line voltage mixed up? (×√3)',
    act: { zh: '核对接线方式与额定电压', en: 'check connection and declared voltage of the meter' },
  },
  doubled: {
    zh: '电压恰好为两倍',
    en: 'voltage is exactly doubled',
    act: { zh: '检查终端固件', en: "check the device's firmware" },
  },
  impossible: {
    zh: '不可能的电压值',
    en: 'impossible voltage',
    act: { zh: '核对寄存器地址与数据类型', en: 'check register address and data type' },
  },
  zero_with_load: {
    zh: '电压为 0 而有负荷',
    en: '0 V while load flows',
    act: { zh: '检查电压采样线与熔丝', en: 'check voltage leads and fuses of the meter' },
  },
  zero_with_frequency: {
    zh: '电压为 0 而有频率',
    en: '0 V with a frequency',
    act: { zh: '读取失败被当作 0？检查通信', en: 'a failed read stored as 0? check the link' },
  },
  single_zero: {
    zh: '单个 0 值，前后正常？',
    en: 'a single 0 between good values?',
    act: { zh: '事件保留；请与同台区其他终端核对', en: 'the event stays; compare with other meters of the area' },
  },
  frozen: {
    zh: '所有数值不再变化',
    en: 'no value moves any more',
    act: { zh: '重启终端或通信模块', en: 'restart the device or its modem' },
  },
  frozen_phase: {
    zh: '某一相数值不再变化',
    en: 'one phase does not move any more',
    act: { zh: '检查该相采样', en: 'check the measuring of that phase' },
  },
  sensor_artefact: {
    zh: '同台区同相其他终端无变化：传感器异常？',
    en: 'neighbours on the same phase saw nothing: sensor artefact?',
    act: { zh: '事件保留；现场核对该终端接线', en: 'the event stays; check wiring of this meter on site' },
  },
  phase_rotation: {
    zh: '相序标签与台区不一致？',
    en: 'phase labels differ from the area?',
    act: {
      zh: '仅为推测；现场核对后改终端的相别',
      en: 'a hypothesis only; check on site, then change the phases of the meter',
    },
  },
};

export const SILENCE_ADVICE: Readonly<Record<SilenceType, Advice>> = {
  supply_lost: {
    zh: '可能停电',
    en: 'supply is probably lost',
    act: { zh: '核对同台区终端与开关记录', en: 'compare with meters of the area and switching records' },
  },
  comms_lost: {
    zh: '通信中断，供电情况未知',
    en: 'communication lost; nothing is known about supply',
    act: { zh: '检查集中器、基站和网络', en: 'check concentrator, base station and network' },
  },
  collector_down: {
    zh: '采集程序停止或刚启动',
    en: 'our collector was down or has just started',
    act: { zh: '查看采集程序日志', en: 'look at the log of the collector' },
  },
  read_failed: {
    zh: '读取失败',
    en: 'reading fails',
    act: { zh: '检查地址、寄存器和串口参数', en: 'check address, registers and serial settings' },
  },
  clock_untrusted: {
    zh: '终端时钟不可信',
    en: "the device's clock cannot be trusted",
    act: {
      zh: '校准终端时钟；读数按到达时间保留，不作事件',
      en: 'set its clock; readings are kept under their time of arrival and make no event',
    },
  },
  stale: {
    zh: '数值冻结或为保留消息',
    en: 'frozen or retained value',
    act: { zh: '重启终端；不代表当前电压', en: 'restart the device; this is not the present voltage' },
  },
  unmapped: {
    zh: '终端未建档',
    en: 'the device is not in the register',
    act: { zh: '在终端档案中登记', en: 'add it to the meters' },
  },
};

export const CLOCK_STEP_TEXT: Readonly<Record<ClockStepKind, Text>> = {
  set_right: { zh: '时钟已校准', en: 'clock was put right' },
  hour: { zh: '差一小时：夏令时？', en: 'one hour: summer time?' },
  zone: { zh: '差整时区：时区设置？', en: 'whole half hours: time zone?' },
  reset: { zh: '时钟复位（2000 年或 1970 年）：电池耗尽？', en: 'back to the year 2000 or 1970: empty battery?' },
  jump: { zh: '时钟跳变', en: 'clock jumped' },
};
