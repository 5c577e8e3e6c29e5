/** Copy to `NNNN-what.ts`, fill in, and add one line to index.ts. Plain SQL, valid for PostgreSQL 14 and newer. */
import { type Kysely, type Migration, sql } from 'kysely';

export const blueprint: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`SELECT 1`.execute(db);
  },
};
