/** Small whole files of every format, to be broken by the fuzzing laws. */
import { crc16 } from '../../collector/formats/dsmr-telegram.ts';

export const DAT_TYPES = ['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'] as const;
export type DatType = (typeof DAT_TYPES)[number];

const utf8 = new TextEncoder();
const SAMPLES = 12;

export const cfgOf = (type: DatType): Uint8Array =>
  utf8.encode(
    'S站,D,2013\r\n5,3A,2D\r\n1,UA,A,,V,0.1,0,0,-32767,32767,1,1,P\r\n2,UB,B,,kV,0.1,0.5,,-99999.0,99999.5,100,1,S\r\n' +
      '3,IA,A,,A,1,0,0,-32767,32767,1,1,P\r\n1,d1,,,0\r\n2,d2,,,1\r\n50\r\n2\r\n2000,6\r\n1000,12\r\n' +
      `17/03/2024,05:55:30.250000123\r\n17/03/2024,05:55:30.25\r\n${type}\r\n1\r\n-5h30,0\r\nB,3\r\n`,
  );

export function datOf(type: DatType): Uint8Array {
  if (type === 'ASCII') {
    const row = (i: number) => `${i + 1},${i * 500 + (i > 8 ? 40_000 : 0)},${i * 7 - 30},${i},,${i % 2},1`;
    return utf8.encode(`${Array.from({ length: SAMPLES }, (_, i) => row(i)).join('\r\n')}\r\n`);
  }
  const width = type === 'BINARY' ? 2 : 4;
  const size = 8 + 3 * width + 2;
  const view = new DataView(new ArrayBuffer(SAMPLES * size));
  for (let i = 0; i < SAMPLES; i++) {
    view.setUint32(i * size, i + 1, true);
    view.setUint32(i * size + 4, i * 500, true);
    for (let c = 0; c < 3; c++) {
      const at = i * size + 8 + c * width;
      if (type === 'BINARY') view.setInt16(at, i * 100 - c, true);
      else if (type === 'BINARY32') view.setInt32(at, i * 100_000 - c, true);
      else view.setFloat32(at, i / 3 - c, true);
    }
    view.setUint16(i * size + size - 2, i % 4, true);
  }
  return new Uint8Array(view.buffer);
}

export function cffOf(type: DatType): Uint8Array {
  const dat = datOf(type);
  const head = utf8.encode(
    `--- file type: CFG ---\r\n${new TextDecoder().decode(cfgOf(type))}--- file type: INF ---\r\n\r\n` +
      `--- file type: HDR ---\r\nreport\r\n--- file type: DAT ${type}${type === 'ASCII' ? '' : `: ${dat.length}`} ---\r\n`,
  );
  const out = new Uint8Array(head.length + dat.length);
  out.set(head);
  out.set(dat, head.length);
  return out;
}

export const LOGGERS: readonly string[] = [
  'Date;Time;Voltage\n1/2/2007;00:00:00;243.150\n1/2/2007;00:01:00;?\n1/2/2007;00:02:00;242\n',
  'Datum\tZeit\tU L1 Min\tU L1 Avg\tU L1 Max\tU L2 Avg\r\n26.10.2025\t02:30:00\t201,5\t229,75\t233,25\t230,5\r\n26.10.2025\t02:00:00\t228,5\t229,25\t230,25\t230,75\r\n',
  '"timestamp","Uab (kV)","Ubc (kV)"\n"2024-03-01T08:00:00+08:00","10.25","10,35"\n2024-03-01T08:10:00Z,10.3,10.4\n',
  '\ufeff时间,A相电压,B相电压\n2024/3/1 0:00,220.5,221.5\n2024/3/1 0:15,220.75,--\n',
];

export const MAKERS: readonly string[] = [
  'Dátum\tČas\tNapätie L1N Min\tNapätie L1N Priem\tNapätie L1N Max\tFrekvencia Priem\r\n21.10.2025\t16:01:00.000\t227,1\t228,5\t229,4\t49,9\r\n21.10.2025\t16:02:00.000\t,870\t228,6\t229,5\t50\r\n',
  'Date,Time,Vrms ph-ph AB Avg,Vrms ph-n AN Avg,Current A Avg\r\n12/31/2024,11:50:00 PM,400.2,230.5,1.5\r\n1/1/2025,12:00:00 AM,400.3,230.6,1.6\r\n',
  'Start(India Standard Time),Stop(India Standard Time),Vrms_AN_avg,Vrms_AN_min\n2023-02-08 17:50:00,2023-02-08 18:00:00,230.5,228.2\n2023-02-08 18:00:00,2023-02-08 18:10:00,230.6,228.3\n',
  'WIRING,3P3W\nINTERVAL,10min\nDate,Etime,Status,Freq_Avg[Hz],U1_Avg[V],U2_Avg[kV],P1_Avg[kW]\n2025/06/01,10:00:00,0,50.01,229.5,0.23,1.5\n',
  'Startzeit;Endzeit;Spannung effektiv L1 Mittelwert [V];Spannung effektiv L2-L1 [kV]\n01.02.2026 00:00:00;01.02.2026 00:10:00;231,25;0,4\n',
  'Time\tU1 Min (V)\tU1 Avg (V)\tI1 Avg (A)\n21.10.2025 16:10:00\t228,5\t229,5\t4,5\n',
  'Date/Time,L1-N (V) Min,L1-N (V) Avg,Frequency (Hz) Avg\n2025-10-21 16:10:00,118.5,119.5,60.01\n',
];

export const READINGS =
  'meter,time,interval_s,ua,ub,uab,ua_min,i_a,f\nM,2026-07-01T20:10:00+08:00,600,221.3,220,,210,1.5,50\nM,2026-07-01T20:20:00+08:00,600,?,220,381,,1.6,49.9\nN,2026-07-01 20:10,0,221,,,,,\n';

export const OWN_MAPPING = {
  id: 'ours',
  title: 'Our logger',
  time: { stamp: '^when$' },
  columns: [{ pattern: '^(?<phase>red|blue) (?<stat>lo|av|hi)(?: \\[(?<unit>k?V)\\])?$', quantity: 'u' }],
  phases: { red: 'A', blue: 'B' },
  statistics: { lo: 'min', av: 'mean', hi: 'max' },
};
export const OWN_CSV =
  'when;red lo;red av;blue av [kV]\n1.2.2024 00:10;201,5;230,5;0,2335\n1.2.2024 00:20;202,5;231,5;0,2345\n';

function telegram(objects: readonly string[], withCrc: boolean): string {
  const body = `/XYZ5\\Meter one\r\n\r\n${objects.join('\r\n')}\r\n!`;
  return `${body}${withCrc ? crc16(body).toString(16).toUpperCase().padStart(4, '0') : ''}\r\n`;
}
const OBJECTS = [
  ...['1-3:0.2.8(50)', '0-0:1.0.0(260701101500S)', '0-0:96.1.1(4D31)', '1-0:32.7.0(0231.5*V)', '1-0:52.7.0(0229.0*V)'],
  ...[
    '1-0:31.7.0(002*A)',
    '1-0:21.7.0(00.170*kW)',
    '1-0:32.32.0(00004)',
    '0-0:96.7.21(00015)',
    '0-1:24.3.0(161107)(00)',
  ],
  ...['(00001.001)', '1-0:99.97.0(2)(0-0:96.7.19)(260630120000S)(0000000301*s)(000104180320W)(0000237126*s)'],
];
/** Without a checksum most damage passes into the objects, which is where the parser has to stand it. */
export const TELEGRAMS: readonly string[] = [
  telegram(OBJECTS, false),
  telegram(OBJECTS, true),
  telegram(OBJECTS, false) + telegram(OBJECTS, false).replace('101500S', '101510S'),
];
