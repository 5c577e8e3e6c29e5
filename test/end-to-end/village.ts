/**
 * A small network as the files a utility would import: one feeder, one Dyn11 transformer area, six supply points behind
 * two boxes; and the gridwitness.yaml that collects from its meters.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export const FILES: Readonly<Record<string, string>> = {
  'nodes.csv': `id,kind,lon,lat,neutral_earthing
SS1,substation,113.3000,23.1200,low_resistance
BB1,busbar,113.3001,23.1200,
F1,feeder_head,113.3010,23.1205,
P1,pole,113.3050,23.1220,
TR1,transformer_lv,113.3060,23.1230,
BX1,meter_box,113.3065,23.1235,
BX2,meter_box,113.3070,23.1240,
`,
  'sections.csv': `id,from,to,kind,phases,voltage_kv,length_m,r_ohm_per_km,x_ohm_per_km,s_kva,vector_group,installed,device
S-CB,BB1,F1,switch,ABC,10,,,,,,2001,breaker
S-HV,SS1,BB1,switch,ABC,10,,,,,,2001,breaker
S-L1,F1,P1,overhead,ABC,10,630,0.27,0.35,,,1998,none
S-T1,P1,TR1,transformer,ABC,10,,,,315,Dyn11,2003,dropout_fuse
S-B1,TR1,BX1,overhead,ABCN,0.4,85,0.32,0.09,,,1999,none
S-B2,BX1,BX2,overhead,ABCN,0.4,140,0.64,0.09,,,1999,none
`,
  'customers.csv': `supply_point,account,node,phases,nominal_v,kind,name,phone,address
SP1,0801100011,BX1,ABC,220,commercial,何记五金,13711112222,天河区龙口东路5号101
SP2,0801100022,BX1,A,220,residential,李小红,13987654321,天河区龙口东路5号102
SP3,0801100033,BX1,B,220,residential,王建国,02038881234,天河区龙口东路5号103
SP4,0801100044,BX2,ABC,220,residential,陈大文,13812345678,天河区龙口东路7号201
SP5,0801100055,BX2,B,220,residential,黄丽,13600001111,天河区龙口东路7号202
SP6,0801100066,BX2,C,220,residential,周强,13600002222,天河区龙口东路7号203
`,
  'meters.csv': `meter,node,supply_point,phases,method,statistic,connection,udin_v,clock,comms
MH,F1,,ABC,event_log,mean,LL,10000,gps,HUB-0
MT,TR1,,ABC,1s,snapshot,LN,220,ntp,HUB-1
M1,BX1,SP1,ABC,1s,snapshot,LN,220,ntp,HUB-1
M4,BX2,SP4,ABC,10min,mean,LN,220,ntp,HUB-2
M5,BX2,SP5,B,10min,mean,LN,220,ntp,HUB-3
M6,BX2,SP6,C,1s,mean,LN,220,ntp,HUB-4
`,
};

export interface Places {
  readonly influxUrl: string;
  readonly postgresUrl: string;
  readonly mqttUrl: string;
  /** Ports of the transformer's meter (Schneider) and of the first supply point's (Eastron). */
  readonly modbusPorts: { readonly MT: number; readonly M1: number };
}

export const DATABASE = 'gridwitness';

/** Writes network files and configuration; resolves to the configuration's path. */
export function writeVillage(dir: string, places: Places): string {
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(dir, name), text);
  const unit = (meter: keyof Places['modbusPorts'], profile: string) => ({
    host: '127.0.0.1',
    port: places.modbusPorts[meter],
    units: [{ unit: 1, meter, profile, intervalS: 0.5 }],
  });
  const config = {
    zone: 'Asia/Shanghai',
    listen: { port: 8080 },
    data: 'data',
    stores: {
      series: { kind: 'influx1', url: places.influxUrl, database: DATABASE },
      records: { kind: 'postgres', url: places.postgresUrl },
    },
    collector: {
      modbus: [unit('MT', 'schneider-pm5xxx'), unit('M1', 'eastron-sdm630')],
      mqtt: [{ url: places.mqttUrl, clientId: 'gridwitness-chain', dialects: ['gridwitness-json'] }],
    },
  };
  const file = join(dir, 'gridwitness.yaml');
  writeFileSync(file, stringify(config));
  return file;
}
