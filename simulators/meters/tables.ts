/** The Modbus meters that can be played. One more = one JSON file typed from its maker's document, and one line here. */
import { readFileSync } from 'node:fs';
import { type MeterTable, tableFrom } from './table.ts';

const load = (name: string): MeterTable =>
  tableFrom(JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')));

export const METER_TABLES = [
  load('eastron-sdm120'),
  load('eastron-sdm630'),
  load('eastron-sdm720'),
  load('schneider-pm3xxx'),
  load('schneider-pm5xxx'),
  load('schneider-pm8000'),
  load('janitza-umg'),
  load('siemens-pac2200'),
  load('siemens-pac3200'),
  load('siemens-pac4200'),
  load('carlo-gavazzi-em24'),
  load('carlo-gavazzi-em24-e1'),
  load('carlo-gavazzi-em340'),
  load('accuenergy-acuvim2'),
  load('sunspec-meter'),
] as const satisfies readonly MeterTable[];

export function tableOf(id: string): MeterTable {
  const table = METER_TABLES.find((t) => t.id === id);
  if (table === undefined) throw new Error(`invariant broken: no meter table ${id}`);
  return table;
}

/** The test vector of a table as a source of values. */
export function vectorOf(table: MeterTable): (quantity: string, phase: string) => number {
  return (quantity, phase) =>
    table.registers.find((r) => r.quantity === quantity && r.phase === phase)?.vector ?? Number.NaN;
}
