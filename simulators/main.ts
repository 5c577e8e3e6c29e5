/**
 * The simulator's front door: a case folder with its truth. Phases: grid → weather and storms → incidents → voltages and
 * readings → events → calls → files.
 */
import type { NodeId } from '../core/ids.ts';
import {
  complaintsFile,
  disturbancesFile,
  meterEventsFile,
  operationsFile,
  strokesFile,
  worksFile,
} from './case/fact-files.ts';
import { customersFile, metersFile, nodesFile, sectionsFile } from './case/network-files.ts';
import { truthFile } from './case/truth-file.ts';
import { createDiary } from './complaints/diary.ts';
import { type Disconnection, makeDisconnections } from './complaints/others.ts';
import { makeRegister } from './complaints/register.ts';
import type { SimComplaint } from './complaints/types.ts';
import { buildSimGrid } from './grid/build.ts';
import { playAll } from './happenings/index.ts';
import type { Played, World } from './happenings/types.ts';
import { makeDisturbances, makeMeterEvents } from './instruments/events.ts';
import { placeMeters } from './instruments/place.ts';
import { makeReadings } from './instruments/readings.ts';
import { makeGaps } from './instruments/silence.ts';
import type { SimMeter } from './instruments/types.ts';
import { DAY_MS, stamp, ZONE } from './local-time.ts';
import { weatherOf } from './physics/load.ts';
import { createLoadFlow, type LoadFlow } from './physics/load-flow.ts';
import { createState, type GridState, type Span } from './physics/state.ts';
import { rngFor } from './random.ts';
import { DEFAULT_SCENARIO, type Scenario } from './scenario.ts';
import { detectStrokes, makeStorms } from './storms/storm.ts';

export interface SimulateOptions {
  readonly seed: number;
  readonly days?: number;
  /** End of the period; the default is a fixed day, so that a seed alone names a case. */
  readonly toMs?: number;
  readonly fromMs?: number;
  readonly scenario?: Partial<Scenario>;
  readonly onProgress?: (text: string) => void;
}

export interface SimulatedCase {
  /** File name → text, as `design section 15` wants a case folder. */
  readonly files: Map<string, string>;
  readonly world: World;
  readonly played: readonly Played[];
  readonly meters: readonly SimMeter[];
  readonly complaints: readonly SimComplaint[];
}

/** 2026-07-31T00:00+08:00: the end of thirty days in July. */
export const DEFAULT_TO_MS = Date.UTC(2026, 6, 30, 16);
const DEFAULT_DAYS = 30;

/** A grid and everything that happens on it, ready to be asked about any moment: what history and live playing share. */
export interface Stage {
  readonly world: World;
  readonly played: readonly Played[];
  readonly meters: readonly SimMeter[];
  readonly cutOff: readonly Disconnection[];
  readonly flow: LoadFlow;
  readonly state: GridState;
}

export function simulateCase(options: SimulateOptions): SimulatedCase {
  const say = options.onProgress ?? (() => undefined);
  const stage = setStage(options);
  const { world, played, meters, state, flow } = stage;
  say(
    `${world.grid.site}: ${world.grid.sections.length} sections, ${world.grid.customers.length} supply points, ${played.length} incidents`,
  );
  const gaps = makeGaps(meters, world.fromMs, world.toMs, world.scenario.gapPct, rngFor(world.seed, 'gaps'));
  const diary = createDiary(world.grid, flow, world.fromMs, world.toMs);
  const plan = {
    grid: world.grid,
    flow,
    state,
    meters,
    gaps,
    played,
    fromMs: world.fromMs,
    toMs: world.toMs,
    seed: world.seed,
  };
  const readings = makeReadings({ ...plan, onStep: (ms) => diary.note(ms) });
  say(`${readings.length - 1} readings of ${meters.length} meters`);
  const disturbances = makeDisturbances(plan, rngFor(world.seed, 'disturbances'));
  const meterEvents = makeMeterEvents(plan, rngFor(world.seed, 'meter-events'));
  const { complaints, exposures } = makeRegister(world, played, { grid: world.grid, flow, state, diary }, stage.cutOff);
  say(`${complaints.length} complaints, ${disturbances.length} disturbances`);
  const strokes = detectStrokes(
    world.storms,
    world.scenario.strokeDetectionPct,
    world.scenario.strokeErrorKm,
    rngFor(world.seed, 'lls'),
  );
  const files = new Map([
    ['case.yaml', caseFile(world)],
    ['nodes.csv', nodesFile(world.grid)],
    ['sections.csv', sectionsFile(world.grid)],
    ['customers.csv', customersFile(world.grid, stage.cutOff, world.toMs)],
    ['meters.csv', metersFile(meters)],
    ['readings.csv', `${readings.join('\n')}\n`],
    ['disturbances.csv', disturbancesFile(disturbances, world.toMs)],
    ['meter_events.csv', meterEventsFile(meterEvents)],
    ['operations.csv', operationsFile(played, world.toMs, rngFor(world.seed, 'operations'))],
    ['strokes.csv', strokesFile(strokes)],
    ['works.csv', worksFile(played, world.toMs)],
    ['complaints.csv', complaintsFile(complaints)],
    ['truth.jsonl', truthFile(complaints, played, exposures)],
  ]);
  return { files, world, played, meters, complaints };
}

export function setStage(options: SimulateOptions): Stage {
  const scenario = { ...DEFAULT_SCENARIO, ...options.scenario };
  const toMs = options.toMs ?? DEFAULT_TO_MS;
  const fromMs = options.fromMs ?? toMs - (options.days ?? DEFAULT_DAYS) * DAY_MS;
  const { seed } = options;
  const grid = buildSimGrid(seed, scenario);
  const centre = grid.topo.nodes.get(grid.busbar)?.at ?? { lon: 113.4, lat: 23.2 };
  const stormRng = rngFor(seed, 'storms');
  const months = (toMs - fromMs) / (30 * DAY_MS);
  const count = Math.max(scenario.storms >= 1 && months >= 0.9 ? 2 : 0, stormRng.poisson(scenario.storms * months));
  const world: World = {
    seed,
    scenario,
    fromMs,
    toMs,
    grid,
    storms: makeStorms({ fromMs, toMs, centre, count }, stormRng),
  };
  const played = playAll(world);
  const cutOff = makeDisconnections(
    { grid, fromMs, toMs, inside: 0, routed: 0 },
    scenario.disconnections,
    rngFor(seed, 'disconnections'),
  );
  const off = new Map<NodeId, Span[]>();
  for (const d of cutOff) {
    const node = grid.customers[d.customer]?.node;
    if (node !== undefined) off.set(node, [{ startMs: d.atMs, endMs: d.reconnectedMs ?? toMs }]);
  }
  return {
    world,
    played,
    cutOff,
    meters: placeMeters(grid, scenario, rngFor(seed, 'meters')),
    flow: createLoadFlow(grid, seed, weatherOf(seed)),
    state: createState(grid, seed, played, off),
  };
}

const caseFile = (world: World): string =>
  [`zone: ${ZONE}`, 'profile: gb', `from: ${stamp(world.fromMs)}`, `to: ${stamp(world.toMs)}`, 'datum: wgs84', ''].join(
    '\n',
  );
