import { describe, expect, it } from 'vitest';
import { buildGrid } from '../../core/network/grid.ts';
import { readCase } from '../../correlator/imports/case.ts';
import { listByComplaints } from '../../correlator/score/complaint-count.ts';
import { parseTruth } from '../../correlator/score/truth.ts';
import { folder, NODES, SECTIONS } from '../imports/folder.ts';

describe('sections by number of complaints', () => {
  it('counts what a section feeds, per transformer area above the transformers, without matters routed away', () => {
    const { input } = readCase(
      folder({
        'nodes.csv': `${NODES}T2,transformer_lv,,,\n`,
        'sections.csv': `${SECTIONS}L9,P1,T2,transformer,ABC,10,,,,,,,,\n`,
        'complaints.csv':
          'id,received,supply_point,address\n1,2026-07-01,SP1,\n2,2026-07-01,SP1,\n3,2026-07-01,SP2,\n4,2026-07-01,SP2,\n5,2026-07-01,,广州市越秀区 东风路1号\n6,2026-07-01,,nowhere\n',
      }),
    );
    const truth = parseTruth(['{"complaint":"4","cause":"routed"}'], 'truth.jsonl', 'Asia/Shanghai');
    const list = listByComplaints(input, buildGrid(input), truth);
    // Complaints 1, 2, 5 at C1 and 3 at B1; the feeder L2 feeds two areas.
    expect(Object.fromEntries(list.map((l) => [l.section, l.score]))).toEqual({
      L3: 4,
      L4: 4,
      L5: 3,
      L0: 2,
      L1: 2,
      L2: 2,
      L9: 0,
    });
  });
});
