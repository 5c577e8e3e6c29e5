/** A small case folder as bytes; tests change one file and look at what happens. */
import type { Problem } from '../../core/problem.ts';
import { type ReadCase, readCase } from '../../correlator/imports/case.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

export const NODES = `id,kind,lon,lat,neutral_earthing
S1,substation,113.2600,23.1300,low_resistance
BB1,busbar,113.2600,23.1300,
F1,feeder_head,113.2601,23.1300,
P1,pole,113.2650,23.1310,
T1,transformer_lv,113.2660,23.1310,
B1,branch_box,113.2662,23.1311,
C1,supply,,,
`;
export const SECTIONS = `id,from,to,kind,phases,voltage_kv,length_m,r_ohm_per_km,x_ohm_per_km,s_kva,vector_group,installed,device,normally_open
L0,S1,BB1,transformer,ABC,10,,,,40000,Dyn11,2009,breaker,0
L1,BB1,F1,switch,ABC,10,,,,,,,breaker,
L2,F1,P1,overhead,ABC,10,520.5,0.27,0.35,,,1998,none,0
L3,P1,T1,transformer,ABC,10,,,,400,,2005,dropout_fuse,
L4,T1,B1,cable,ABCN,0.4,30,0.32,0.08,,,,fuse,
L5,B1,C1,service,AN,0.4,,,,,,,none,
`;
export const CUSTOMERS = `supply_point,account,node,phases,nominal_v,kind,name,phone,address,disconnected_at
SP1,0301,C1,A,220,residential,张三,13800000001,广州市越秀区东风路1号,
SP2,0302,B1,?,,commercial,,,,2026-06-30 09:00
`;
export const METERS = `meter,node,supply_point,phases,method,statistic,connection,udin_v,clock,clock_sigma_s,comms
M1,T1,,ABC,10min,mean,LN,220,ntp,,K1
M2,C1,SP1,A,event_log,,,,,,
`;
export const COMPLAINTS = `id,received,account,supply_point,address,text,occurred_from,occurred_to,channel,request_type,parent
C001,2026-07-01T20:20:00+08:00,0301,,,"刚才灯闪了一下,冰箱坏了",2026-07-01 20:00,2026-07-01 20:20,95598,报修,
C002,2026/7/1 20:31,,SP2,,lights out,,,,,C001
`;

/** The folder with files replaced (a text or bytes), added, or taken away (null). */
export function folder(
  changes: Readonly<Record<string, string | Uint8Array | null>> = {},
): ReadonlyMap<string, Uint8Array> {
  const all: Record<string, string | Uint8Array | null> = {
    'case.yaml': 'zone: Asia/Shanghai\nprofile: gb\nfrom: 2026-07-01\nto: 2026-08-01\n',
    'nodes.csv': NODES,
    'sections.csv': SECTIONS,
    'customers.csv': CUSTOMERS,
    'meters.csv': METERS,
    'complaints.csv': COMPLAINTS,
    ...changes,
  };
  const files = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(all)) {
    if (content !== null) files.set(name, typeof content === 'string' ? text(content) : content);
  }
  return files;
}

type Changes = Parameters<typeof folder>[0];

export const utc = (text: string): number => new Date(text).getTime();
export const read = (changes: Changes = {}): ReadCase => readCase(folder(changes));
/** A problem without its words: severity, code, file, line, field. */
export const short = (p: Problem): string => `${p.severity} ${p.code} ${p.file}:${p.line} ${p.field}`;
export const problems = (changes: Changes): string[] => read(changes).problems.map(short);
