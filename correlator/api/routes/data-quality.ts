/** How well data of each meter comes in; the worst first. */
import type { SilenceType } from '../../../core/facts.ts';
import type { MeterId } from '../../../core/ids.ts';
import type { Meter } from '../../../core/network.ts';
import type { CollectorState } from '../../../core/ports.ts';
import type { Text } from '../../../core/text.ts';
import { formatTime } from '../../../core/time.ts';
import type { MeterQuality } from '../../contract/now.ts';
import type { Deps } from '../deps.ts';
import type { Answering } from '../handler.ts';
import { staleAfterS } from '../staleness.ts';

const HINTS: Readonly<Record<SilenceType, Text>> = {
  supply_lost: { zh: '可能停电', en: 'supply is probably lost' },
  comms_lost: { zh: '通信中断，供电情况未知', en: 'communication lost; nothing is known about supply' },
  collector_down: { zh: '采集程序刚启动或停止', en: 'our collector just started or is down' },
  read_failed: { zh: '读取失败，请检查地址与寄存器', en: 'reading failed: check address and registers' },
  clock_untrusted: { zh: '终端时钟不可信', en: "the device's clock cannot be trusted" },
  stale: { zh: '数值冻结或为保留消息', en: 'frozen or retained value' },
  unmapped: { zh: '终端未在网络模型中', en: 'the device is not in the network' },
};
/** A clock off by more than this is worth a word: class `ntp` is good to a second. */
const CLOCK_OFF_MS = 3_000;
const CLOCK_HINT: Text = { zh: '终端时钟偏差较大', en: "the device's clock is off" };

export const getDataQuality: Answering<'getDataQuality'> = {
  id: 'getDataQuality',
  async answer(_, deps) {
    const network = deps.service.network();
    const newest = new Map<MeterId, number>();
    for (const p of await deps.series.lastVoltages([]))
      newest.set(p.meter, Math.max(p.timeMs, newest.get(p.meter) ?? 0));
    const states = new Map<MeterId, CollectorState>();
    for (const s of deps.collector?.states() ?? []) if (s.meter !== null) states.set(s.meter, s);
    const items = [...network.meters.values()].map((m) =>
      quality(m, newest.get(m.meter) ?? null, states.get(m.meter) ?? null, deps),
    );
    return {
      time: formatTime(deps.now(), deps.zone),
      items: items.sort((a, b) => weight(b) - weight(a) || (a.meter < b.meter ? -1 : 1)),
      unmapped: (deps.collector?.states() ?? [])
        .filter((s) => s.meter === null || !network.meters.has(s.meter))
        .map((s) => ({
          source: s.meter === null ? s.source : `${s.source} ${s.meter}`,
          at: formatTime(s.atMs, deps.zone),
          errors: s.errors,
        })),
    };
  },
};

function weight(q: MeterQuality): number {
  return (q.silence === null ? 0 : 4) + (q.stale ? 2 : 0) + (q.errors + q.gap > 0 ? 1 : 0);
}

function quality(meter: Meter, newestMs: number | null, state: CollectorState | null, deps: Deps): MeterQuality {
  const { grid } = deps.service.network();
  const ageS = newestMs === null ? null : Math.max(0, (deps.now() - newestMs) / 1000);
  const clockOff = Math.abs(state?.clockOffsetMs ?? 0) > CLOCK_OFF_MS;
  return {
    meter: meter.meter,
    source: state?.source ?? null,
    feeder: grid.feederOf(meter.node),
    area: grid.areaOf(meter.node),
    method: meter.method,
    clock: meter.clock,
    comms: meter.comms,
    lastValueAt: newestMs === null ? null : formatTime(newestMs, deps.zone),
    ageS,
    stale: ageS === null ? meter.method !== 'event_log' : ageS > staleAfterS(meter),
    lagMs: state?.lagMs ?? null,
    gap: state?.gap ?? 0,
    errors: state?.errors ?? 0,
    clockOffsetMs: state?.clockOffsetMs ?? null,
    silence: state?.silence ?? null,
    hint: state?.silence ? HINTS[state.silence] : clockOff ? CLOCK_HINT : null,
  };
}
