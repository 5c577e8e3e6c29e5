/** Health, probes, the interface's description and metrics. */
import { formatTime } from '../../../core/time.ts';
import { openapi } from '../../contract/openapi.ts';
import type { Deps, Person } from '../deps.ts';
import type { Answering } from '../handler.ts';

type StoreState = 'ready' | 'failed';

/** Asks each store something cheap. */
async function stores(deps: Deps): Promise<{ readonly records: StoreState; readonly series: StoreState }> {
  const [records, series] = await Promise.allSettled([
    deps.service.records.changeCursor(),
    deps.series.lastVoltages([PROBE]),
  ]);
  return {
    records: records.status === 'fulfilled' ? 'ready' : 'failed',
    series: series.status === 'fulfilled' ? 'ready' : 'failed',
  };
}
/** A meter nobody has: the question costs nothing, but the store has to answer it. */
const PROBE = '' as Parameters<Deps['series']['lastVoltages']>[0][number];

export const getHealth: Answering<'getHealth'> = {
  id: 'getHealth',
  async answer(call, deps) {
    const state = deps.service.state();
    const own = await stores(deps);
    const failed = own.records === 'failed' || own.series === 'failed';
    const history = deps.progress();
    const time = (ms: number | null) => (ms === null ? null : formatTime(ms, deps.zone));
    return {
      status: failed ? 'degraded' : state.loaded && history === null ? 'ready' : 'starting',
      version: deps.version,
      zone: deps.zone,
      profile: deps.profile,
      time: formatTime(deps.now(), deps.zone),
      startedAt: formatTime(deps.startedAtMs, deps.zone),
      history,
      stores: own,
      correlation: {
        computedAt: time(state.computedAtMs),
        computing: state.computing,
        incidents: deps.service.incidents().length,
        lastDurationMs: state.lastDurationMs,
        failures: state.failures,
      },
      person: shown(call.person),
    };
  },
};

function shown(person: Person): Person {
  return { id: person.id, role: person.role };
}

export const getLive: Answering<'getLive'> = { id: 'getLive', answer: () => ({ alive: true }) };

export const getReady: Answering<'getReady'> = {
  id: 'getReady',
  async answer(_, deps) {
    const own = await stores(deps);
    return { ready: own.records === 'ready' && own.series === 'ready', ...own };
  },
  status: (document) => (document.ready ? 200 : 503),
};

export const getOpenapi: Answering<'getOpenapi'> = {
  id: 'getOpenapi',
  answer: (_, deps) => openapi(deps.version) as { openapi: '3.1.0' },
};

export const getMetrics: Answering<'getMetrics'> = {
  id: 'getMetrics',
  answer(_, deps) {
    const state = deps.service.state();
    const facts = deps.service.facts();
    const states = deps.collector?.states() ?? [];
    return deps.metrics.page({
      up_seconds: (deps.now() - deps.startedAtMs) / 1000,
      live_pages: deps.hub.listeners(),
      correlation_seconds: state.lastDurationMs === null ? null : state.lastDurationMs / 1000,
      correlation_failures: state.failures,
      incidents: deps.service.incidents().length,
      disturbances: facts.disturbances.length,
      complaints: facts.complaints.length,
      meters: facts.meters.length,
      silent_meters: states.filter((s) => s.meter !== null && s.silence !== null).length,
      resident_bytes: process.memoryUsage.rss(),
    });
  },
};
