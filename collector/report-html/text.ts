import type { Text } from '../../core/text.ts';
import type { Doubt, Verdict } from '../report/judge.ts';
import type { NoteId, SourceKind } from '../report/report.ts';

export const WORDS = {
  title: { zh: '电能质量合规报告', en: 'Power-quality compliance report' },
  supplyPoint: { zh: '供电点', en: 'Supply point' },
  meter: { zh: '监测终端', en: 'Meter' },
  source: { zh: '数据来源', en: 'Measured by' },
  account: { zh: '户号', en: 'Account' },
  name: { zh: '户名', en: 'Name' },
  address: { zh: '用电地址', en: 'Address' },
  period: { zh: '统计周期', en: 'Period' },
  hours: { zh: '小时', en: 'h' },
  zone: { zh: '时区', en: 'Time zone' },
  profile: { zh: '依据标准', en: 'Limits' },
  contract: { zh: '合同约定', en: 'Contract' },
  contractUnknown: {
    zh: '登记的合同约定无法识别，按标准评价',
    en: 'the register names an unknown contract; the standard was taken',
  },
  udin: { zh: '标称电压', en: 'Declared voltage' },
  lineNeutral: { zh: '相电压', en: 'phase-neutral' },
  lineLine: { zh: '线电压', en: 'phase-phase' },
  method: { zh: '采样方式', en: 'Sampling' },
  overall: { zh: '综合结论', en: 'Overall' },
  overallPass: { zh: '所测项目均合格', en: 'all that was measured complies' },
  overallFail: { zh: '有项目不合格', en: 'a limit is not kept' },
  overallCannotSay: { zh: '数据不足，不能对全部项目下结论', en: 'not everything can be judged' },
  rate: { zh: '电压合格率', en: 'Voltage qualification rate' },
  worstPhase: { zh: '最差相', en: 'worst phase' },
  completeness: { zh: '数据完整率', en: 'Data completeness' },
  limitsHead: { zh: '限值与评价', en: 'Limits and verdicts' },
  item: { zh: '项目', en: 'Item' },
  clause: { zh: '条款', en: 'Clause' },
  phase: { zh: '相', en: 'Phase' },
  limit: { zh: '限值', en: 'Limit' },
  share: { zh: '要求', en: 'Needed' },
  counted: { zh: '有效值个数', en: 'Values' },
  expected: { zh: '应有', en: 'of' },
  leftOut: { zh: '剔除', en: 'left out' },
  outside: { zh: '越限（上/下）', en: 'Outside (high/low)' },
  inside: { zh: '合格率', en: 'Inside' },
  value95: { zh: '95 % 概率值', en: '95 % value' },
  range: { zh: '最小、最大', en: 'Lowest, highest' },
  verdict: { zh: '结论', en: 'Verdict' },
  total: { zh: '总', en: 'all' },
  events: { zh: '事件', en: 'events' },
  notMeasured: { zh: '未监测项目', en: 'Not measured' },
  notMeasuredWhy: {
    zh: '标准有限值，但无数据，不作结论',
    en: 'limits exist, no values do; nothing is said about them',
  },
  voltageChart: { zh: '电压变化曲线', en: 'Voltage over the period' },
  durationChart: { zh: '电压持续曲线', en: 'Voltage duration curve' },
  durationHint: { zh: '电压不低于该值的时间占比', en: 'share of time at or above this voltage' },
  eventChart: { zh: '事件幅值与持续时间', en: 'Events: magnitude against duration' },
  time: { zh: '时间', en: 'time' },
  voltageAxis: { zh: '电压 / V', en: 'voltage / V' },
  shareAxis: { zh: '时间占比 / %', en: 'share of time / %' },
  durationAxis: { zh: '持续时间 / s', en: 'duration / s' },
  magnitudeAxis: { zh: '幅值 / % 标称电压', en: 'magnitude / % of Udin' },
  limitLine: { zh: '限值', en: 'limit' },
  eventMark: { zh: '事件', en: 'event' },
  eventTable: { zh: '事件统计表', en: 'Events by cell' },
  residual: { zh: '残余电压', en: 'Residual voltage' },
  duration: { zh: '持续时间', en: 'duration' },
  withoutCell: { zh: '幅值或时长未知、或超出表列范围', en: 'size or duration unknown, or beyond the table' },
  eventList: { zh: '事件清单', en: 'Events' },
  start: { zh: '起始时间', en: 'Start' },
  kind: { zh: '类型', en: 'Kind' },
  phases: { zh: '相别', en: 'Phases' },
  size: { zh: '幅值 / %', en: 'Magnitude / %' },
  lasted: { zh: '持续时间', en: 'Duration' },
  noEvents: { zh: '本周期内没有检测到事件。', en: 'No event was detected in this period.' },
  eventHint: { zh: '暂降、暂升、中断，一点一次', en: 'dips, swells, interruptions: a dot each' },
  noShortEvents: {
    zh: '没有持续时间已知的暂降、暂升或中断',
    en: 'no dip, swell or interruption of known duration',
  },
  more: { zh: '其余事件见数据文件：', en: 'further events are in the data file: ' },
  unknown: { zh: '未知', en: 'unknown' },
  running: { zh: '未结束', en: 'not ended' },
  notes: { zh: '方法说明', en: 'How this was made, and what it cannot show' },
  dagger: {
    zh: '该数值未经可靠标准文本核实，用于合同前须核对。',
    en: 'this number was not read in a confirmed text of its standard: check it before contractual use.',
  },
  doubleDagger: {
    zh: '标准的评价周期长于本报告周期，结论只对本周期成立。',
    en: "the standard's own period is longer than this report's: the verdict holds for this period only.",
  },
  prepared: { zh: '编制', en: 'Prepared by' },
  checked: { zh: '审核', en: 'Checked by' },
  approved: { zh: '批准', en: 'Approved by' },
  date: { zh: '日期', en: 'Date' },
  printed: { zh: '生成时间', en: 'Made' },
  page: { zh: '第', en: 'page' },
  noVoltage: { zh: '本周期内没有电压数据。', en: 'There is no voltage in this period.' },
} as const satisfies Record<string, Text>;
export type Word = keyof typeof WORDS;

/** Rows of the event table that are named in words. */
export const CELL_ROW_TEXT: Readonly<Record<string, Text>> = {
  swell: { zh: '暂升', en: 'swell' },
  sag: { zh: '暂降', en: 'sag' },
  interruption: { zh: '中断', en: 'interruption' },
};

export const VERDICT_TEXT: Readonly<Record<Verdict, Text>> = {
  pass: { zh: '合格', en: 'complies' },
  fail: { zh: '不合格', en: 'fails' },
  cannot_say: { zh: '不能判定', en: 'cannot say' },
  indicative: { zh: '仅供参考', en: 'indicative' },
};

export const DOUBT_TEXT: Readonly<Record<Doubt, Text>> = {
  no_values: { zh: '无数据', en: 'no values' },
  incomplete: { zh: '数据不全', en: 'too few values' },
  method_blind: { zh: '采样方式看不到', en: 'this sampling cannot see it' },
};

export const SOURCE_TEXT: Readonly<Record<SourceKind, Text>> = {
  own: { zh: '本户电表', en: "the customer's own meter" },
  area: { zh: '台区低压侧总表，不是本户电表', en: "the transformer area's meter, not the customer's own" },
  feeder: { zh: '线路首端终端，只反映线路整体', en: 'a meter at the head of the feeder: the line as a whole' },
  file: { zh: '数据文件', en: 'the file' },
  server: { zh: '服务器', en: 'the server' },
};

export const NOTE_TEXT: Readonly<Record<NoteId, Text>> = {
  area_meter: {
    zh: '电压取自台区低压侧总表。用户端电压通常更低（线路压降）或在光伏倒送时更高，本报告不能证明用户端合格。',
    en: "Voltages are those of the transformer area's meter. At the customer's terminals they are usually lower (drop along the line), or higher while solar power flows back: this report is no proof for the terminals.",
  },
  feeder_meter: {
    zh: '电压取自线路首端终端，只反映线路整体情况，不代表用户端。',
    en: 'Voltages are those at the head of the feeder: they show the line as a whole, not the supply point.',
  },
  ten_minutes: {
    zh: '短于 10 分钟的读数按方均根合成 10 分钟值，区间对齐 UTC 整 10 分钟。读数若为瞬时值，合成值不等于真正的 10 分钟有效值。',
    en: 'Readings shorter than ten minutes were combined to ten-minute values (root of the mean square, on the UTC grid). Of snapshots this is not the true ten-minute RMS value.',
  },
  longer_interval: {
    zh: '电压值的区间长于 10 分钟。较长的平均会掩盖短时越限，合格率偏乐观。',
    en: 'The voltage values span more than ten minutes each. Longer means hide short excursions: the rate errs on the good side.',
  },
  no_level_limit: {
    zh: '所依据标准对该电压等级没有电压限值，未作电压评价。',
    en: 'The standard has no limit on the level at this voltage: the voltage was not judged.',
  },
  flagging: {
    zh: '与暂降、暂升、中断重叠的区间作标记。EN 50160 的评价剔除带标记的值，GB/T 12325 按全部时间计。',
    en: 'Intervals that overlap a dip, swell or interruption are flagged. EN 50160 leaves flagged values out; GB/T 12325 counts all time.',
  },
  no_supply: {
    zh: '电压低于中断阈值的区间视为停电，不计入电压合格率。',
    en: 'Intervals below the interruption threshold had no supply: they enter no judgement of the level.',
  },
  completeness: {
    zh: '数据完整率 = 有值的区间数 ÷ 周期应有的区间数。低于设定值时不判合格，只写“不能判定”；已确定不可能合格的仍判不合格。',
    en: 'Completeness = intervals with a value / intervals of the period. Below the bound nothing passes: it says "cannot say"; what could no longer comply even if all missing values did still fails.',
  },
  percentile: {
    zh: '95 % 概率值：将有效值排序，舍去最大的 5 %（下限一侧舍去最小的 5 %），取其余的极值，不插值。',
    en: '95 % value: of the sorted values the highest 5 % (on the lower side the lowest 5 %) are set aside and the extreme of the rest is taken; nothing is interpolated.',
  },
  short_period: {
    zh: '带 ‡ 的限值，标准规定的评价周期更长。',
    en: "Limits with ‡ are meant for a longer period than this report's.",
  },
  frequency_interval: {
    zh: '频率限值针对 10 秒值；此处用的是电表自己的区间值，短时偏差可能看不到。',
    en: "Frequency limits speak of ten-second values; here they are the meter's own, longer ones: short deviations may be hidden.",
  },
  harmonic_interval: {
    zh: '谐波值的区间不是 10 分钟，按电表所给的值评价。',
    en: 'The harmonic values are not over ten minutes: they were judged as the meter gave them.',
  },
  phase_phase_u2: {
    zh: '负序不平衡度由三个线电压有效值算出，是近似值（含谐波），不是基波相量法。',
    en: 'Unbalance was computed from the three phase-phase RMS values: an approximation, not from fundamental phasors.',
  },
  plt_from_pst: {
    zh: '长时闪变由电表的 12 个 10 分钟短时闪变合成（立方平均），区间对齐 UTC 偶数整点；不足 12 个的不计。',
    en: "Plt was made from twelve of the meter's own ten-minute Pst (mean cube), on even UTC hours; with fewer than twelve it is unknown.",
  },
  user_share: {
    zh: '单个用户允许引起的不平衡度无法仅由电压得出，未评价。',
    en: 'What one user adds to the unbalance cannot be told from voltages alone: it was not judged.',
  },
  blind_to_short: {
    zh: '该采样方式看不到毫秒级暂降、暂升和快速电压变化：没有记录不等于没有发生。',
    en: 'This way of sampling cannot see dips, swells and rapid changes of milliseconds: none recorded does not mean none happened.',
  },
};
