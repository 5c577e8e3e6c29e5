/**
 * Which channels of a recording are voltages that belong together: the three phases of one busbar or line. Phase by the
 * phase field where it is A, B or C, else by name. Residual and neutral channels and currents never enter.
 */
import { LINE_PAIRS, PHASES } from '../../core/quantity.ts';
import type { VoltageChannel } from '../../core/series.ts';

/** What is needed of a channel to place it. */
export interface NamedChannel {
  readonly name: string;
  readonly phase: string;
  readonly component: string;
  readonly unit: string;
}

export interface VoltageGroup {
  readonly connection: 'LN' | 'LL';
  /** In order A, B, C or AB, BC, CA; some may be absent. `index` = position in the list given. */
  readonly members: readonly { readonly channel: VoltageChannel; readonly index: number; readonly name: string }[];
}

interface Placed {
  readonly channel: VoltageChannel;
  readonly key: string;
}

/** Groups in order of their first channel. */
export function voltageGroups(channels: readonly NamedChannel[]): VoltageGroup[] {
  const groups = new Map<string, Map<VoltageChannel, { index: number; name: string }>>();
  channels.forEach((c, index) => {
    if (unitScale(c) === null) return;
    const placed = place(c);
    if (placed === null) return;
    const kind = placed.channel.length === 1 ? 'LN' : 'LL';
    // A second channel of the same phase and form is another measuring point: it opens the next group.
    for (let n = 0; ; n++) {
      const key = `${kind}|${placed.key}|${n}`;
      const group = groups.get(key) ?? new Map();
      if (group.has(placed.channel)) continue;
      groups.set(key, group.set(placed.channel, { index, name: c.name }));
      return;
    }
  });
  return [...groups].map(([key, members]) => ({
    connection: key.startsWith('LN') ? 'LN' : 'LL',
    members: [...PHASES, ...LINE_PAIRS].flatMap((channel) => {
      const m = members.get(channel);
      return m === undefined ? [] : [{ channel, ...m }];
    }),
  }));
}

/** Factor to volts, or null where the channel is no voltage. An empty unit counts where the name begins like one. */
export function unitScale(c: NamedChannel): number | null {
  const unit = c.unit
    .trim()
    .toLowerCase()
    .replace(/\s|rms/g, '');
  if (unit === 'v' || unit === 'volt' || unit === 'volts' || unit === '伏') return 1;
  if (unit === 'kv' || unit === '千伏') return 1000;
  if (unit === 'mv') return c.unit.trim().startsWith('M') ? 1e6 : 1e-3;
  return unit === '' && /^(u|v|电压)/i.test(c.name.trim()) ? 1 : null;
}

const PAIR_NUMBER: Readonly<Record<string, VoltageChannel>> = {
  '12': 'AB',
  '21': 'AB',
  '23': 'BC',
  '32': 'BC',
  '31': 'CA',
  '13': 'CA',
};
const PHASE_WORD: Readonly<Record<string, VoltageChannel>> = {
  a: 'A',
  b: 'B',
  c: 'C',
  l1: 'A',
  l2: 'B',
  l3: 'C',
  r: 'A',
  s: 'B',
  t: 'C',
  黄: 'A',
  绿: 'B',
  红: 'C',
  '1': 'A',
  '2': 'B',
  '3': 'C',
};
const PAIR_WORD: Readonly<Record<string, VoltageChannel>> = {
  ab: 'AB',
  ba: 'AB',
  bc: 'BC',
  cb: 'BC',
  ca: 'CA',
  ac: 'CA',
  rs: 'AB',
  st: 'BC',
  tr: 'CA',
  l1l2: 'AB',
  l2l3: 'BC',
  l3l1: 'CA',
};

/** Residual, neutral and synchronising voltages: 3U0, U0, Uo, Vn, UN, Ux. */
const RESIDUAL = /(^|[^a-z])(3\s*[uv]_?[0on]|[uv]_?[0onx])(?![a-z0-9])/i;
const PAIR_NAME =
  /(?<![a-z])[uv][_ -]?(l1[-_ ]?l2|l2[-_ ]?l3|l3[-_ ]?l1|12|21|23|32|31|13|ab|ba|bc|cb|ca|ac|rs|st|tr)(?![a-z0-9])/i;
const PHASE_NAME = /(?<![a-z])[uv][_ -]?(l[123]|[abcrst])(?=[^a-z]|n|$)(?!n[a-z])|([abc])\s*相/i;
/** `U1`, `V2`: only where nothing else tells the phase. */
const NUMBER_NAME = /(?<![a-z0-9])[uv]_?([123])(?!\d)/i;

function place(c: NamedChannel): Placed | null {
  const name = c.name.trim();
  const field = c.phase
    .trim()
    .toLowerCase()
    .replace(/[-_/ ]/g, '');
  if (field === 'n' || field === 'g' || RESIDUAL.test(name)) return null;
  const pair = PAIR_NAME.exec(name);
  const token = pair?.[1]?.toLowerCase().replace(/[-_ ]/g, '') ?? '';
  const pairChannel = PAIR_NUMBER[token] ?? PAIR_WORD[token] ?? PAIR_WORD[field];
  if (pairChannel !== undefined) return { channel: pairChannel, key: keyOf(c, name, pair) };
  const byName = PHASE_NAME.exec(name);
  const fieldChannel = /^[abc]$/.test(field) ? PHASE_WORD[field] : undefined;
  const nameToken = (byName?.[1] ?? byName?.[2] ?? '').toLowerCase();
  const channel = fieldChannel ?? PHASE_WORD[nameToken] ?? PHASE_WORD[/^(l[123]|[rst])$/.test(field) ? field : ''];
  if (channel !== undefined) return { channel, key: keyOf(c, name, byName) };
  const numbered = NUMBER_NAME.exec(name);
  const fallback = PHASE_WORD[numbered?.[1] ?? ''];
  return fallback === undefined ? null : { channel: fallback, key: keyOf(c, name, numbered) };
}

/** The name with its phase taken out: `Ua1`, `Ub1`, `Uc1` share `#1`. */
function keyOf(c: NamedChannel, name: string, match: RegExpExecArray | null): string {
  // Not the component: some recorders give each phase its own. Equal names of two busbars are told apart by order.
  const rest = match === null ? '' : `${name.slice(0, match.index)}#${name.slice(match.index + match[0].length)}`;
  return `${c.unit.trim().toLowerCase()}|${rest}`;
}
