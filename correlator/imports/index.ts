/** Registry: every table of a case folder, in the order they are read (the network first: the rest refers to it). */
import type { Table } from './table.ts';
import { complaints } from './tables/complaints.ts';
import { customers } from './tables/customers.ts';
import { disturbances } from './tables/disturbances.ts';
import { findings } from './tables/findings.ts';
import { meterEvents } from './tables/meter-events.ts';
import { meters } from './tables/meters.ts';
import { nodes } from './tables/nodes.ts';
import { operations } from './tables/operations.ts';
import { readings } from './tables/readings.ts';
import { repairs } from './tables/repairs.ts';
import { sections } from './tables/sections.ts';
import { strokes } from './tables/strokes.ts';
import { works } from './tables/works.ts';

export const TABLES = [
  nodes,
  sections,
  customers,
  meters,
  readings,
  disturbances,
  meterEvents,
  operations,
  strokes,
  works,
  complaints,
  findings,
  repairs,
] as const satisfies readonly Table<unknown>[];

type AnyTable = (typeof TABLES)[number];
export type TableKind = AnyTable['kind'];
/** Record type by kind of table. */
export type TableRecords = {
  readonly [T in AnyTable as T['kind']]: T extends Table<infer R, string> ? R : never;
};
