/** What the boards count follows the running service: all of it once, then only what changed, however often it fails. */
import { describe, expect, it } from 'vitest';
import { keepBoardFacts } from '../../cli/run/board-facts.ts';
import { id } from '../../core/ids.ts';
import type { BoardFacts, ComplaintRow, VerdictRow } from '../../core/ports.ts';
import type { Incident } from '../../core/verdict.ts';
import { indexNetwork } from '../../correlator/io/network-index.ts';
import type { Service, ServiceEvent } from '../../correlator/io/service.ts';
import { customers, meters, nodes, sections, T0_MS } from '../api/small-case.ts';
import { incident, priority, verdictRow } from '../storage/records.ts';

const MINUTE_MS = 60_000;
const complaintRow = (own: string, account: string, receivedMs: number): ComplaintRow => ({
  complaint: {
    id: id(own),
    receivedMs,
    account,
    supplyPoint: null,
    address: '天河区石牌西路12号301',
    text: '陈大文家停电了',
    occurredFromMs: null,
    occurredToMs: null,
    channel: null,
    requestType: null,
    parent: null,
  },
  triage: {
    category: 'outage',
    p: 0.9,
    second: null,
    symptoms: [],
    storm: false,
    neighbours: 'unsaid',
    when: null,
    because: [],
  },
  status: 'received',
  knownAtMs: receivedMs,
});

/** A service that knows what the test says, and tells when it has computed. */
function played() {
  const rows = new Map<string, ComplaintRow>();
  const verdicts = new Map<string, VerdictRow>();
  const network = indexNetwork({ nodes, sections, customers, meters });
  const state = { incidents: [] as Incident[], failing: false, written: [] as BoardFacts[], logged: [] as string[] };
  let listener: (event: ServiceEvent) => void = () => undefined;
  const service = {
    network: () => network,
    incidents: () => state.incidents,
    priorities: () => [priority(1, 'S-1')],
    complaintRows: () => rows,
    latestVerdict: (own: string) => verdicts.get(own) ?? null,
    subscribe: (next: typeof listener) => {
      listener = next;
      return () => undefined;
    },
  } as unknown as Service;
  const series = {
    writeBoardFacts: async (facts: BoardFacts) => {
      if (state.failing) throw new Error('store away');
      state.written.push(facts);
    },
  };
  const writer = keepBoardFacts(
    service,
    series,
    () => T0_MS + 1_234_567,
    (_level, message) => state.logged.push(message),
  );
  return {
    rows,
    verdicts,
    state,
    writer,
    async computed() {
      listener({ type: 'computed', incidents: state.incidents.length });
      await writer.settled();
    },
  };
}

describe('counts for the boards', () => {
  it('are all written at the start, by place, without a word about anybody', async () => {
    const p = played();
    p.rows.set('C1', complaintRow('C1', '0801100017', T0_MS));
    p.verdicts.set('C1', verdictRow('C1', T0_MS, 0.91));
    p.state.incidents = [{ ...incident('I1', T0_MS - 5_000, null), meters: [id('M-TR1')], sections: {} }];
    await p.computed();
    const facts = p.state.written.at(-1);
    expect(facts?.complaints).toEqual([{ feeder: 'F1', area: 'TR1', receivedMs: T0_MS, category: 'outage' }]);
    expect(facts?.incidents[0]?.place).toEqual({ feeder: 'F1', area: 'TR1' });
    expect(facts?.verdicts.map((v) => v.receivedMs)).toEqual([T0_MS]);
    expect(facts?.priorities[0]?.place).toEqual({ feeder: 'F1', area: '' });
    expect(facts?.computedMs).toBe(T0_MS);
    const { verdicts: _, ...rest } = facts ?? {};
    expect(JSON.stringify(rest)).not.toMatch(/陈|石牌|08011|13812345678/);
  });

  it('are then written for the minutes in which something changed, and not at all where nothing did', async () => {
    const p = played();
    const early = { ...incident('I1', T0_MS - 3_600_000, null), meters: [id<never>('M-TR2')] };
    p.state.incidents = [early];
    await p.computed();
    const before = p.state.written.length;
    await p.computed();
    expect(p.state.written).toHaveLength(before);

    p.rows.set('C1', complaintRow('C1', '0801100017', T0_MS + 30_000));
    await p.computed();
    const added = p.state.written.at(-1);
    expect(added?.range).toEqual({ fromMs: T0_MS, toMs: T0_MS + MINUTE_MS });
    expect(added?.complaints).toHaveLength(1);
    expect(added?.incidents).toEqual([]);

    p.state.incidents = [];
    await p.computed();
    const gone = p.state.written.at(-1);
    expect(gone?.range).toEqual({ fromMs: T0_MS - 3_600_000, toMs: T0_MS - 3_600_000 + MINUTE_MS });
    expect(gone?.incidents).toEqual([]);
    expect(gone?.complaints).toEqual([]);
  });

  it('that could not be written are written at the next change, with everything since', async () => {
    const p = played();
    await p.computed();
    const before = p.state.written.length;
    p.state.failing = true;
    p.rows.set('C1', complaintRow('C1', '0801100017', T0_MS));
    await p.computed();
    expect(p.state.written).toHaveLength(before);
    expect(p.state.logged).toHaveLength(1);
    p.state.failing = false;
    p.rows.set('C2', complaintRow('C2', '0801100033', T0_MS + 90_000));
    await p.computed();
    expect(p.state.written.at(-1)?.complaints.map((c) => c.area)).toEqual(['TR1', 'TR2']);
    await p.writer.stop();
  });
});
