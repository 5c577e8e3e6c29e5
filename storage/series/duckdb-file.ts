/**
 * One open DuckDB file: a connection that writes, batch by batch in transactions, and one that reads. This process
 * owns the file; a second process is refused by the lock DuckDB itself takes.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { OperationalError } from '../../core/assert.ts';
import { guarded, Turnstile } from '../failure.ts';
import { OwnerLock } from '../owner-lock.ts';
import { type Cell, type ColumnKind, createTableSql, TABLES, type Table } from './duckdb-tables.ts';

/** Leaves room for the rest of the process on a small machine. */
const MEMORY_LIMIT = '1GB';
/** Two, so that a large query leaves the event loop's core alone. */
const THREADS = '2';
const MS_PER_DAY = 86_400_000;

export class DuckdbFile {
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  readonly #turns = new Turnstile();
  readonly #lock: OwnerLock;
  readonly #reading = new Set<Promise<unknown>>();
  #version: number;
  #prunedAtMs = Number.NEGATIVE_INFINITY;

  private constructor(open: Opened) {
    this.#instance = open.instance;
    this.#writer = open.writer;
    this.#reader = open.reader;
    this.#version = open.version;
    this.#lock = open.lock;
  }

  static async open(path: string): Promise<DuckdbFile> {
    mkdirSync(dirname(path), { recursive: true });
    const lock = OwnerLock.take(`${path}.lock`);
    try {
      const instance = await openInstance(path);
      return await guarded(`opening ${path}`, isPassing, async () => {
        const writer = await instance.connect();
        for (const table of TABLES) await writer.run(createTableSql(table));
        const newest = TABLES.map((t) => `SELECT coalesce(max(version), 0) AS v FROM ${t.name}`).join(' UNION ALL ');
        const rows = await writer.runAndReadAll(`SELECT max(v)::DOUBLE FROM (${newest})`);
        const version = Number(rows.getRowsJS()[0]?.[0] ?? 0);
        return new DuckdbFile({ instance, writer, reader: await instance.connect(), version, lock });
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Durable when it resolves: all rows or, on an error, none. */
  append(table: Table, rows: readonly (readonly Cell[])[]): Promise<void> {
    return this.#turns.run(() =>
      guarded(`writing ${table.name}`, isPassing, async () => {
        await this.#inTransaction(async () => {
          const appender = await this.#writer.createAppender(table.name);
          for (const row of rows) appendRow(appender, table, row, ++this.#version);
          appender.closeSync();
        });
        await this.#pruneDaily();
      }),
    );
  }

  /** Each statement with its values, all or none. */
  change(what: string, statements: readonly (readonly [sql: string, values: readonly DuckDBValue[]])[]): Promise<void> {
    return this.#turns.run(() =>
      guarded(what, isPassing, () =>
        this.#inTransaction(async () => {
          for (const [sql, values] of statements) await this.#writer.run(sql, [...values]);
        }),
      ),
    );
  }

  /** Rows as plain values; cast BIGINT to DOUBLE in the query, instants in ms are exact there. */
  query(sql: string, values: readonly DuckDBValue[]): Promise<readonly (readonly unknown[])[]> {
    const rows = guarded('reading the series store', isPassing, async () => {
      const result = await this.#reader.runAndReadAll(sql, [...values]);
      return result.getRowsJS();
    });
    const over = rows.then(
      () => undefined,
      () => undefined, // the caller of `rows` sees the error
    );
    this.#reading.add(over);
    void over.then(() => this.#reading.delete(over));
    return rows;
  }

  /** After what is being written and read. */
  async close(): Promise<void> {
    await this.#turns.run(async () => {
      await Promise.all(this.#reading);
      this.#reader.closeSync();
      this.#writer.closeSync();
      this.#instance.closeSync();
      this.#lock.release();
    });
  }

  async #inTransaction(work: () => Promise<void>): Promise<void> {
    await this.#writer.run('BEGIN');
    try {
      await work();
      await this.#writer.run('COMMIT');
    } catch (error) {
      await this.#writer.run('ROLLBACK');
      throw error;
    }
  }

  /**
   * Once a day of running, deletes what is past its retention. Counted from the newest row or now, whichever is
   * earlier: a recording of last year keeps its days, and a meter whose clock is ahead deletes nothing.
   */
  async #pruneDaily(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - this.#prunedAtMs < MS_PER_DAY) return;
    this.#prunedAtMs = nowMs;
    for (const { name, timeColumn: t, retentionDays } of TABLES) {
      const keptMs = BigInt(retentionDays * MS_PER_DAY);
      const newest = `least((SELECT max(${t}) FROM ${name}), $1)`;
      await this.#writer.run(`DELETE FROM ${name} WHERE ${t} < ${newest} - $2`, [BigInt(nowMs), keptMs]);
    }
  }
}

interface Opened {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
  readonly version: number;
  readonly lock: OwnerLock;
}

async function openInstance(path: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, { memory_limit: MEMORY_LIMIT, threads: THREADS });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const holder = /PID (\d+)/.exec(text)?.[1];
    const locked = `${path} is held by process ${holder}: one process owns an embedded store`;
    throw new OperationalError(holder ? locked : `opening ${path}: ${text}`, { retryable: false, cause });
  }
}

/** A full disk or short memory passes; a wrong query or a damaged file does not. */
function isPassing(error: Error): boolean {
  return /^(IO|Out of Memory|Interrupt)/i.test(error.message);
}

function appendRow(appender: DuckDBAppender, table: Table, row: readonly Cell[], version: number): void {
  for (let c = 0; c < table.columns.length; c++) {
    const column = table.columns[c];
    if (column) appendCell(appender, column[1], row[c] ?? null);
  }
  appender.appendBigInt(BigInt(version));
  appender.endRow();
}

function appendCell(appender: DuckDBAppender, kind: ColumnKind, cell: Cell): void {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) appender.appendNull();
  else if (kind === 'VARCHAR') appender.appendVarchar(String(cell));
  else if (kind === 'BIGINT') appender.appendBigInt(BigInt(Math.round(Number(cell))));
  else if (kind === 'DOUBLE') appender.appendDouble(Number(cell));
  else if (kind === 'UTINYINT') appender.appendUTinyInt(Number(cell));
  else appender.appendBoolean(Boolean(cell));
}
