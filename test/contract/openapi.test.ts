/** The OpenAPI document: structure of 3.1, every reference resolves, every path parameter is described. */
import { expect, test } from 'vitest';
import { ROUTES } from '../../correlator/contract/index.ts';
import { IMPORT_KINDS } from '../../correlator/contract/intake.ts';
import { openapi } from '../../correlator/contract/openapi.ts';
import type { Route } from '../../correlator/contract/route.ts';
import { IMPORT_KINDS as READABLE } from '../../correlator/imports/import-table.ts';

type Json = Record<string, unknown>;
const document = openapi('9.8.7') as {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Json>; parameters?: Json[] }>>;
  components: { schemas: Record<string, Json> };
};

function* references(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const v of value) yield* references(v);
  else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) {
      if (key === '$ref' && typeof v === 'string') yield v;
      else yield* references(v);
    }
  }
}

test('it is an OpenAPI 3.1 document that holds every route once', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(document.info).toMatchObject({ title: 'Gridwitness', version: '9.8.7' });
  const told = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, o]) => `${method.toUpperCase()} ${path} ${o.operationId}`),
  );
  const own = (ROUTES as readonly Route[]).map((r) => `${r.method} ${r.path} ${r.id}`);
  expect(told.sort()).toEqual(own.sort());
});

test('every operation has a success with a schema, a 400 and a 500, and describes its path parameters', () => {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item)) {
      const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      expect(success).toHaveLength(1);
      const content = success[0]?.[1].content as Record<string, { schema: Json }>;
      expect(Object.keys(Object.values(content)[0]?.schema ?? {}).length).toBeGreaterThan(0);
      for (const response of Object.values(operation.responses)) expect(response.description).toBeTypeOf('string');
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '500']));
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      const described = (operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name);
      expect(described).toEqual(named);
    }
  }
});

test('every reference resolves, and every named schema is used', () => {
  const used = new Set(references(document));
  for (const ref of used) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1];
    expect(name && document.components.schemas[name], ref).toBeTruthy();
  }
  for (const name of Object.keys(document.components.schemas)) expect(used).toContain(`#/components/schemas/${name}`);
});

test('what can be imported over HTTP is what can be read', () => {
  expect([...IMPORT_KINDS].sort()).toEqual([...READABLE].sort());
});
