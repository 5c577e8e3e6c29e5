/** Builds the console when its sources changed since the last build; the stamp beside the build says from what it was made. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CONSOLE_DIST = join(PACKAGE_ROOT, 'console', 'dist');
const STAMP = '.made-from';
/** On the same disk as the build, so that it can be moved there in one step. */
const WORK_DIR = join(PACKAGE_ROOT, '.gridwitness');
/** What the bundle is made of; a change in any of them needs a new build. */
const SOURCES = ['console', 'core', 'correlator/contract', 'package-lock.json'];

/**
 * Resolves to the folder with index.html. `log` hears of a build that was needed. Rejects when the bundler fails. The build
 * appears whole: two processes may build at once, and pages being served lose no file in the middle.
 */
export async function ensureConsole(log: (line: string) => void): Promise<string> {
  const wanted = fingerprint();
  if (isBuilt(wanted)) return CONSOLE_DIST;
  log('building the console …');
  mkdirSync(WORK_DIR, { recursive: true });
  const outDir = mkdtempSync(join(WORK_DIR, 'console-'));
  try {
    const configFile = join(PACKAGE_ROOT, 'console', 'vite.config.ts');
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    writeFileSync(join(outDir, STAMP), wanted);
    // Built by one user, served by another (as in an image): a temporary folder is closed to others.
    chmodSync(outDir, 0o755);
    if (!isBuilt(wanted)) {
      rmSync(CONSOLE_DIST, { recursive: true, force: true });
      renameSync(outDir, CONSOLE_DIST);
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
  return CONSOLE_DIST;
}

function isBuilt(wanted: string): boolean {
  const stamp = join(CONSOLE_DIST, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) add(join(PACKAGE_ROOT, source));
  return hash.digest('hex');

  function add(path: string): void {
    if (!existsSync(path)) return;
    if (!statSync(path).isDirectory()) {
      hash.update(path.slice(PACKAGE_ROOT.length)).update(readFileSync(path));
      return;
    }
    for (const name of readdirSync(path).sort()) if (name !== 'dist') add(join(path, name));
  }
}
