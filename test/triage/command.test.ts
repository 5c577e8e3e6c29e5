/** `gridwitness classify`: one JSON answer per input line, whatever the bytes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));

function run(input: Buffer): readonly Record<string, unknown>[] {
  const child = spawnSync(process.execPath, [BIN, 'classify'], { input });
  expect(child.stderr.toString()).toBe('');
  expect(child.status).toBe(0);
  return child.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('gridwitness classify', () => {
  it('answers texts, empty lines, JSON lines, broken JSON and broken bytes', () => {
    const answers = run(
      Buffer.concat([
        Buffer.from('\ufeff家里停电了\r\n\n{"id":"C-7","text":"灯一直闪"}\n{"text":12}\n{oops\n'),
        Buffer.from([0xcd, 0xa3, 0xb5, 0xe7, 0xc1, 0xcb, 0x0a]), // 停电了 in GB 18030
        Buffer.from([0xff, 0x00, 0x80, 0xfe, 0x0a]),
        Buffer.from('no power'), // last line without line end
      ]),
    );
    expect(answers.map((a) => a['category'])).toEqual([
      'outage',
      'other',
      'supply_quality',
      expect.any(String),
      expect.any(String),
      'outage',
      expect.any(String),
      'outage',
    ]);
    expect(answers[2]?.['id']).toBe('C-7');
    expect(Object.keys(answers[0] ?? {})[0]).toBe('category');
  });

  it('reads UTF-16 as Windows shells write it', () => {
    const answers = run(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('停电了\r\n\r\n灯闪\r\n', 'utf16le')]));
    expect(answers.map((a) => a['category'])).toEqual(['outage', 'other', 'supply_quality']);
  });

  it('says nothing where nothing came in', () => {
    expect(run(Buffer.alloc(0))).toEqual([]);
  });
});
