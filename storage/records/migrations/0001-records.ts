/** The first tables. Valid SQL for PostgreSQL 14 and newer; the embedded engine is newer, do not use what it adds. */
import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS: readonly string[] = [
  'CREATE TABLE settings (id integer PRIMARY KEY CHECK (id = 1), body jsonb NOT NULL)',
  `CREATE TABLE fact (kind text NOT NULL, key text NOT NULL, time_ms double precision, end_ms double precision,
    known_at_ms double precision NOT NULL, meter text, body jsonb NOT NULL, PRIMARY KEY (kind, key))`,
  'CREATE INDEX fact_time ON fact (kind, time_ms)',
  'CREATE INDEX fact_meter ON fact (meter, time_ms) WHERE meter IS NOT NULL',
  `CREATE TABLE fact_history (kind text NOT NULL, key text NOT NULL, time_ms double precision,
    end_ms double precision, known_at_ms double precision NOT NULL, meter text, body jsonb NOT NULL,
    PRIMARY KEY (kind, key, known_at_ms))`,
  `CREATE TABLE voltage_day (meter text NOT NULL, day_start_ms double precision NOT NULL, hours jsonb NOT NULL,
    PRIMARY KEY (meter, day_start_ms))`,
  `CREATE TABLE customer (supply_point text PRIMARY KEY, account text NOT NULL, account_f text NOT NULL,
    phone_f text NOT NULL, name_f text NOT NULL, address_f text NOT NULL, name_initials text NOT NULL,
    name_pinyin text NOT NULL, address_initials text NOT NULL, address_pinyin text NOT NULL, body jsonb NOT NULL)`,
  'CREATE INDEX customer_account ON customer (account_f text_pattern_ops)',
  `CREATE TABLE complaint (id text PRIMARY KEY, received_ms double precision NOT NULL, supply_point text, account text,
    status text NOT NULL, known_at_ms double precision NOT NULL, complaint jsonb NOT NULL, triage jsonb NOT NULL)`,
  'CREATE INDEX complaint_received ON complaint (received_ms DESC, id DESC)',
  'CREATE INDEX complaint_supply_point ON complaint (supply_point, received_ms DESC)',
  `CREATE TABLE verdict (complaint text NOT NULL, from_known_ms double precision NOT NULL,
    to_known_ms double precision NOT NULL, made_at_ms double precision NOT NULL, body jsonb NOT NULL,
    PRIMARY KEY (complaint, from_known_ms))`,
  `CREATE TABLE incident (id text PRIMARY KEY, start_ms double precision NOT NULL, end_ms double precision,
    body jsonb NOT NULL)`,
  'CREATE INDEX incident_start ON incident (start_ms)',
  'CREATE TABLE priority (rank integer PRIMARY KEY, body jsonb NOT NULL)',
  `CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at_ms double precision NOT NULL,
    person text NOT NULL, action text NOT NULL, subject text NOT NULL)`,
  'CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL)',
  'CREATE TABLE idempotency (key text PRIMARY KEY, response text NOT NULL)',
  'CREATE TABLE change_cursor (n integer NOT NULL)',
  'INSERT INTO change_cursor VALUES (0)',
];

export const records: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
