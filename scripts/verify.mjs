// `npm run verify`: installs what the tests need, checks types, style and structure, runs every test with its real servers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fail, installPackages, requireNode, root, run } from './lib.mjs';

/** Program that must exist → Debian package that brings it. */
const SERVERS = [
  { package: 'mosquitto', anyOf: ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'] },
  { package: 'influxdb', anyOf: ['/usr/bin/influxd', '/usr/local/bin/influxd'] },
  { package: 'victoria-metrics', anyOf: ['/usr/bin/victoria-metrics', '/usr/local/bin/victoria-metrics'] },
  {
    package: 'postgresql',
    anyOf: [
      '/usr/lib/postgresql/15/bin/initdb',
      '/usr/lib/postgresql/16/bin/initdb',
      '/usr/lib/postgresql/17/bin/initdb',
      '/usr/local/bin/initdb',
    ],
  },
  { package: 'nats-server', anyOf: ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'] },
  { package: 'socat', anyOf: ['/usr/bin/socat', '/usr/local/bin/socat'] },
  { package: 'chromium', anyOf: ['/usr/bin/chromium'] },
  { package: 'fonts-noto-cjk', anyOf: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'] },
];

/** Folders of tests that want the machine for themselves: a browser, or everything at once. */
const ALONE = ['test/end-to-end'];

requireNode();
installServers();
installPackages({ dev: true });
step('types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json']);
step('pure folders', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.pure.json']);
step('console types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.console.json']);
step('style', 'npx', ['biome', 'ci', '--error-on-warnings', '.']);
tests();

function step(name, program, args) {
  process.stderr.write(`— ${name}\n`);
  run(program, args);
}

function installServers() {
  const missing = SERVERS.filter((s) => !s.anyOf.some((path) => existsSync(path))).map((s) => s.package);
  if (missing.length === 0) return;
  const byHand = `The tests need these Debian packages: ${missing.join(' ')}\n  sudo apt-get install ${missing.join(' ')}\nOn other systems install the same servers and make them known under the paths in scripts/verify.mjs.`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) fail(byHand);
  process.stderr.write(`Installing ${missing.join(', ')} …\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], env);
}

/** Runs all tests and closes with the line `N passed, N failed`. Anything but a clean run fails. */
function tests() {
  mkdirSync(`${root}.gridwitness`, { recursive: true });
  const runs = [
    vitest(
      'tests',
      ALONE.flatMap((dir) => ['--exclude', `${dir}/**`]),
    ),
    vitest('tests that want the machine for themselves', ['--maxWorkers', '1', ...ALONE]),
  ];
  const sum = (field) => runs.reduce((n, r) => n + (r.report[field] ?? 0), 0);
  const skipped = sum('numPendingTests') + sum('numTodoTests');
  const passed = sum('numPassedTests');
  process.stdout.write(
    `\n${passed} passed, ${sum('numFailedTests')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
  );
  if (runs.some((r) => r.report.numPassedTests === 0)) fail('no test ran');
  process.exit(runs.find((r) => r.status !== 0)?.status ?? 0);
}

function vitest(name, args) {
  process.stderr.write(`— ${name}\n`);
  const file = `${root}.gridwitness/test-report.json`;
  rmSync(file, { force: true });
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const done = spawnSync('npx', ['vitest', 'run', ...options, ...args], { cwd: root, stdio: 'inherit' });
  if (!existsSync(file)) fail(`${name}: the test runner ended without a report`);
  return { status: done.status ?? 1, report: JSON.parse(readFileSync(file, 'utf8')) };
}
