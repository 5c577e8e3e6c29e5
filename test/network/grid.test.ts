import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { id, type NodeId } from '../../core/ids.ts';
import { buildGrid } from '../../core/network/grid.ts';
import type { GridNode, NodeKind, Section } from '../../core/network.ts';
import { fed, hops, type PlainNet } from '../oracles/grid.ts';

const node = (name: string, kind: NodeKind = 'pole'): GridNode => ({
  id: id(name),
  kind,
  at: null,
  neutralEarthing: null,
});
const line = (name: string, from: string, to: string, more: Partial<Section> = {}): Section => ({
  id: id(name),
  from: id(from),
  to: id(to),
  kind: 'overhead',
  phases: 'ABC',
  voltageKv: 10,
  lengthM: 100,
  rOhmPerKm: null,
  xOhmPerKm: null,
  sKva: null,
  vectorGroup: null,
  installedYear: null,
  device: 'none',
  normallyOpen: false,
  ...more,
});

/** Substation, two feeders with a tie, a transformer with two supplies, and a pole nobody feeds. */
const town: PlainNet = {
  nodes: [
    node('S', 'substation'),
    node('BB', 'busbar'),
    node('F1', 'feeder_head'),
    node('F2', 'feeder_head'),
    node('P1'),
    node('P2'),
    node('Q1'),
    node('T1', 'transformer_lv'),
    node('C1', 'supply'),
    node('C2', 'supply'),
    node('LOST'),
  ],
  sections: [
    line('s-bb', 'S', 'BB'),
    line('bb-f1', 'BB', 'F1', { device: 'breaker' }),
    line('bb-f2', 'BB', 'F2', { device: 'breaker' }),
    line('f1-p1', 'F1', 'P1', { lengthM: 400 }),
    line('p1-p2', 'P1', 'P2', { lengthM: null }),
    line('f2-q1', 'F2', 'Q1', { lengthM: 250 }),
    line('tie', 'P2', 'Q1', { kind: 'switch', normallyOpen: true }),
    line('t1', 'P1', 'T1', { kind: 'transformer', lengthM: null }),
    line('c1', 'C1', 'T1', { kind: 'service', lengthM: 30 }), // drawn the wrong way round
    line('c2', 'T1', 'C2', { kind: 'service', lengthM: 20 }),
    line('bad', 'P1', 'NOWHERE'),
  ],
};

describe('feeding tree', () => {
  const grid = buildGrid(town);
  const n = (name: string): NodeId => id(name);

  it('names what each node hangs on', () => {
    expect(grid.upstream(n('C1')).map((s) => s.id)).toEqual(['c1', 't1', 'f1-p1', 'bb-f1', 's-bb']);
    expect([grid.areaOf(n('C1')), grid.feederOf(n('C1')), grid.busbarOf(n('C1')), grid.substationOf(n('C1'))]).toEqual([
      'T1',
      'F1',
      'BB',
      'S',
    ]);
    expect([grid.areaOf(n('P1')), grid.feederOf(n('BB')), grid.feederOf(n('LOST'))]).toEqual([null, null, null]);
    expect(grid.sectionsBelow(n('P1')).map((s) => s.id)).toEqual(['p1-p2', 't1', 'c1', 'c2']);
    expect(grid.childSections(n('BB')).map((s) => s.id)).toEqual(['bb-f1', 'bb-f2']);
    expect(grid.parentSection(n('S'))).toBeNull();
  });

  it('measures along the tree and finds the common node', () => {
    expect(grid.commonNode(n('C2'), n('Q1'))).toBe('BB');
    expect(grid.distanceM(n('C1'), n('C2'))).toBe(50);
    expect(grid.distanceM(n('C1'), n('Q1'))).toBe(30 + 400 + 100 + 100 + 250);
    expect(grid.distanceM(n('C1'), n('LOST'))).toBeNull();
  });

  it('says what is broken and uses the rest', () => {
    expect(grid.faults).toEqual([
      { kind: 'unknown-node', section: 'bad', node: 'NOWHERE' },
      { kind: 'island', section: null, node: 'LOST' },
    ]);
    expect(grid.depth(n('LOST'))).toBe(-1);
  });

  it('follows the switching of the moment', () => {
    const switched = buildGrid({ ...town, open: new Set([id('bb-f1')]) });
    expect(switched.upstream(n('C2')).map((s) => s.id)).toEqual(['c2', 't1', 'p1-p2', 'tie', 'f2-q1', 'bb-f2', 's-bb']);
    expect(switched.feeds(id('tie'), n('C2'))).toBe(true);
    expect(grid.feeds(id('tie'), n('C2'))).toBe(false);
  });

  it('a tie that was not marked open is a loop, cut where both ways are equally long', () => {
    const ring = buildGrid({ ...town, open: new Set() });
    expect(ring.faults.filter((f) => f.kind === 'loop').map((f) => f.section)).toEqual(['tie']);
    expect(ring.feederOf(n('P2'))).toBe('F1');
    expect(ring.feederOf(n('Q1'))).toBe('F2');
  });
});

/** Random nets: a forest with extra (sometimes open, sometimes reversed) sections, so loops and islands occur. */
const nets: fc.Arbitrary<PlainNet> = fc
  .tuple(
    fc.integer({ min: 1, max: 18 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3)), { maxLength: 26 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([size, edges, stations]) => ({
    nodes: Array.from({ length: size }, (_, i) => node(`n${i}`, i < stations ? 'substation' : 'pole')),
    sections: edges.map(([a, b, open], i) =>
      line(`e${i}`, `n${a % size}`, `n${b % size}`, { normallyOpen: open === 0, lengthM: i + 1 }),
    ),
  }));

describe('feeding tree against a plain search', () => {
  const check = (law: (net: PlainNet) => void) => fc.assert(fc.property(nets, law), { seed: 7, numRuns: 200 });

  it('feeds exactly the nodes that can be reached, over the fewest sections', () => {
    check((net) => {
      const grid = buildGrid(net);
      const reached = fed(net);
      for (const n of net.nodes) {
        expect(grid.depth(n.id)).toBe(hops(net, n.id));
        expect(grid.upstream(n.id).length).toBe(Math.max(0, hops(net, n.id)));
        expect(grid.faults.some((f) => f.kind === 'island' && f.node === n.id)).toBe(!reached.has(n.id));
      }
      const stations = net.nodes.filter((n) => n.kind === 'substation').length;
      const live = net.sections.filter((s) => !s.normallyOpen && reached.has(s.from)).length;
      expect(grid.faults.filter((f) => f.kind === 'loop').length).toBe(live - (reached.size - stations));
    });
  });

  it('ancestor tests say what the upstream path says, and what cutting the section does', () => {
    check((net) => {
      const grid = buildGrid(net);
      const ring = grid.faults.some((f) => f.kind === 'loop');
      const reached = fed(net);
      for (const s of net.sections) {
        const left = ring ? null : fed(net, s.id);
        for (const n of net.nodes) {
          const onPath = grid.upstream(n.id).some((u) => u.id === s.id);
          expect(grid.feeds(s.id, n.id)).toBe(onPath);
          if (left !== null) expect(grid.feeds(s.id, n.id)).toBe(reached.has(n.id) && !left.has(n.id));
        }
      }
    });
  });

  it('common node, distance and sections below agree with the paths', () => {
    check((net) => {
      const grid = buildGrid(net);
      for (const a of net.nodes) {
        const below = net.sections.filter((s) =>
          net.nodes.some((n) => isChildVia(s, n.id) && grid.isBelow(n.id, a.id)),
        );
        expect(new Set(grid.sectionsBelow(a.id).map((s) => s.id))).toEqual(
          new Set(below.filter((s) => !grid.upstream(a.id).includes(s)).map((s) => s.id)),
        );
        for (const b of net.nodes) {
          const [up, vp] = [grid.upstream(a.id), grid.upstream(b.id)];
          const apart = [...up.filter((s) => !vp.includes(s)), ...vp.filter((s) => !up.includes(s))];
          if (grid.commonNode(a.id, b.id) === null) continue;
          expect(grid.distanceM(a.id, b.id)).toBe(apart.reduce((sum, s) => sum + (s.lengthM ?? 0), 0));
        }
      }
      function isChildVia(s: Section, child: NodeId): boolean {
        return grid.parentSection(child)?.id === s.id;
      }
    });
  });
});
