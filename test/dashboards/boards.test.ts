/** The generated boards are the boards of the code, and sound by every rule that can be checked without a Grafana. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../../cli/commands/boards.ts';
import { BOARDS } from '../../dashboards/boards/index.ts';
import { type BoardJson, boardFaults } from '../../dashboards/check.ts';
import { generateBoards } from '../../dashboards/generate.ts';

const GENERATED = fileURLToPath(new URL('../../dashboards/generated/', import.meta.url));
const boards = [...generateBoards()];
const parse = (text: string): BoardJson => JSON.parse(text) as BoardJson;

describe('generated boards', () => {
  it('are committed as the code makes them (run `bin/gridwitness boards`)', () => {
    expect(readdirSync(GENERATED).sort()).toEqual(boards.map(([name]) => name).sort());
    for (const [name, text] of boards) expect(readFileSync(join(GENERATED, name), 'utf8')).toBe(text);
  });

  it('are the same on every run', () => {
    expect([...generateBoards()]).toEqual(boards);
  });

  it('have unique uids', () => {
    expect(new Set(BOARDS.map((b) => b.uid)).size).toBe(BOARDS.length);
  });

  it.each(boards)('%s is sound', (_name, text) => {
    expect(boardFaults(parse(text))).toEqual([]);
  });

  it('are written where asked', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'gridwitness-boards-'));
    const said: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => said.push(text) > 0) as typeof process.stdout.write;
    try {
      expect(await command.run([], { out: join(dir, 'deep'), json: true })).toBe(0);
    } finally {
      process.stdout.write = write;
    }
    expect(readdirSync(join(dir, 'deep')).sort()).toEqual(boards.map(([name]) => name).sort());
    expect(JSON.parse(said[0] ?? '')).toHaveProperty('file');
    rmSync(dir, { recursive: true });
  });
});

describe('the feeders board', () => {
  const board = parse(new Map(boards).get('gridwitness-feeders-now.json') ?? '');

  it('shows voltage with the two limits of GB/T 12325', () => {
    const panel = JSON.stringify(
      board.panels.find((p) => p.title?.includes('Feeder voltage') && p.type === 'timeseries'),
    );
    expect(panel).toContain('{"value":198,"color":"green"}');
    expect(panel).toContain('{"value":235.41,"color":"red"}');
  });

  it('covers voltage, events, outages, complaints, silence and lag', () => {
    const titles = board.panels.map((p) => p.title).join('\n');
    for (const word of ['线路电压', '最近事件', '停电次数', '诉求累计', '静默', '采集延迟'])
      expect(titles).toContain(word);
  });
});

describe('the self-check', () => {
  const sound = parse(boards[0]?.[1] ?? '');
  const broken = (change: (panel: Record<string, unknown>) => void): readonly string[] => {
    const copy = structuredClone(sound) as unknown as { panels: Record<string, unknown>[] };
    change(copy.panels[1] as Record<string, unknown>);
    return boardFaults(copy as unknown as BoardJson);
  };

  it.each<[string, (panel: Record<string, unknown>) => void, RegExp]>([
    ['a doubled id', (p) => Object.assign(p, { id: 1 }), /ids are not unique/],
    ['a missing description', (p) => Object.assign(p, { description: '' }), /description/],
    ['a title in one language', (p) => Object.assign(p, { title: 'Voltage' }), /both languages/],
    ['a missing unit', (p) => Object.assign(p, { fieldConfig: { defaults: {} } }), /no unit/],
    [
      'a query without time bound',
      (p) => setQuery(p, 'SELECT mean(u) FROM "a"."b" GROUP BY time(1m)'),
      /no time bound/,
    ],
    ['a query without retention policy', (p) => setQuery(p, 'SELECT u FROM reading WHERE $timeFilter'), /retention/],
    [
      'an unknown variable',
      (p) => setQuery(p, 'SELECT u FROM "a"."b" WHERE $timeFilter AND x = $'.concat('{nobody}')),
      /unknown variable/,
    ],
    [
      'a fleet-wide percentile',
      (p) => setQuery(p, 'SELECT percentile("u", 95) FROM "a"."b" WHERE $timeFilter'),
      /costly/,
    ],
    ['an overlap', (p) => Object.assign(p, { gridPos: { x: 12, y: 1, w: 12, h: 5 } }), /overlap/],
    ['a promise of safety', (p) => Object.assign(p, { description: '线路 is safe' }), /no page may say/],
  ])('finds %s', (_name, change, fault) => {
    expect(broken(change).join('\n')).toMatch(fault);
  });
});

function setQuery(panel: Record<string, unknown>, query: string): void {
  const targets = panel['targets'] as Record<string, unknown>[];
  Object.assign(targets[0] as object, { query });
}
