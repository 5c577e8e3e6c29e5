/** Branded ids: mixing two kinds of string is the mistake a correlator really makes. */
type Id<Tag extends string> = string & { readonly __id: Tag };

export type NodeId = Id<'node'>;
export type SectionId = Id<'section'>;
export type SupplyPointId = Id<'supplyPoint'>;
export type MeterId = Id<'meter'>;
export type ComplaintId = Id<'complaint'>;
export type IncidentId = Id<'incident'>;
export type StrokeId = Id<'stroke'>;
export type WorksId = Id<'works'>;

/** The one place where a plain text becomes an id; call it at an edge (parser, HTTP), nowhere else. */
export function id<T extends string>(text: string): T {
  return text as T;
}
