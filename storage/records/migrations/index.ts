/** Every migration, in the order of their names; one that has been released is never changed. */
import { records } from './0001-records.ts';

export const MIGRATIONS = { '0001-records': records } as const;
