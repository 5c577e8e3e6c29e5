/** The command line as a stranger meets it: help, bad use, and the same program when the package is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'gridwitness');

function gridwitness(args: string[], input = '', program = bin) {
  return spawnSync(process.execPath, [program, ...args], { input, encoding: 'utf8' });
}

describe('gridwitness', () => {
  it('lists every command with --help and exits 0', () => {
    const { status, stdout } = gridwitness(['--help']);
    expect(status).toBe(0);
    for (const c of COMMANDS) expect(stdout).toContain(c.name);
  });

  it.each(COMMANDS.map((c) => c.name))('%s --help exits 0 and names its options', (name) => {
    const { status, stdout } = gridwitness([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`gridwitness ${name}`);
  });

  it.each([[['nonsense']], [[]], [['detect']], [['simulate', '--no-such-option']]])('bad use %j exits 2', (args) => {
    const { status, stderr } = gridwitness(args);
    expect(status).toBe(2);
    expect(stderr.length).toBeGreaterThan(0);
  });
});

describe('the installed package', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gridwitness-pack-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('runs from node_modules as it runs from a clone', () => {
    const modules = join(dir, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(join(root, 'node_modules')))
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', dir], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', join(dir, tarball), '-C', dir]);
    execFileSync('mv', [join(dir, 'package'), join(modules, 'gridwitness')]);
    const { status, stdout, stderr } = gridwitness(
      ['classify'],
      '灯一直在闪\n',
      join(modules, 'gridwitness', 'bin', 'gridwitness'),
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ category: 'supply_quality', symptoms: ['lamps_flicker'] });
  });
});
