/**
 * One owner of an embedded store or a spool at a time. PGlite lets any second opener in, DuckDB one in the same process,
 * and both would destroy each other's pages; so the lock is ours: a file with the owner's process id and start, taken over when
 * that process is gone.
 */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperationalError } from '../core/assert.ts';

/** Locks of this process: a file left by an earlier process of the same id (containers) is none of them. */
const ours = new Set<string>();

export class OwnerLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Rejects (by throwing `OperationalError`) naming the holder. */
  static take(file: string): OwnerLock {
    const path = resolve(file);
    const holder = holderOf(path);
    if (holder !== null) {
      const message = `${path} is held by process ${holder}: one process owns what lies there`;
      throw new OperationalError(message, { retryable: false });
    }
    rmSync(path, { force: true });
    const own = `${path}.${process.pid}`;
    writeFileSync(own, `${process.pid} ${ownerMark(process.pid)}\n`);
    try {
      // A link appears with its content or not at all: nobody can read a lock without an owner in it.
      linkSync(own, path);
    } catch (cause) {
      throw new OperationalError(`${path} was taken by another process just now`, { retryable: true, cause });
    } finally {
      rmSync(own, { force: true });
    }
    ours.add(path);
    return new OwnerLock(path);
  }

  release(): void {
    if (ours.delete(this.#path)) rmSync(this.#path, { force: true });
  }
}

/** Process id of a living owner; null when nobody holds it. */
function holderOf(path: string): number | null {
  const text = read(path);
  const [pidText = '', start = ''] = text?.trim().split(' ') ?? [];
  const pid = Number(pidText);
  if (text === null || !Number.isInteger(pid) || pid <= 0) return null;
  if (pid === process.pid) return ours.has(path) ? pid : null;
  return isAlive(pid) && ownerMark(pid) === start ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** State after being killed until the parent asks: the process holds nothing any more. */
const ZOMBIE = 'Z';

/** Start of a process in clock ticks since boot, so that a reused id is not taken for the owner; `-` where unknown. */
function ownerMark(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  // The second field is the command in parentheses and may hold blanks; state is field 3, starttime field 22.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === ZOMBIE ? ZOMBIE : (fields[19] ?? '-');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
