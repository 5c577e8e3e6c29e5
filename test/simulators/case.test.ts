/** The case folder: same seed same bytes, the columns of the contract, and a truth that agrees with the facts. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cause } from '../../core/verdict.ts';
import { DEFAULT_TO_MS, type SimulatedCase, simulateCase } from '../../simulators/main.ts';

/** Columns of design section 15, required ones first; a file may have no column that is not here. */
const CONTRACT: Readonly<Record<string, { readonly required: readonly string[]; readonly others: readonly string[] }>> =
  {
    'nodes.csv': { required: ['id', 'kind'], others: ['lon', 'lat', 'neutral_earthing'] },
    'sections.csv': {
      required: ['id', 'from', 'to', 'kind', 'phases'],
      others: [
        'voltage_kv',
        'length_m',
        'r_ohm_per_km',
        'x_ohm_per_km',
        's_kva',
        'vector_group',
        'installed',
        'device',
        'normally_open',
      ],
    },
    'customers.csv': {
      required: ['supply_point', 'account'],
      others: [
        'node',
        'area',
        'phases',
        'nominal_v',
        'kind',
        'name',
        'phone',
        'address',
        'contract',
        'contract_kva',
        'supply_kv',
        'meter_no',
        'disconnected_at',
        'paid_at',
        'reconnected_at',
      ],
    },
    'meters.csv': {
      required: ['meter', 'node', 'phases', 'method'],
      others: ['supply_point', 'statistic', 'connection', 'udin_v', 'clock', 'clock_sigma_s', 'comms'],
    },
    'readings.csv': {
      required: ['meter', 'time', 'interval_s'],
      others: [
        'ua',
        'ub',
        'uc',
        'ua_min',
        'ub_min',
        'uc_min',
        'ua_max',
        'ub_max',
        'uc_max',
        'i_a',
        'i_b',
        'i_c',
        'p_a',
        'p_b',
        'p_c',
        'pst_a',
        'pst_b',
        'pst_c',
        'f',
        'quality',
        'known_at',
      ],
    },
    'disturbances.csv': {
      required: ['meter', 'start', 'duration_ms', 'kind'],
      others: ['phases', 'pct', 'pct_a', 'pct_b', 'pct_c', 'known_at'],
    },
    'meter_events.csv': { required: ['meter', 'time', 'kind'], others: ['known_at'] },
    'operations.csv': { required: ['time', 'section', 'op'], others: ['phases', 'clock', 'source', 'known_at'] },
    'strokes.csv': {
      required: ['time', 'lat', 'lon'],
      others: ['peak_ka', 'semi_major_km', 'semi_minor_km', 'bearing_deg', 'cloud', 'multiplicity', 'known_at'],
    },
    'works.csv': {
      required: ['id', 'section'],
      others: [
        'planned_start',
        'planned_end',
        'actual_start',
        'actual_end',
        'notified_at',
        'kind',
        'status',
        'known_at',
      ],
    },
    'complaints.csv': {
      required: ['id', 'received', 'text'],
      others: [
        'account',
        'supply_point',
        'address',
        'occurred_from',
        'occurred_to',
        'channel',
        'request_type',
        'parent',
      ],
    },
  };

type Row = Readonly<Record<string, string>>;

/** Plain split: the simulator quotes only texts with commas, and those files are read by the quoting branch. */
function rows(text: string): Row[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) =>
      (m[1] ?? '').replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
    return Object.fromEntries(names.map((n, i) => [n, cells[i] ?? '']));
  });
}

const truthOf = (c: SimulatedCase): readonly Record<string, unknown>[] =>
  (c.files.get('truth.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((l) => JSON.parse(l));
const LIGHT = { coveragePct: 8, recorderPct: 10 };

let made: SimulatedCase;
let file: (name: string) => Row[];
beforeAll(() => {
  made = simulateCase({
    seed: 7,
    days: 9,
    scenario: { ...LIGHT, storms: 12, lineFaults: 14, worksUnnotified: 8, worksOverrun: 14, disconnections: 12 },
  });
  file = (name) => rows(made.files.get(name) ?? '');
});

describe('files', () => {
  test('carry exactly columns of the contract', () => {
    for (const [name, { required, others }] of Object.entries(CONTRACT)) {
      const head = (made.files.get(name) ?? '').split('\n', 1)[0]?.split(',') ?? [];
      for (const column of required) expect(head, name).toContain(column);
      for (const column of head) expect([...required, ...others], name).toContain(column);
    }
    expect(made.files.get('case.yaml')).toBe(
      'zone: Asia/Shanghai\nprofile: gb\nfrom: 2026-07-22T00:00:00+08:00\nto: 2026-07-31T00:00:00+08:00\ndatum: wgs84\n',
    );
  });

  test('name only nodes, sections, meters and accounts that exist', () => {
    const nodes = new Set(file('nodes.csv').map((n) => n['id']));
    const sections = new Set(file('sections.csv').map((s) => s['id']));
    const meters = new Set(file('meters.csv').map((m) => m['meter']));
    for (const s of file('sections.csv')) expect(nodes.has(s['from'] ?? '') && nodes.has(s['to'] ?? '')).toBe(true);
    for (const m of file('meters.csv')) expect(nodes.has(m['node'] ?? '')).toBe(true);
    for (const c of file('customers.csv')) expect(nodes.has(c['node'] ?? '')).toBe(true);
    for (const name of ['readings.csv', 'disturbances.csv', 'meter_events.csv']) {
      for (const m of new Set(file(name).map((r) => r['meter']))) expect(meters.has(m), `${name} ${m}`).toBe(true);
    }
    for (const o of file('operations.csv')) expect(sections.has(o['section'])).toBe(true);
    for (const w of file('works.csv'))
      for (const s of (w['section'] ?? '').split(';')) expect(sections.has(s)).toBe(true);
  });

  test('same seed, same bytes; another seed, others', () => {
    const again = simulateCase({ seed: 7, days: 2, scenario: LIGHT });
    const twice = simulateCase({ seed: 7, days: 2, scenario: LIGHT });
    for (const [name, text] of again.files) expect(twice.files.get(name) === text, name).toBe(true);
    const other = simulateCase({ seed: 8, days: 2, scenario: LIGHT });
    expect(other.files.get('complaints.csv')).not.toBe(again.files.get('complaints.csv'));
  });

  test('every time lies in the period it claims', () => {
    for (const r of file('complaints.csv')) {
      expect(Date.parse(r['received'] ?? '')).toBeLessThan(DEFAULT_TO_MS);
      if (r['occurred_from'])
        expect(Date.parse(r['occurred_from'])).toBeLessThanOrEqual(Date.parse(r['received'] ?? ''));
    }
  });
});

describe('facts and truth', () => {
  test('every complaint has one truth, every truth its complaint; incidents and sections exist', () => {
    const truth = truthOf(made);
    const complaints = file('complaints.csv').map((c) => c['id']);
    const told = truth.filter((t) => 'complaint' in t);
    expect(told.map((t) => t['complaint'])).toEqual(complaints);
    const incidents = new Set(truth.filter((t) => !('complaint' in t) && 'incident' in t).map((t) => t['incident']));
    const sections = new Set(file('sections.csv').map((s) => s['id']));
    for (const t of told) {
      if (t['incident'] !== null) expect(incidents.has(t['incident'] as string)).toBe(true);
      for (const s of t['sections'] as string[]) expect(sections.has(s)).toBe(true);
      expect(t['incident'] === null).toBe(['inside', 'routed', 'disconnected'].includes(String(t['cause'])));
    }
    for (const t of truth.filter((x) => 'burden' in x))
      expect(sections.has(t['section'] as string) && (t['burden'] as number) > 0).toBe(true);
  });

  test('a complaint about an incident comes after it began', () => {
    const begin = new Map(made.played.map((p) => [p.id, p.startMs]));
    for (const c of made.complaints) {
      if (c.truth.incident !== null)
        expect(c.receivedMs).toBeGreaterThan(begin.get(c.truth.incident) ?? Number.POSITIVE_INFINITY);
    }
  });

  test('meters without battery are dark when unsupplied, and gasp or tell it afterwards', () => {
    const dead = made.played.flatMap((p) =>
      p.effects.flatMap((e) => (e.kind === 'dead' && e.endMs - e.startMs > 40 * 60_000 ? [e] : [])),
    );
    expect(dead.length).toBeGreaterThan(3);
    const readings = file('readings.csv');
    const events = file('meter_events.csv');
    let checked = 0;
    for (const d of dead) {
      const { topo } = made.world.grid;
      const below = made.meters.filter((m) => topo.feeds(d.section, m.node) && !m.heldUp);
      const names = new Set(below.map((m) => String(m.record.meter)));
      for (const r of readings) {
        if (!names.has(r['meter'] ?? '')) continue;
        const end = Date.parse(r['time'] ?? '');
        const start = end - Number(r['interval_s']) * 1000;
        expect(start >= d.startMs && end <= d.endMs, `${r['meter']} ${r['time']}`).toBe(false);
        checked++;
      }
      for (const m of below) {
        if (d.endMs > made.world.toMs) continue;
        const own = events.filter(
          (e) =>
            e['meter'] === m.record.meter && Math.abs(Date.parse(e['time'] ?? '') - d.startMs - m.clockErrorMs) < 2,
        );
        expect(own.map((e) => e['kind'])).toContain('power_off');
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('a short interruption leaves a minimum near zero in the interval of a recorder, on all phases', () => {
    const readings = file('readings.csv');
    const short = file('disturbances.csv').filter(
      (d) => d['kind'] === 'interruption' && Number(d['duration_ms']) > 250,
    );
    expect(short.length).toBeGreaterThan(0);
    for (const d of short) {
      const start = Date.parse(d['start'] ?? '');
      // Near a border the clock's error decides which interval has it.
      if (start % 600_000 < 5_000 || start % 600_000 > 595_000) continue;
      const r = readings.find((x) => x['meter'] === d['meter'] && Date.parse(x['time'] ?? '') >= start);
      if (r === undefined || Date.parse(r['time'] ?? '') - start > 600_000) continue;
      for (const min of [r['ua_min'], r['ub_min'], r['uc_min']]) expect(Number(min)).toBeLessThan(60);
      expect(r['quality']).toBe('32');
    }
  });

  test('one busbar: a dip from one feeder stands at all feeder heads with the same depth', () => {
    const heads = new Set(['M-F1-H', 'M-F2-H', 'M-F3-H', 'M-F4-H']);
    const dips = file('disturbances.csv').filter((d) => heads.has(d['meter'] ?? '') && d['kind'] === 'dip');
    const groups = new Map<number, Row[]>();
    for (const d of dips) {
      const second = Math.round(Date.parse(d['start'] ?? '') / 4000);
      groups.set(second, [...(groups.get(second) ?? []), d]);
    }
    const shared = [...groups.values()].filter((g) => new Set(g.map((d) => d['meter'])).size >= 3);
    expect(shared.length).toBeGreaterThan(0);
    for (const g of shared) {
      const worst = g.map((d) => Number(d['pct'])).sort((a, b) => a - b);
      // At most the faulted feeder's own head may lie lower.
      expect((worst[worst.length - 1] ?? 0) - (worst[1] ?? 0)).toBeLessThan(1.5);
    }
  });

  test('notices mean what the truth says: 7 days for planned, 24 hours for temporary works', () => {
    const works = new Map(file('works.csv').map((w) => [w['id'], w]));
    for (const p of made.played) {
      if (p.works === null || p.effects.length === 0) continue;
      const w = works.get(p.works.id);
      const notice = w?.['notified_at'] ? Date.parse(w['planned_start'] ?? '') - Date.parse(w['notified_at']) : 0;
      const enough = notice >= (w?.['kind'] === 'planned' ? 7 * 24 : 24) * 3_600_000;
      expect(enough, p.works.id).toBe(p.cause === 'works_notified' || p.cause === 'works_overrun');
    }
  });

  test('works that ran over are an overrun for who calls after the announced end, announced works before it', () => {
    const played = new Map(made.played.map((p) => [p.id, p]));
    let over = 0;
    for (const c of made.complaints) {
      const p = played.get(c.truth.incident ?? '');
      if (p?.cause !== 'works_overrun') continue;
      const late = c.receivedMs > (p.works?.plannedEndMs ?? Number.POSITIVE_INFINITY);
      expect(c.truth.cause).toBe(late ? 'works_overrun' : 'works_notified');
      expect((p.works?.actualEndMs ?? 0) - (p.works?.plannedEndMs ?? 0)).toBeGreaterThan(30 * 60_000);
      over++;
    }
    expect(over).toBeGreaterThan(2);
  });

  test('customers cut off for arrears go silent and their relay says so', () => {
    const cut = file('customers.csv').filter((c) => c['disconnected_at']);
    expect(cut.length).toBeGreaterThan(0);
    const opened = new Set(
      file('meter_events.csv')
        .filter((e) => e['kind'] === 'relay_open')
        .map((e) => e['meter']),
    );
    const metered = new Set(file('meters.csv').map((m) => m['supply_point']));
    for (const c of cut)
      if (metered.has(c['supply_point'] ?? '')) expect(opened.has(`M-${c['supply_point']}`)).toBe(true);
  });
});

test('with a coil in the neutral an earth fault stands at MV only: kind earth_fault, no complaint', {
  timeout: 120_000,
}, () => {
  const coil = simulateCase({
    seed: 9,
    days: 6,
    scenario: { ...LIGHT, recorderPct: 60, neutral: 'coil', earthFaults: 40, storms: 0, lineFaults: 0 },
  });
  const events = rows(coil.files.get('disturbances.csv') ?? '').filter((d) => d['kind'] === 'earth_fault');
  expect(events.length).toBeGreaterThan(4);
  for (const e of events) {
    const values = ['pct_a', 'pct_b', 'pct_c'].map((p) => Number(e[p]));
    expect(Math.max(...values)).toBeGreaterThan(140);
    const at = coil.meters.find((m) => m.record.meter === e['meter']);
    expect(at?.level).toBe('mv');
  }
  const ids = new Set(coil.played.filter((p) => p.kind === 'earth_fault').map((p) => p.id));
  expect(coil.complaints.filter((c) => c.truth.incident !== null && ids.has(c.truth.incident))).toEqual([]);
});

test('every cause of the model is heard over seeds 7, 8 and 9', { timeout: 240_000 }, () => {
  const heard = new Set<string>();
  for (const seed of [7, 8, 9])
    for (const c of simulateCase({ seed, scenario: LIGHT }).complaints) heard.add(c.truth.cause);
  const wanted: readonly (Cause | 'routed')[] = [
    'lightning',
    'works_notified',
    'works_unnotified',
    'works_overrun',
    'line_fault',
    'upstream',
    'low_voltage',
    'neutral_fault',
    'phase_loss',
    'loose_contact',
    'customer_load',
    'overvoltage',
    'disconnected',
    'inside',
    'routed',
  ];
  for (const cause of wanted) expect([...heard]).toContain(cause);
});
