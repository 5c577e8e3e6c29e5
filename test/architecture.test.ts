/**
 * The house's walls: who may import whom, which folders are pure, how long a file may be. Each rule is tried on a
 * planted violation too, so that a checker that sees nothing cannot pass.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { FORBIDDEN, PURE_FOLDERS, PURE_PACKAGES } from './architecture.rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = [
  'core',
  'storage',
  'collector',
  'correlator',
  'console',
  'dashboards',
  'simulators',
  'cli',
  'test',
  'bench',
];
const MAX_LINES = 400;
/** Tables of data may be longer; each stands here by name. */
const LONG_TABLES: readonly string[] = [];

function sources(base: string): string[] {
  const out: string[] = [];
  const walk = (dir: string) => {
    for (const name of readdirSync(dir)) {
      if (['node_modules', 'dist', 'generated', 'vectors', 'snapshots'].includes(name)) continue;
      const path = join(dir, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (/\.tsx?$/.test(name)) out.push(relative(base, path));
    }
  };
  for (const folder of FOLDERS) {
    try {
      walk(join(base, folder));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  return out.sort();
}

async function violations(base: string): Promise<{ broken: string[]; seen: string[] }> {
  const folders = FOLDERS.filter((f) => sources(base).some((s) => s.startsWith(`${f}/`)));
  const result = await cruise(folders, {
    baseDir: base,
    ruleSet: { forbidden: FORBIDDEN },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|console/dist|/generated/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  });
  const output = result.output as ICruiseResult;
  return {
    broken: output.summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`),
    seen: output.modules.map((m) => m.source),
  };
}

/** Pure code takes time and randomness as parameters; these words would be leaks the type checker cannot see. */
function impurities(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
  return [/\bDate\.now\b/, /\bnew Date\(\s*\)/, /\bMath\.random\b/, /\bperformance\b\.now/]
    .filter((r) => r.test(code))
    .map(String);
}

function foreignImports(text: string): string[] {
  return [...text.matchAll(/from '([^.'][^']*)'/g)]
    .map((m) => m[1] as string)
    .filter((name) => !PURE_PACKAGES.some((p) => name === p || name.startsWith(`${p}/`)));
}

const isPure = (path: string) => PURE_FOLDERS.some((f) => path.startsWith(`${f}/`));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('architecture', () => {
  const planted = mkdtempSync(join(tmpdir(), 'gridwitness-planted-'));
  afterAll(() => rmSync(planted, { recursive: true, force: true }));

  it('every import points the allowed way, and every source file was seen', async () => {
    const { broken, seen } = await violations(root);
    expect(broken).toEqual([]);
    expect(sources(root).filter((s) => !seen.includes(s))).toEqual([]);
  });

  it.each([
    ['core/a.ts', '../collector/b.ts', 'core-imports-nothing'],
    ['storage/a.ts', '../collector/b.ts', 'storage-imports-core'],
    ['collector/a.ts', '../correlator/b.ts', 'collector-never-correlator'],
    ['correlator/a.ts', '../collector/b.ts', 'correlator-never-collector'],
    ['simulators/a.ts', '../collector/b.ts', 'simulators-import-core'],
    ['console/a.ts', '../correlator/api/b.ts', 'console-sees-contract-only'],
    ['collector/a.ts', '../cli/b.ts', 'nobody-imports-cli'],
    ['core/a.ts', '../test/b.ts', 'nobody-imports-test'],
    ['collector/measure/a.ts', '../io/b.ts', 'pure-imports-pure'],
  ])('a planted import %s -> %s is caught as %s', async (from, to, rule) => {
    const base = mkdtempSync(join(planted, 'case-'));
    const target = join(dirname(from), to);
    for (const [path, text] of [
      [from, `import { b } from '${to}';\nexport const a = b;\n`],
      [target, 'export const b = 1;\n'],
    ] as const) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    const { broken } = await violations(base);
    expect(
      broken.some((b) => b.startsWith(`${rule}:`)),
      broken.join('\n'),
    ).toBe(true);
  });

  it('a planted cycle is caught', async () => {
    const base = mkdtempSync(join(planted, 'case-'));
    mkdirSync(join(base, 'core'));
    writeFileSync(join(base, 'core/a.ts'), "import { b } from './b.ts';\nexport const a = () => b;\n");
    writeFileSync(join(base, 'core/b.ts'), "import { a } from './a.ts';\nexport const b = () => a;\n");
    expect((await violations(base)).broken.some((b) => b.startsWith('no-cycles:'))).toBe(true);
  });

  it('pure folders of the type checker and of this test are the same', () => {
    const include = (JSON.parse(read('tsconfig.pure.json')) as { include: string[] }).include;
    expect(include.filter((p) => !p.startsWith('types/')).sort()).toEqual([...PURE_FOLDERS].sort());
  });

  it('pure code knows no clock, no chance and only the allowed packages', () => {
    const leaks = sources(root)
      .filter(isPure)
      .flatMap((path) => [...impurities(read(path)), ...foreignImports(read(path))].map((what) => `${path}: ${what}`));
    expect(leaks).toEqual([]);
    expect(impurities('const t = Date.now();')).toHaveLength(1);
    expect(impurities('const t = new Date( );')).toHaveLength(1);
    expect(impurities('// Date.now() is forbidden')).toHaveLength(0);
    expect(foreignImports("import fs from 'node:fs';")).toEqual(['node:fs']);
  });

  it(`no file is longer than ${MAX_LINES} lines unless it is a named table`, () => {
    const long = sources(root)
      .filter((s) => !LONG_TABLES.includes(s))
      .filter((s) => read(s).split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('the simulator takes words and shapes from core, but no number the correlator decides by', () => {
    const taken = sources(root)
      .filter((s) => s.startsWith('simulators/'))
      .flatMap((s) => [...read(s).matchAll(/import (?!type)\{([^}]*)\} from '[./]*\/core\/([^']+)'/g)])
      .flatMap((m) => (m[1] ?? '').split(',').map((name) => `${m[2]}:${name.trim()}`))
      .filter((name) => !/:(type .*)?$/.test(name));
    expect([...new Set(taken)].sort()).toEqual([
      'assert.ts:OperationalError',
      'ids.ts:id',
      'network/grid.ts:buildGrid as index',
    ]);
  });

  it('only main files and the command line read the environment', () => {
    const readers = sources(root)
      .filter((s) => !/^(cli|test|bench)\//.test(s) && !/(^|\/)main\.ts$/.test(s))
      .filter((s) => /process\.env/.test(read(s)));
    expect(readers).toEqual([]);
  });
});
