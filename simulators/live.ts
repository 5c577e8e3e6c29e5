/**
 * The same grid in real time: devices on real Modbus ports and MQTT connections, something going wrong every few minutes,
 * people calling about it. Ends with `stop()`.
 */
import type { World } from './happenings/types.ts';
import { startDevices } from './live/devices.ts';
import { chooseFleet, DEFAULT_FLEET } from './live/fleet.ts';
import { createLoop, INTERVAL_S } from './live/loop.ts';
import { createPlay } from './live/play.ts';
import type { Moment } from './live/sampling.ts';
import type { LiveGrid, LiveOptions } from './live/types.ts';
import { DAY_MS, MINUTE_MS } from './local-time.ts';
import { setStage } from './main.ts';
import { rngFor } from './random.ts';
import { oneStorm } from './storms/storm.ts';

export async function startLiveGrid(options: LiveOptions): Promise<LiveGrid> {
  const startedMs = Date.now();
  const nowMs = (): number => startedMs + (Date.now() - startedMs) * (options.speedup ?? 1);
  const stage = setStage({
    seed: options.seed,
    fromMs: startedMs,
    toMs: startedMs + 30 * DAY_MS,
    ...(options.scenario ? { scenario: options.scenario } : {}),
  });
  const centre = stage.world.grid.topo.nodes.get(stage.world.grid.busbar)?.at ?? { lon: 113.4, lat: 23.2 };
  const rng = rngFor(options.seed, `live/${startedMs}`);
  const storm = oneStorm(startedMs - 20 * MINUTE_MS, centre, rng.fork('storm'));
  const world: World = { ...stage.world, storms: [storm] };
  const play = createPlay(world, options, stage.flow, rng, nowMs);
  const fleet = chooseFleet(stage.meters, { ...DEFAULT_FLEET, ...options.fleet });
  const moment = (): Moment => ({
    ms: nowMs(),
    intervalS: options.intervalS ?? INTERVAL_S,
    flow: stage.flow,
    state: play.state(),
    seed: options.seed,
  });
  stage.flow.solve(nowMs());
  const devices = await startDevices(fleet, options, moment, startedMs);
  const loop = createLoop(devices.mqtt, options, moment, play, stage.flow.solve);
  return {
    devices: devices.described,
    play: (kind) => play.now(kind),
    async stop() {
      loop.stop();
      await loop.settled();
      await Promise.all([...devices.modbus.map((d) => d.stop()), ...devices.mqtt.map((d) => d.connection.stop())]);
    },
  };
}
