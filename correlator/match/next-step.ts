/** The next best step: the one whose answer is expected to take most doubt away, per effort. */
import type { Text } from '../../core/text.ts';
import type { Cause, NextStep } from '../../core/verdict.ts';
import type { ComplaintContext } from '../evidence/context.ts';
import { width } from '../evidence/neighbours-word.ts';
import { STEP_EFFORT } from '../params/verdict.ts';
import type { Atom, Posterior } from './posterior.ts';
import { timeDensity } from './window.ts';

interface Step {
  readonly step: keyof typeof STEP_EFFORT;
  readonly text: Text;
  /** P(answer | atom) for each possible answer; each column sums to 1. */
  readonly answers: readonly ((a: Atom) => number)[];
}

export const EMERGENCY: Text = {
  zh: '请立即远离并切断总开关，勿触碰；如有人触电或起火，拨打 120/119。已紧急派单。',
  en: 'Keep away, touch nothing, switch off the main switch if it can be reached safely; 120/119 for people or fire. A crew is sent at once.',
};

/** null where nothing is left to ask. Hazards: the emergency step comes first, whatever the doubt. */
export function nextStep(c: ComplaintContext, posterior: Posterior): NextStep | null {
  const before = entropy(posterior.causes.values());
  if (c.triage.category === 'hazard')
    return { step: 'emergency', text: EMERGENCY, gainBits: Number(before.toFixed(3)) };
  let best: NextStep | null = null;
  let bestPer = 0.02;
  for (const s of steps(c)) {
    const gain = before - expectedAfter(posterior, s);
    const per = gain / STEP_EFFORT[s.step];
    if (per > bestPer) {
      bestPer = per;
      best = { step: s.step, text: s.text, gainBits: Number(gain.toFixed(3)) };
    }
  }
  return best;
}

function steps(c: ComplaintContext): Step[] {
  const out: Step[] = [];
  if (c.site.at === null || c.site.identity < 0.6) out.push(askAddress());
  if (c.triage.neighbours === 'unsaid') out.push(askNeighbours());
  if (!c.time.stated || c.time.toMs - c.time.fromMs > 2 * 3_600_000) out.push(askTime(c));
  if (c.claimed === 'outage') out.push(askBreaker());
  if (c.claimed === 'outage' && c.site.meters.length > 0) out.push(pingMeter(c));
  out.push(fieldCheck());
  return out;
}

/** Two answers, yes and no. */
const binary = (yes: (a: Atom) => number): Step['answers'] => [yes, (a) => 1 - yes(a)];

function askNeighbours(): Step {
  return {
    step: 'ask_neighbours',
    text: { zh: '请问邻居家现在也是这样吗，还是只有您家？', en: 'Do the neighbours have it too, or only your home?' },
    answers: binary((a) => ({ wide: 0.85, service: 0.2, inside: 0.04 })[width(a.h)]),
  };
}

function askTime(c: ComplaintContext): Step {
  const hours = [0.5, 2, 6, 24];
  const bins = hours.map((h, i) => ({ from: i === 0 ? 0 : (hours[i - 1] ?? 0), to: h }));
  const inBin = (a: Atom, b: { from: number; to: number }): number => {
    const k = a.h.incident;
    if (k === null) return 1 / (hours.length + 1);
    const lag = (c.time.receivedMs - k.startMs) / 3_600_000;
    return lag >= b.from && lag < b.to ? 0.8 : 0.2 / hours.length;
  };
  const answers = bins.map(
    (b) => (a: Atom) =>
      timeDensity(c.time, { startMs: c.time.receivedMs - b.to * 3_600_000, sigmaMs: 0, endMs: null, running: false }) >=
      0
        ? inBin(a, b)
        : 0,
  );
  return {
    step: 'ask_time',
    text: { zh: '请问大约是几点几分开始的？', en: 'At what time did it begin, to the nearest minutes?' },
    answers: [...answers, (a) => Math.max(0, 1 - bins.reduce((sum, b) => sum + inBin(a, b), 0))],
  };
}

function askBreaker(): Step {
  return {
    step: 'ask_breaker',
    text: {
      zh: '请看一下家里的总开关（空开）是否跳了？能合上吗？',
      en: 'Please look at the main switch: has it tripped, and does it stay on?',
    },
    answers: binary((a) => (a.h.kind === 'inside' ? 0.6 : 0.05)),
  };
}

function askAddress(): Step {
  return {
    step: 'ask_address',
    text: {
      zh: '请提供户号或准确地址（路名、门牌号）。',
      en: 'Please give the account number or the exact address (road and house number).',
    },
    answers: [(a) => (a.h.incident === null ? 0.5 : 0.8), (a) => (a.h.incident === null ? 0.5 : 0.2)],
  };
}

function pingMeter(c: ComplaintContext): Step {
  const nowOut = (a: Atom): number => {
    const k = a.h.incident;
    if (a.h.kind === 'disconnected') return 0.9;
    if (k === null) return a.h.kind === 'inside' ? 0.04 : 0.5;
    return k.running || (k.endMs ?? 0) > c.time.receivedMs ? 0.9 : 0.08;
  };
  return {
    step: 'ping_meter',
    text: { zh: '召测该户电表，看是否有电压。', en: "Read the customer's meter now: does it show voltage?" },
    answers: binary(nowOut),
  };
}

/** A crew finds the mechanism nine times in ten [M]. */
function fieldCheck(): Step {
  return {
    step: 'field_check',
    text: {
      zh: '派人现场核查：从表箱到分支逐级测量电压。',
      en: 'Send a crew: measure from the meter box up to the branch.',
    },
    answers: [],
  };
}
const FIELD_FINDS = 0.9;

function expectedAfter(posterior: Posterior, s: Step): number {
  if (s.step === 'field_check') return (1 - FIELD_FINDS) * entropy(posterior.causes.values());
  let sum = 0;
  for (const answer of s.answers) {
    const byCause = new Map<Cause, number>();
    let total = 0;
    for (const a of posterior.atoms) {
      const w = a.p * answer(a);
      byCause.set(a.cause, (byCause.get(a.cause) ?? 0) + w);
      total += w;
    }
    if (total > 0) sum += total * entropy([...byCause.values()].map((w) => w / total));
  }
  return sum;
}

export function entropy(shares: Iterable<number>): number {
  let h = 0;
  for (const p of shares) if (p > 0) h -= p * Math.log2(p);
  return h;
}
