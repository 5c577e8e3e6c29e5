/** The OpenAPI 3.1 document, made from the route table; its schemas are the ones that validate requests. */
import { z } from 'zod';
import * as complaint from './complaint.ts';
import * as customer from './customer.ts';
import * as health from './health.ts';
import * as incident from './incident.ts';
import { ROUTES } from './index.ts';
import * as intake from './intake.ts';
import * as letters from './letters.ts';
import * as network from './network.ts';
import * as now from './now.ts';
import * as quality from './quality.ts';
import type { Route } from './route.ts';
import { InputProblem, ProblemDocument } from './shapes.ts';
import * as supplyPoint from './supply-point.ts';
import * as verdict from './verdict.ts';

type Json = Record<string, unknown>;

/** Schemas that get a name of their own in the document. */
export const COMPONENTS = {
  Problem: ProblemDocument,
  InputProblem,
  Health: health.Health,
  Customer: customer.CustomerHit,
  SupplyPoint: supplyPoint.SupplyPoint,
  SupplyPointVoltage: supplyPoint.SupplyPointVoltage,
  Triage: complaint.Triage,
  Complaint: complaint.Complaint,
  ComplaintCreate: complaint.ComplaintCreate,
  ComplaintCreated: complaint.ComplaintCreated,
  ComplaintDetail: complaint.ComplaintDetail,
  Verdict: verdict.Verdict,
  DatedVerdict: verdict.DatedVerdict,
  EvidenceItem: verdict.EvidenceItem,
  Incident: incident.IncidentRow,
  IncidentDetail: incident.IncidentDetail,
  Disturbance: incident.DisturbanceOut,
  Stroke: incident.StrokeOut,
  Works: incident.WorksOut,
  RankedSection: network.RankedSection,
  NetworkMap: network.NetworkMap,
  Now: now.Now,
  DataQuality: quality.DataQuality,
  MeterQuality: quality.MeterQuality,
  MeterQualityDetail: quality.MeterQualityDetail,
  DeadLetter: letters.LetterOut,
  DeadLetterDetail: letters.LetterDetail,
  LiveEvent: now.LiveEvent,
  ImportResult: intake.ImportResult,
  ReadingsPush: intake.ReadingsPush,
} as const satisfies Readonly<Record<string, z.ZodType>>;

const REQUESTS: ReadonlySet<z.ZodType> = new Set<z.ZodType>([COMPONENTS.ComplaintCreate, COMPONENTS.ReadingsPush]);

const FAILURE_TEXT: Readonly<Record<number, string>> = {
  400: 'The request was not understood; `errors` names each field',
  404: 'There is no such thing',
  409: 'It contradicts what is already there',
  413: 'The body is too large',
  415: 'The body is of another kind than this address takes',
  422: 'The body was understood, but cannot be used',
  500: 'Our fault; it was counted',
  503: 'A part the answer needs does not work right now',
};

/** The whole document. `version` = version of the product. Deterministic. */
export function openapi(version: string): Json {
  const schemas: Json = {};
  for (const [name, schema] of Object.entries(COMPONENTS)) {
    const own = jsonSchema(schema, REQUESTS.has(schema) ? 'input' : 'output', name);
    schemas[name] = own;
  }
  const paths: Record<string, Json> = {};
  for (const route of ROUTES as readonly Route[]) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase()] = operation(route);
    paths[route.path] = item;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gridwitness',
      version,
      description: 'Power-quality monitoring and complaint correlation for distribution grids.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ['system', 'desk', 'grid', 'intake'].map((name) => ({ name })),
    paths,
    components: { schemas },
  };
}

function operation(route: Route): Json {
  const responses: Json = { [String(route.status)]: { description: route.summary.en, content: answerContent(route) } };
  for (const status of [400, ...route.failures, 500]) {
    responses[String(status)] = {
      description: FAILURE_TEXT[status] ?? 'Failure',
      content: { 'application/problem+json': { schema: ref('Problem') } },
    };
  }
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...parametersOf(route.headers, 'header'),
  ];
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary.en,
    description: route.summary.zh,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBody(route),
    responses,
  };
}

function answerContent(route: Route): Json {
  if (route.responseKind === 'text') return { 'text/plain': { schema: { type: 'string' } } };
  const type = route.responseKind === 'events' ? 'text/event-stream' : 'application/json';
  return { [type]: { schema: jsonSchema(route.response, 'output') } };
}

function requestBody(route: Route): Json {
  if (route.bodyKind === 'raw') {
    const bytes = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
    return { requestBody: { required: true, content: { 'text/csv': bytes, 'application/octet-stream': bytes } } };
  }
  if (!route.body) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } },
  };
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query' | 'header'): Json[] {
  if (!schema) return [];
  const whole = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(whole.properties ?? {}).map(([name, of]) => {
    const { description, ...rest } = of;
    return {
      name,
      in: where,
      required: where === 'path' || (whole.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** JSON Schema 2020-12 of a zod schema, with `$ref`s to the named ones inside (except to itself at the top). */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', self?: string): Json {
  const names = new Map<z.ZodType, string>(Object.entries(COMPONENTS).map(([name, s]) => [s, name]));
  const top = names.get(schema);
  if (top !== undefined && self === undefined) return ref(top);
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: out }) => {
      const inner = zodSchema as unknown as z.ZodType;
      const name = names.get(inner);
      if (name === undefined || inner === schema) return;
      for (const key of Object.keys(out)) delete (out as Json)[key];
      (out as Json).$ref = `#/components/schemas/${name}`;
    },
  }) as Json;
  delete json.$schema;
  return json;
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}
