/** Builds the console when its sources changed since the last build; the stamp beside the build says from what it was made. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CONSOLE_DIST = join(PACKAGE_ROOT, 'console', 'dist');
const STAMP = join(CONSOLE_DIST, '.made-from');
/** What the bundle is made of; a change in any of them needs a new build. */
const SOURCES = ['console', 'core', 'correlator/contract', 'package-lock.json'];

/** Resolves to the folder with index.html. `log` hears of a build that was needed. Rejects when the bundler fails. */
export async function ensureConsole(log: (line: string) => void): Promise<string> {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return CONSOLE_DIST;
  log('building the console …');
  await build({ configFile: join(PACKAGE_ROOT, 'console', 'vite.config.ts'), logLevel: 'error' });
  writeFileSync(STAMP, wanted);
  return CONSOLE_DIST;
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
