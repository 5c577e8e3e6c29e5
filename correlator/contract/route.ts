/** Shape of one row of the route table. The server, the OpenAPI document and the client are all made from it. */
import type { z } from 'zod';
import type { Text } from '../../core/text.ts';

export type HttpMethod = 'GET' | 'POST' | 'PATCH';

/** What a request carries as its body. `raw` = bytes as they are (a file). */
export type BodyKind = 'json' | 'raw';

/** What the answer is: a JSON document, a page of text, or a stream of server-sent events. */
export type ResponseKind = 'json' | 'text' | 'events';

export interface Route {
  /** `operationId`; the name of the client's function. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Path in OpenAPI form: `/api/v1/supply-points/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: Text;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyKind?: BodyKind;
  /** Status of success. */
  readonly status: 200 | 201 | 202;
  readonly response: z.ZodType;
  readonly responseKind?: ResponseKind;
  /** Statuses of failure this route may answer besides 400 and 500. */
  readonly failures: readonly (404 | 409 | 413 | 415 | 422 | 503)[];
}
