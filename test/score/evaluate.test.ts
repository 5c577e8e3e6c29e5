import { describe, expect, it } from 'vitest';
import type { CaseFacts } from '../../core/case.ts';
import { readCase } from '../../correlator/imports/case.ts';
import { evaluate } from '../../correlator/score/evaluate.ts';
import { worksCause } from '../../correlator/score/practices.ts';
import { folder } from '../imports/folder.ts';

/** Six calls on 1 July 2026, local time; one stroke, one works, dips at the transformer and the feeder head. */
function facts(): CaseFacts {
  const { input, problems } = readCase(
    folder({
      'meters.csv': 'meter,node,phases,method\nMT,T1,ABC,urms_half\nMF,F1,ABC,urms_half\nMB,B1,A,urms_half\n',
      'disturbances.csv': `meter,start,duration_ms,kind
MT,2026-07-01 10:00:00,100,dip
MF,2026-07-01 12:00:00,100,dip
MB,2026-07-01 12:40:00,100,dip
MT,2026-07-03 08:00:00,100,dip
`,
      'strokes.csv': `time,lat,lon,cloud
2026-07-01 12:00:04,23.1,113.2,0
2026-07-03 08:00:01,23.1,113.2,1
`,
      'works.csv': `id,section,planned_start,planned_end,actual_start,actual_end,notified_at,kind
W1,L2,2026-07-05 09:00,2026-07-05 11:00,2026-07-05 09:00,2026-07-05 12:00,2026-06-20 09:00,planned
`,
      'complaints.csv': `id,received,account,text
C1,2026-07-01 10:10,0301,x
C2,2026-07-01 12:50,0302,x
C3,2026-07-02 23:00,0301,x
C4,2026-07-03 09:00,0301,x
C5,2026-07-05 09:30,0301,x
C6,2026-07-05 11:40,0301,x
C7,2026-07-05 11:40,0301,bill
C8,2026-07-01 12:50,unknown,x
`,
    }),
  );
  expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
  return input;
}

const truthLines = [
  '{"complaint":"C1","cause":"line_fault","incident":"I1","sections":["L2"]}',
  '{"complaint":"C2","cause":"lightning","incident":"I2","sections":["L2"]}',
  '{"complaint":"C3","cause":"inside","incident":null,"sections":[]}',
  '{"complaint":"C4","cause":"line_fault","incident":"I3"}',
  '{"complaint":"C5","cause":"works_notified","incident":null}',
  '{"complaint":"C6","cause":"works_overrun","incident":null}',
  '{"complaint":"C7","cause":"routed","incident":null}',
  '{"complaint":"C8","cause":"inside","incident":null}',
  '{"incident":"I1","cause":"line_fault","section":"L2","start":"2026-07-01T09:59:58+08:00"}',
  '{"incident":"I2","cause":"lightning","section":"L2","start":"2026-07-01T12:00:00+08:00"}',
  '{"incident":"I3","cause":"line_fault","section":"L3","start":"2026-07-03T08:00:00+08:00"}',
  '{"section":"L2","burden":5}',
  '{"section":"L3","burden":2}',
];
const verdict = (
  complaint: string,
  conclusion: string,
  causes: Record<string, number>,
  incident: string | null = null,
) => {
  const [cause = null, p = 1] = Object.entries(causes).sort((a, b) => b[1] - a[1])[0] ?? [];
  return JSON.stringify({ type: 'verdict', complaint, conclusion, cause, p, causes, incident });
};
const resultLines = [
  verdict('C1', 'confirmed', { line_fault: 0.9, inside: 0.1 }, 'X1'),
  verdict('C2', 'confirmed', { line_fault: 0.85, lightning: 0.15 }, 'X1'),
  verdict('C3', 'open', { inside: 0.6, unknown: 0.4 }),
  verdict('C4', 'not_found', { inside: 0.8, line_fault: 0.2 }),
  verdict('C5', 'confirmed', { works_notified: 1 }),
  verdict('C7', 'routed', {}),
  verdict('C8', 'partly', { line_fault: 0.5, inside: 0.5 }),
  '{"type":"incident","id":"X1","start":"2026-07-01T10:00:00+08:00","end":"2026-07-01T10:00:01+08:00","sections":{"L3":1},"meters":["MT"]}',
  '{"type":"priority","rank":2,"section":"L3"}',
  '{"type":"priority","rank":1,"section":"L2"}',
];

describe('evaluation of a small case, by hand', () => {
  const report = evaluate({ truthLines, resultLines, facts: facts() });

  it('the result', () => {
    const r = report.result;
    expect(report.problems).toEqual([]);
    expect([r.complaints, r.unanswered]).toEqual([8, 1]);
    expect(r.causeAccuracy).toBe(4 / 8); // C1, C3, C5, C7
    expect([r.incidentsAsked, r.incidentAccuracy]).toEqual([3, 1 / 3]); // C1; C2 named the dip of 10:00
    const terms = [0.9, 0.15, 0.6, 0.2, 1, 1e-6, 1, 0.5].map((p) => -Math.log(p));
    expect(r.logLoss).toBeCloseTo(terms.reduce((a, b) => a + b, 0) / 8, 12);
    const squares = [0.01 + 0.01, 2 * 0.85 ** 2, 0.16 + 0.16, 0.64 + 0.64, 0, 1, 0, 0.25 + 0.25];
    expect(r.brier).toBeCloseTo(squares.reduce((a, b) => a + b, 0) / 8, 12);
    expect(r.sure).toEqual([
      { p: 0.8, n: 4, coverage: 4 / 6, precision: 2 / 4 },
      { p: 0.9, n: 2, coverage: 2 / 6, precision: 1 },
    ]);
    expect(r.abstained).toBe(1 / 6);
    expect([r.insideConfirmedOtherwise, r.insideNamedOtherwise]).toEqual([1 / 2, 1 / 2]);
    expect(r.supplyToldNotFound).toBe(1 / 5);
    expect(r.confusion).toContainEqual({ truth: 'works_overrun', said: 'no answer', n: 1 });
    expect(r.lists[0]).toMatchObject({ k: 10, precision: 1, burden: 1 });
    expect(r.lists[0]?.ndcg).toBeCloseTo(1, 12);
  });

  it('practice A: the nearest event on the feeder within 15 minutes', () => {
    const a = report.practices[0];
    // C1 10 min after the dip: line fault. C2 10 min after the dip of 12:40, the stroke 40 min away: line fault, wrong.
    // C3 nothing: inside. C4 an hour late: inside, wrong. C5, C6 by the works register. C7 routed. C8 nobody: inside.
    expect(a?.causeAccuracy).toBe(6 / 8);
    expect(a?.confusion).toEqual([
      { truth: 'lightning', said: 'line_fault', n: 1 },
      { truth: 'line_fault', said: 'inside', n: 1 },
    ]);
    expect(a?.incidentAccuracy).toBe(1 / 3);
  });

  it('practice B: the latest event of 24 hours at the own transformer or the feeder head', () => {
    const b = report.practices[1];
    // C2: the dip at the branch box is not looked at, so that of 12:00 with its stroke after 4 s: lightning, right.
    // C3: nothing at the two meters for 35 h: inside. C4: right, a cloud discharge is no stroke.
    expect(b?.confusion).toEqual([]);
    expect(b?.causeAccuracy).toBe(1);
    expect(b?.incidentAccuracy).toBe(1);
    expect(b?.logLoss).toBeCloseTo(0, 9);
  });

  it('says which lines of truth and result cannot be used', () => {
    const { problems } = evaluate({
      truthLines: ['{"complaint":"C1"}', 'nonsense', '{"section":"L1","burden":"much"}'],
      resultLines: ['', '{"type":"verdict","complaint":"C1"}', '[1]'],
      facts: facts(),
    });
    expect(problems.map((p) => `${p.file}:${p.line} ${p.field}`)).toEqual([
      'truth.jsonl:1 cause',
      'truth.jsonl:2 null',
      'truth.jsonl:3 burden',
      'result:2 null',
      'result:3 null',
    ]);
  });
});

describe('works by the rule of the contract', () => {
  const hour = 3_600_000;
  const day = 24 * hour;
  const w = (more: object) =>
    ({
      kind: 'planned',
      plannedStartMs: 10 * day,
      plannedEndMs: 10 * day + 4 * hour,
      actualStartMs: null,
      actualEndMs: null,
      notifiedAtMs: 3 * day,
      ...more,
    }) as Parameters<typeof worksCause>[0];
  const during = 10 * day + hour;

  it.each([
    ['notice exactly 7 days ahead', w({}), during, 'works_notified'],
    ['notice one minute short of 7 days', w({ notifiedAtMs: 3 * day + 60_000 }), during, 'works_unnotified'],
    ['no notice', w({ notifiedAtMs: null }), during, 'works_unnotified'],
    ['temporary works, 24 h ahead', w({ kind: 'temporary', notifiedAtMs: 9 * day }), during, 'works_notified'],
    [
      'over by 31 min, call after the planned end',
      w({ actualEndMs: 10 * day + 4.6 * hour }),
      10 * day + 4.1 * hour,
      'works_overrun',
    ],
    ['over by 29 min', w({ actualEndMs: 10 * day + 4.4 * hour }), 10 * day + 4.1 * hour, 'works_notified'],
    ['over, but the call came inside the plan', w({ actualEndMs: 10 * day + 6 * hour }), during, 'works_notified'],
  ] as const)('%s', (_, works, atMs, expected) => {
    expect(worksCause(works, atMs)).toBe(expected);
  });
});
