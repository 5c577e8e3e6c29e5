/**
 * The published JSON Schema files are those of the schemas that read the messages. To write them anew:
 * `UPDATE=1 npx vitest run test/payloads/schemas.test.ts && npx biome format --write docs/schemas`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../../collector/payloads/gridwitness-schema.ts';

const folder = fileURLToPath(new URL('../../docs/schemas/', import.meta.url));
const schemas = Object.entries(publishedSchemas());
if (process.env['UPDATE'] !== undefined) {
  for (const [name, schema] of schemas) writeFileSync(`${folder}${name}`, JSON.stringify(schema, null, 2));
}

describe('docs/schemas', () => {
  it.each(schemas)('%s is up to date', (name, schema) => {
    expect(JSON.parse(readFileSync(`${folder}${name}`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('holds nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(schemas.map(([name]) => name).sort());
  });
});
