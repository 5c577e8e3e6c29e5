/** Which column of an unknown logger's export is what: times, and voltages by phase with mean, lowest, highest. */
import type { PhaseTag } from '../../core/quantity.ts';
import { voltageGroups } from '../measure/voltage-groups.ts';
import { type CsvLayout, type TimeColumns, type ValueColumn, zoneIn } from './csv-maker.ts';

const DATE = /^(date|datum|dátum|data$|fecha|дата|日期|day)/iu;
const CLOCK = /^(time|zeit|uhrzeit|hora|heure|ora$|czas|čas|cas$|время|时间|hour)/iu;
const STAMP = /^(date ?-?_?time|timestamp|time ?stamp|zeitstempel|start|时间|日期时间|采集时间|数据时间)/i;
/** A single voltage column without a phase. */
const PLAIN = /^(voltage|volt|u|v|urms|vrms|电压)(\s*[[(_ ]?(v|伏|rms|mean|avg)[\])]?)?$/i;
const LOWEST = /(^|[\s_.-])(min|mín|мин|minimum|lowest)([\s_.-]|$)|最小|最低/iu;
const HIGHEST = /(^|[\s_.-])(max|máx|макс|maximum|highest)([\s_.-]|$)|最大|最高/iu;
const MEAN = /(^|[\s_.-])(avg|mean|average|mittel|mittelwert|moy|priem|prům|med|méd|сред)([\s_.-]|$)|平均/iu;
/** "Voltage" as exports write it in the language of the PC, at the beginning of a name. */
const VOLTAGE =
  /^\s*(voltage|volt|vrms|urms|电压|spannung|tensi[oó]n|tensione|tensão|napätie|napětí|napięcie|feszültség|напряжение)(?=[\s_\d.:[(-]|$|[a-z]$|[a-c]相)/iu;

/** Null where the names hold no time or no voltage. */
export function genericLayout(names: readonly string[]): CsvLayout | null {
  const time = timeColumns(names);
  const values = time === null ? [] : voltageColumns(names);
  if (time === null || values.length === 0) return null;
  // Other words in brackets than a zone's name are common here: "Time (s)".
  const { zone } = zoneIn(names[time.date] ?? '');
  return {
    title: 'logger',
    unconfirmed: false,
    time,
    order: 'auto',
    stampMeans: 'auto',
    zone,
    unknownZone: null,
    values,
  };
}

function timeColumns(names: readonly string[]): TimeColumns | null {
  const date = names.findIndex((n) => DATE.test(n) && !/time/i.test(n));
  const clock = names.findIndex((n) => CLOCK.test(n));
  if (date >= 0 && clock >= 0 && date !== clock) return { date, clock, end: null };
  const stamp = names.findIndex((n) => STAMP.test(n));
  const single = stamp >= 0 ? stamp : Math.max(date, clock);
  return single < 0 ? null : { date: single, clock: null, end: null };
}

function voltageColumns(names: readonly string[]): ValueColumn[] {
  const out: ValueColumn[] = [];
  for (const [column, written] of names.entries()) {
    const quantity = LOWEST.test(written) ? 'uMin' : HIGHEST.test(written) ? 'uMax' : 'u';
    const bare = written.replace(LOWEST, ' ').replace(HIGHEST, ' ').replace(MEAN, ' ').trim();
    const scale = /\[\s*kV\s*\]|\(\s*kV\s*\)/.test(written) ? 1000 : 1;
    const phase = PLAIN.test(bare) ? 'A' : phaseOf(bare);
    if (phase !== null && !out.some((v) => v.phase === phase && v.quantity === quantity)) {
      out.push({ column, phase, quantity, name: written, scale });
    }
  }
  return out;
}

/** `Voltage L1`, `Vrms ph-n AN`, `U_A (V)`: brought to the short names of recorders and placed by the same rules. */
function phaseOf(name: string): PhaseTag | null {
  if (
    !(/^\s*(u|v|电压|[abc]\s*相电压)/i.test(name) || VOLTAGE.test(name)) ||
    /thd|unbalance|var|不平衡|谐波/i.test(name)
  )
    return null;
  const short = name
    .replace(/[[(]\s*k?V\s*[\])]/i, '')
    .replace(VOLTAGE, 'U')
    .replace(/^\s*(voltage|volt|vrms|urms|电压)/i, 'U')
    .replace(/ph-(n|ph)/i, '')
    .replace(/\b(A|B|C|L1|L2|L3)N\b/i, '$1')
    .replace(/\s+/g, '');
  const [group] = voltageGroups([{ name: short, phase: '', component: '', unit: 'V' }]);
  return group?.members[0]?.channel ?? null;
}
