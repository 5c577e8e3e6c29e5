/** Answers: incident, verdict, priority. The JSON lines of design section 15 are made from these and nothing else. */
import type { Category, Symptom } from './complaint.ts';
import type { ComplaintId, IncidentId, MeterId, SectionId, StrokeId, WorksId } from './ids.ts';
import type { Text } from './text.ts';

/** Mechanism a crew would write as first cause. Only those with a model behind them ever carry probability. */
export const CAUSES = [
  'lightning',
  'works_notified',
  'works_unnotified',
  'works_overrun',
  'line_fault',
  'external_damage',
  'customer_fault',
  'load_shedding',
  'protection',
  'low_voltage',
  'overload',
  'overvoltage',
  'neutral_fault',
  'loose_contact',
  'phase_loss',
  'wiring_error',
  'phase_neutral_contact',
  'hv_contact',
  'surge',
  'customer_load',
  'unbalance',
  'upstream',
  'meter_box',
  'disconnected',
  'inside',
  'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

export const CAUSE_TEXT: Readonly<Record<Cause, Text>> = {
  lightning: { zh: '雷击', en: 'lightning' },
  works_notified: { zh: '计划停电（已通知）', en: 'works, notice given' },
  works_unnotified: { zh: '停电施工（未通知）', en: 'works without notice' },
  works_overrun: { zh: '施工超时', en: 'works overrun' },
  line_fault: { zh: '线路故障', en: 'line fault' },
  external_damage: { zh: '外力破坏', en: 'damage by third parties' },
  customer_fault: { zh: '用户侧故障波及', en: 'fault at another customer' },
  load_shedding: { zh: '限电', en: 'load shedding' },
  protection: { zh: '保护动作', en: 'protection' },
  low_voltage: { zh: '电压偏低', en: 'low voltage' },
  overload: { zh: '过负荷跳闸', en: 'overload trip' },
  overvoltage: { zh: '电压偏高', en: 'overvoltage' },
  neutral_fault: { zh: '零线故障', en: 'neutral fault' },
  loose_contact: { zh: '接触不良', en: 'loose contact' },
  phase_loss: { zh: '缺相', en: 'phase loss' },
  wiring_error: { zh: '接线错误', en: 'wiring error' },
  phase_neutral_contact: { zh: '相零碰线', en: 'phase-neutral contact' },
  hv_contact: { zh: '高压串入', en: 'high-voltage contact' },
  surge: { zh: '浪涌', en: 'surge' },
  customer_load: { zh: '他户负荷冲击', en: "another customer's load" },
  unbalance: { zh: '三相不平衡', en: 'unbalance' },
  upstream: { zh: '上级电网', en: 'upstream grid' },
  meter_box: { zh: '表箱', en: 'meter box' },
  disconnected: { zh: '欠费停电', en: 'disconnected for arrears' },
  inside: { zh: '供电侧未记录到异常', en: 'nothing recorded on the supply side' },
  unknown: { zh: '原因不明', en: 'unknown' },
};

export const PLACES = ['upstream', 'other_feeder', 'own_feeder', 'area', 'service', 'meter_box', 'inside'] as const;
export type Place = (typeof PLACES)[number];
export const PLACE_TEXT: Readonly<Record<Place, Text>> = {
  upstream: { zh: '上级电网', en: 'upstream' },
  other_feeder: { zh: '同母线其他线路', en: 'another feeder of the busbar' },
  own_feeder: { zh: '本线路', en: 'own feeder' },
  area: { zh: '本台区', en: 'own transformer area' },
  service: { zh: '接户线', en: 'service line' },
  meter_box: { zh: '表箱', en: 'meter box' },
  inside: { zh: '用户内部', en: 'customer side' },
};

export const CONCLUSIONS = ['confirmed', 'partly', 'not_found', 'open', 'routed'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];
export const CONCLUSION_TEXT: Readonly<Record<Conclusion, Text>> = {
  confirmed: { zh: '属实', en: 'confirmed' },
  partly: { zh: '部分属实', en: 'partly confirmed' },
  not_found: { zh: '未查实', en: 'not found' },
  open: { zh: '待核实', en: 'open' },
  routed: { zh: '转办', en: 'routed' },
};

export type CauseShares = Readonly<Partial<Record<Cause, number>>>;

export const INCIDENT_KINDS = [
  'dip',
  'swell',
  'interruption',
  'outage',
  'undervoltage',
  'overvoltage',
  'flicker',
  'unbalance',
  'broken_neutral',
  'loose_contact',
  'phase_loss',
  'earth_fault',
  'transient',
  'rvc',
  'frequency',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** One thing that happened on the grid. Shares sum to 1 over `causes`, over `where`, and over `sections` + elsewhere. */
export interface Incident {
  readonly id: IncidentId;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly kind: IncidentKind;
  readonly causes: CauseShares;
  readonly where: Readonly<Partial<Record<Place, number>>>;
  readonly sections: Readonly<Record<SectionId, number>>;
  readonly meters: readonly MeterId[];
  readonly strokes: readonly StrokeId[];
  readonly works: readonly WorksId[];
  readonly expectedRestore: {
    readonly p50Ms: number;
    readonly p90Ms: number;
    readonly asOfMs: number;
    readonly source: string;
  } | null;
}

/** One row of the sum. `logLr` in log2, positive = towards the named cause; `facts` = ids no other row may use. */
export interface EvidenceItem {
  readonly kind: string;
  readonly logLr: number;
  readonly facts: readonly string[];
  readonly numbers: Readonly<Record<string, number | string | null>>;
  readonly text: Text;
}

export interface NextStep {
  readonly step: string;
  readonly text: Text;
  readonly gainBits: number;
}

/** Answer under the household appliance rule (1996, order 7); never a word on liability. */
export interface DamageAnswer {
  readonly answer: 'met' | 'not_met' | 'cannot_say';
  readonly cause: string | null;
  readonly deadlines: Readonly<Record<string, string>>;
}

export interface Verdict {
  readonly complaint: ComplaintId;
  readonly category: Category;
  readonly symptoms: readonly Symptom[];
  readonly conclusion: Conclusion;
  /** null only when routed. */
  readonly cause: Cause | null;
  readonly p: number;
  readonly causes: CauseShares;
  readonly where: Place | null;
  readonly subcause: string | null;
  readonly incident: IncidentId | null;
  readonly expectedByChance: number | null;
  /** P(recorded | happened) for the claimed kind over the window, 0–1, and by what. */
  readonly coverage: number | null;
  readonly evidence: readonly EvidenceItem[];
  readonly next: NextStep | null;
  readonly damage: DamageAnswer | null;
  readonly say: Text;
}

export const ACTIONS = [
  'replace_conductor',
  'replace_cable_joint',
  'trim_trees',
  'fit_arresters',
  'insulate_animal_guard',
  'retighten_neutral',
  'replace_service',
  'rebalance_phases',
  'change_tap',
  'upgrade_transformer',
  'new_transformer_site',
  'add_sectionalising',
  'patrol_marking',
  'works_process',
] as const;
export type Action = (typeof ACTIONS)[number];
export const ACTION_TEXT: Readonly<Record<Action, Text>> = {
  replace_conductor: { zh: '更换导线', en: 'replace conductor' },
  replace_cable_joint: { zh: '更换电缆接头', en: 'replace cable joint' },
  trim_trees: { zh: '清理树障', en: 'trim trees' },
  fit_arresters: { zh: '加装避雷器', en: 'fit surge arresters' },
  insulate_animal_guard: { zh: '绝缘化/防小动物', en: 'insulate, fit animal guards' },
  retighten_neutral: { zh: '紧固零线', en: 'retighten neutral' },
  replace_service: { zh: '更换接户线', en: 'replace service line' },
  rebalance_phases: { zh: '调整三相负荷', en: 'rebalance phases' },
  change_tap: { zh: '调整分接头', en: 'change tap' },
  upgrade_transformer: { zh: '配变增容', en: 'upgrade transformer' },
  new_transformer_site: { zh: '新增布点', en: 'new transformer site' },
  add_sectionalising: { zh: '加装分段开关', en: 'add sectionalising switch' },
  patrol_marking: { zh: '巡视与警示标识', en: 'patrol and warning signs' },
  works_process: { zh: '规范停电通知', en: 'improve works notices' },
};

/** One section of the repair list. Benefit in customer-hour equivalents a year; `low`/`high` = 80 % interval. */
export interface Priority {
  readonly rank: number;
  readonly section: SectionId;
  readonly action: Action;
  readonly benefit: number;
  readonly low: number;
  readonly high: number;
  readonly pTopK: number;
  readonly because: readonly Text[];
}
