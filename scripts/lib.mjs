// What both commands share. Plain Node, no packages: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Run a program with its output shown; ends this process with its exit code if it fails. */
export function run(program, args, env = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (done.error) fail(`${program} could not be started: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Gridwitness needs Node 20.19 or newer; this is ${process.version}.`);
}

/** True if every package of the lock file (development ones only when asked) is installed in the locked version. */
function installed({ dev }) {
  const have = `${root}node_modules/.package-lock.json`;
  if (!existsSync(have)) return false;
  const packages = JSON.parse(readFileSync(have, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  return Object.entries(locked).every(
    ([path, p]) =>
      path === '' || p.optional || p.devOptional || p.peer || (p.dev && !dev) || packages[path]?.version === p.version,
  );
}

/** Install what the lock file names; nothing to do where it is there already. */
export function installPackages({ dev }) {
  if (installed({ dev })) return;
  process.stderr.write(dev ? 'Installing packages …\n' : 'Installing run-time packages (once, about a minute) …\n');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(dev ? [] : ['--omit=dev'])]);
}
