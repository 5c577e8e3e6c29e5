/** The network for the map, and the ranked sections for the crews. */
import { z } from 'zod';
import { DEVICES, NODE_KINDS, SECTION_KINDS } from '../../core/network.ts';
import { ACTIONS } from '../../core/verdict.ts';
import { count, Position, TextShape, Time } from './shapes.ts';

export const Pair = z.tuple([z.number(), z.number()]);

export const NodeFeature = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.object({ type: z.literal('Point'), coordinates: Pair }),
  properties: z.object({
    what: z.literal('node'),
    kind: z.enum(NODE_KINDS),
    feeder: z.string().nullable(),
    area: z.string().nullable(),
    customers: z.number().int(),
  }),
});

export const SectionFeature = z.object({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(Pair) }),
  properties: z.object({
    what: z.literal('section'),
    kind: z.enum(SECTION_KINDS),
    feeder: z.string().nullable(),
    area: z.string().nullable(),
    voltageKv: z.number().nullable(),
    device: z.enum(DEVICES),
    normallyOpen: z.boolean(),
    rank: z.number().int().nullable(),
    benefit: z.number().nullable(),
    /** Probability that a running incident lies here; null when none does. */
    incidentP: z.number().nullable(),
    /** Works planned or running on it right now. */
    works: z.boolean(),
  }),
});

export const NetworkMap = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.union([NodeFeature, SectionFeature])),
  /** west, south, east, north; null where no node has a position. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** Sections and nodes that cannot be drawn: a position is unknown. */
  unplaced: z.object({ nodes: z.number().int(), sections: z.number().int() }),
});
export type NetworkMap = z.output<typeof NetworkMap>;

export const NetworkQuery = z.object({ feeder: z.string().max(200).optional() });

export const RankedSection = z.object({
  type: z.literal('priority'),
  rank: z.number().int(),
  section: z.string(),
  action: z.enum(ACTIONS),
  benefit: z.number(),
  low: z.number(),
  high: z.number(),
  pTopK: z.number(),
  because: z.array(TextShape),
  kind: z.enum(SECTION_KINDS).nullable(),
  feeder: z.string().nullable(),
  area: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  voltageKv: z.number().nullable(),
  lengthM: z.number().nullable(),
  installedYear: z.number().nullable(),
  customers: z.number().int(),
  line: z.array(Position),
});
export type RankedSection = z.output<typeof RankedSection>;

export const SectionsQuery = z.object({ limit: count(1, 2000, 200), cursor: z.string().max(40).optional() });
export const SectionPage = z.object({
  items: z.array(RankedSection),
  next: z.string().nullable(),
  total: z.number().int(),
  computedAt: Time.nullable(),
});
