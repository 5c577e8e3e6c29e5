/** A small disk of its own for the collector, so that it can be full. As root a tmpfs; else none, and nothing is filled. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly dir: string;
  /** False where no small disk could be mounted. */
  readonly canFill: boolean;
  /** Take all that is left. */
  fill(): void;
  free(): void;
  remove(): void;
}

export function makeSmallDisk(sizeMb: number): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), 'gridwitness-faults-'));
  const canFill = tryMount(dir, sizeMb);
  const ballast = join(dir, 'ballast');
  const remove = () => {
    process.off('exit', remove);
    if (canFill) execFileSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return {
    dir,
    canFill,
    fill() {
      if (!canFill) return;
      const file = openSync(ballast, 'a');
      try {
        for (let bytes = 256 * 1024; bytes >= 1024; ) {
          try {
            writeSync(file, Buffer.alloc(bytes, 1));
          } catch {
            bytes /= 2;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove,
  };
}

function tryMount(dir: string, sizeMb: number): boolean {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', dir], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
