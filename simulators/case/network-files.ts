/** nodes.csv, sections.csv, customers.csv, meters.csv: what the utility believes about its grid. */
import type { Disconnection } from '../complaints/others.ts';
import type { SimGrid } from '../grid/types.ts';
import type { SimMeter } from '../instruments/types.ts';
import { stamp } from '../local-time.ts';
import { csv } from './csv.ts';

export const NODE_COLUMNS = ['id', 'kind', 'lon', 'lat', 'neutral_earthing'];
export const SECTION_COLUMNS = [
  'id',
  'from',
  'to',
  'kind',
  'phases',
  'voltage_kv',
  'length_m',
  'r_ohm_per_km',
  'x_ohm_per_km',
  's_kva',
  'vector_group',
  'installed',
  'device',
  'normally_open',
];
export const CUSTOMER_COLUMNS = [
  'supply_point',
  'account',
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
];
export const METER_COLUMNS = [
  'meter',
  'node',
  'supply_point',
  'phases',
  'method',
  'statistic',
  'connection',
  'udin_v',
  'clock',
  'clock_sigma_s',
  'comms',
];

export function nodesFile(grid: SimGrid): string {
  return csv(
    NODE_COLUMNS,
    grid.nodes.map((n) => [n.id, n.kind, n.at?.lon, n.at?.lat, n.neutralEarthing]),
  );
}

export function sectionsFile(grid: SimGrid): string {
  return csv(
    SECTION_COLUMNS,
    grid.sections.map((s) => [
      s.id,
      s.from,
      s.to,
      s.kind,
      s.phases,
      s.voltageKv,
      s.lengthM,
      s.rOhmPerKm,
      s.xOhmPerKm,
      s.sKva,
      s.vectorGroup,
      s.installedYear,
      s.device,
      s.normallyOpen ? 1 : 0,
    ]),
  );
}

export function customersFile(grid: SimGrid, cutOff: readonly Disconnection[], toMs: number): string {
  const byCustomer = new Map(cutOff.map((d) => [d.customer, d]));
  // What lies after the end of the period is not in the books yet.
  const written = (ms: number | null | undefined): string => (ms == null || ms >= toMs ? '' : stamp(ms));
  return csv(
    CUSTOMER_COLUMNS,
    grid.customers.map(({ record: r }, i) => {
      const d = byCustomer.get(i);
      return [
        r.supplyPoint,
        r.account,
        r.node,
        r.area,
        r.phases,
        r.nominalV,
        r.kind,
        r.name,
        r.phone,
        r.address,
        r.contract,
        r.contractKva,
        r.supplyKv,
        r.meterNo,
        written(d?.atMs),
        written(d?.paidMs),
        written(d?.reconnectedMs),
      ];
    }),
  );
}

export function metersFile(meters: readonly SimMeter[]): string {
  return csv(
    METER_COLUMNS,
    meters.map(({ record: m }) => [
      m.meter,
      m.node,
      m.supplyPoint,
      m.phases,
      m.method,
      m.statistic,
      m.connection,
      m.udinV,
      m.clock,
      m.clockSigmaS,
      m.comms,
    ]),
  );
}
