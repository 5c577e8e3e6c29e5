/** What docs/connect/dialects.md tells a person to type is accepted, and its messages are read as the page says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCollectorConfig } from '../../collector/config.ts';
import { DIALECTS } from '../../collector/payloads/index.ts';
import { matchDialects } from '../../collector/payloads/recognise.ts';
import { bytesOf } from './context.ts';

const page = readFileSync(new URL('../../docs/connect/dialects.md', import.meta.url), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1] ?? '');
const sections = page.split(/^## /m).map((text) => ({ id: /^[\w-]+/.exec(text)?.[0] ?? '', text }));
/** 20:10:02 in Shanghai, two seconds after the times of the page. */
const RECEIVED_MS = Date.UTC(2026, 6, 1, 12, 10, 2);

describe('docs/connect/dialects.md', () => {
  it('has a part of every dialect, and every configuration is accepted', () => {
    expect(DIALECTS.map((d) => d.id).filter((id) => !sections.some((s) => s.id === id))).toEqual([]);
    const configurations = blocks(page, 'yaml');
    expect(configurations.length).toBeGreaterThan(8);
    for (const text of configurations) {
      const parsed = parseCollectorConfig((parse(text) as { collector: unknown }).collector);
      expect(parsed.ok ? [] : [text, parsed.faults]).toEqual([]);
    }
  });

  it.each(sections.flatMap((s) => blocks(s.text, 'text').map((m) => [s.id, m] as const)))('%s: %s', (id, message) => {
    const [topic = '', ...rest] = message.split('\n');
    const bytes = bytesOf(rest.join('\n').trimEnd());
    const zone = id.startsWith('dsmr') || id === 'homewizard' ? 'Europe/Amsterdam' : 'Asia/Shanghai';
    const [best] = matchDialects(topic, bytes, { receivedMs: RECEIVED_MS, zone });
    expect(best).toMatchObject({ dialect: id, readAs: null, problems: [] });
    expect(best?.readings[0]).toMatchObject({ quality: 0 });
    expect(Object.values(best?.readings[0]?.values ?? {}).some((v) => v.u !== undefined)).toBe(true);
  });
});
