/** The grid the seed draws, residual voltages along it, and its load flow. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeId } from '../../core/ids.ts';
import { buildSimGrid } from '../../simulators/grid/build.ts';
import type { SimGrid } from '../../simulators/grid/types.ts';
import { weatherOf } from '../../simulators/physics/load.ts';
import { createLoadFlow } from '../../simulators/physics/load-flow.ts';
import { residualPu } from '../../simulators/physics/short-circuit.ts';
import { DEFAULT_SCENARIO } from '../../simulators/scenario.ts';

const EVENING = Date.parse('2026-07-15T20:45:00+08:00');
const NIGHT = Date.parse('2026-07-15T03:45:00+08:00');
let grid: SimGrid;
beforeAll(() => {
  grid = buildSimGrid(7, DEFAULT_SCENARIO);
});

test('one busbar, four feeders, forty areas, six hundred supply points, all of them fed, Yyn0 the exception', () => {
  expect(grid.nodes.filter((n) => n.kind === 'busbar')).toHaveLength(1);
  expect(grid.nodes.filter((n) => n.kind === 'feeder_head')).toHaveLength(4);
  expect(grid.areas).toHaveLength(40);
  expect(grid.customers).toHaveLength(600);
  for (const c of grid.customers) expect(grid.topo.busbarOf(c.node)).toBe(grid.busbar);
  const yyn0 = grid.areas.filter((a) => a.vectorGroup === 'Yyn0').length;
  expect(yyn0).toBeGreaterThan(0);
  expect(yyn0).toBeLessThan(10);
});

test('accounts and telephone tails belong to one customer each; no number could be a real mobile', () => {
  expect(new Set(grid.customers.map((c) => c.record.account)).size).toBe(600);
  expect(new Set(grid.customers.map((c) => c.record.phone)).size).toBe(600);
  for (const c of grid.customers) expect(c.record.phone).toMatch(/^1200000\d{4}$/);
});

test('everything lies in Guangzhou and neighbours in the network are neighbours on the ground', () => {
  for (const n of grid.nodes) {
    expect(n.at?.lon).toBeGreaterThan(112.9);
    expect(n.at?.lon).toBeLessThan(114.1);
    expect(n.at?.lat).toBeGreaterThan(22.5);
    expect(n.at?.lat).toBeLessThan(24);
  }
});

test('another seed draws another grid, an asked-for site and neutral are kept', () => {
  const other = buildSimGrid(8, { ...DEFAULT_SCENARIO, site: 'north', neutral: 'isolated' });
  expect(other.site).toContain('竹溪');
  expect(other.nodes.find((n) => n.kind === 'substation')?.neutralEarthing).toBe('isolated');
  expect(other.customers[5]?.record.name).not.toBe(grid.customers[5]?.record.name);
});

describe('residual of a fault in the middle of the third feeder', () => {
  const fault = () => ({ section: grid.feeders[2]?.trunk[8] as never, share: 0.5 });

  test('is the same at the heads of all feeders and at every place of the other feeders', () => {
    const heads = grid.feeders.map((f) => residualPu(grid, fault(), 0.1, f.head));
    const elsewhere = grid.areas
      .filter((a) => a.feeder !== grid.feeders[2]?.head)
      .map((a) => residualPu(grid, fault(), 0.1, a.mvNode));
    for (const r of elsewhere) expect(r).toBeCloseTo(heads[0] ?? 0, 9);
    // The faulted feeder's own head lies 25 m further along the same path.
    expect(heads[2]).toBeLessThan(heads[0] ?? 0);
    expect(heads[2]).toBeCloseTo(heads[0] ?? 0, 2);
  });

  test('falls along the path to the fault and is flat beyond the point where a side line leaves', () => {
    const trunk = grid.feeders[2]?.trunk ?? [];
    const ends = trunk.slice(0, 8).map((s) => grid.topo.sections.get(s)?.to as NodeId);
    const along = ends.map((n) => residualPu(grid, fault(), 0.1, n));
    for (let i = 1; i < along.length; i++) expect(along[i]).toBeLessThan(along[i - 1] ?? 0);
    for (const area of grid.areas.filter((a) => a.feeder === grid.feeders[2]?.head)) {
      const branch = grid.topo.commonNode(area.mvNode, ends[7] as NodeId) as NodeId;
      // What hangs behind the fault has no more than the arc.
      if (!ends.includes(branch) || grid.topo.feeds(fault().section, area.mvNode)) continue;
      expect(residualPu(grid, fault(), 0.1, area.mvNode)).toBeCloseTo(residualPu(grid, fault(), 0.1, branch), 9);
    }
  });

  test('a bolted fault leaves nothing behind it', () => {
    const bolted = { section: grid.feeders[2]?.trunk[8] as never, share: 1 };
    const behind = grid.topo.sections.get(grid.feeders[2]?.trunk[10] as never)?.to as NodeId;
    expect(residualPu(grid, bolted, 0, behind)).toBeCloseTo(0, 9);
  });
});

describe('load flow', () => {
  test('the power that leaves a transformer is the load of its customers plus a few per cent of losses', () => {
    const flow = createLoadFlow(grid, 7, weatherOf(7));
    for (let i = 0; i < 4; i++) flow.solve(EVENING);
    for (const area of grid.areas.filter((a) => a.fate === 'sound')) {
      const load = grid.customers.reduce((sum, c, i) => sum + (c.area === area.id ? flow.customerWatts(i) : 0), 0);
      const sent = flow.areaWatts(area.id).reduce((a, b) => a + b, 0);
      expect(sent / load).toBeGreaterThan(1);
      expect(sent / load).toBeLessThan(1.06);
    }
  });

  test('the drop in a single-phase service is the current times the resistance of both wires', () => {
    const flow = createLoadFlow(grid, 7, weatherOf(7));
    for (let i = 0; i < 4; i++) flow.solve(EVENING);
    let seen = 0;
    for (const [i, c] of grid.customers.entries()) {
      if (c.phases !== 'B' || c.area === null) continue;
      const s = grid.topo.sections.get(c.service);
      const up = flow.voltsAt(s?.from as NodeId)[1];
      const down = flow.voltsAt(c.node)[1];
      const amps = flow.customerWatts(i) / down;
      const ohm = (2 * (s?.rOhmPerKm ?? 0) * (s?.lengthM ?? 0)) / 1000;
      expect(up - down).toBeCloseTo(amps * ohm, 1);
      seen++;
    }
    expect(seen).toBeGreaterThan(50);
  });

  test('evenings are lower than nights, chronic areas fall below 198 V, noon lifts the solar street above 235.4 V', () => {
    const flow = createLoadFlow(grid, 7, weatherOf(7));
    const lowest = (ms: number, fate: string): number => {
      flow.solve(ms);
      flow.solve(ms);
      const areas = grid.areas.filter((a) => a.fate === fate).map((a) => a.id);
      return Math.min(
        ...grid.customers
          .filter((c) => c.area !== null && areas.includes(c.area) && c.phases.length === 1)
          .map((c) => flow.voltsAt(c.node)['ABC'.indexOf(c.phases) as 0 | 1 | 2]),
      );
    };
    expect(lowest(EVENING, 'lv_line_long')).toBeLessThan(lowest(NIGHT, 'lv_line_long'));
    expect(lowest(EVENING, 'lv_line_long')).toBeLessThan(198);
    expect(lowest(EVENING, 'sound')).toBeGreaterThan(198);
    flow.solve(Date.parse('2026-07-15T12:15:00+08:00'));
    flow.solve(Date.parse('2026-07-15T12:15:00+08:00'));
    const sunny = grid.areas.find((a) => a.fate === 'pv');
    const highest = Math.max(
      ...grid.customers.filter((c) => c.area === sunny?.id).map((c) => Math.max(...flow.voltsAt(c.node))),
    );
    expect(highest).toBeGreaterThan(235.4);
  });
});
