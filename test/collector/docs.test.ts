/** What the pages tell a person to type is accepted as it stands. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCollectorConfig } from '../../collector/config.ts';
import { meterProfileSchema } from '../../collector/meters/profile.ts';
import { gridwitnessJson } from '../../collector/payloads/gridwitness-json.ts';
import { bytesOf, contextOf } from '../payloads/context.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/connect/${name}.md`, import.meta.url), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1] ?? '');

describe('docs/connect', () => {
  it.each(['modbus', 'mqtt'])('%s: the configuration is accepted', (name) => {
    const [first = ''] = blocks(page(name), 'yaml');
    const parsed = parseCollectorConfig((parse(first) as { collector: unknown }).collector);
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
  });

  it('modbus: the meter profile is accepted', () => {
    const [, profile = ''] = blocks(page('modbus'), 'yaml');
    expect(meterProfileSchema.safeParse(parse(profile)).error?.issues ?? []).toEqual([]);
  });

  it('mqtt-json: every message is read without a problem', () => {
    const messages = blocks(page('mqtt-json'), 'json');
    expect(messages).toHaveLength(5);
    for (const [n, part] of ['readings', 'events', 'state', 'counters', 'failures'].entries()) {
      const decoded = gridwitnessJson.decode(`gridwitness/v1/M1/${part}`, bytesOf(messages[n] ?? ''), contextOf());
      expect(decoded.problems).toEqual([]);
      const { readings, disturbances, meterEvents, counters, failures } = decoded;
      const said = [readings, disturbances, meterEvents, counters, failures].map((list) => list.length);
      expect([part, ...said]).toEqual([
        part,
        ...['readings', 'events', 'state', 'counters', 'failures'].map((p) =>
          p !== part ? 0 : part === 'failures' ? 2 : 1,
        ),
      ]);
    }
  });
});
