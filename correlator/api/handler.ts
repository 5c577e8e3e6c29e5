/** Shape of a handler: gets the parts of a request as its route's schemas give them, returns what the route answers. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { CallOutput } from '../contract/client.ts';
import type { RouteId, RouteOf } from '../contract/index.ts';
import type { Deps, Person } from './deps.ts';

type Part<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType } ? z.output<S> : undefined;

export interface Call<I extends RouteId> {
  readonly params: Part<RouteOf<I>, 'params'>;
  readonly query: Part<RouteOf<I>, 'query'>;
  readonly headers: Part<RouteOf<I>, 'headers'>;
  readonly body: Part<RouteOf<I>, 'body'>;
  /** The body's bytes, for routes that take a file; empty otherwise. */
  readonly bytes: Uint8Array;
  readonly person: Person;
}

/** Returns the document; `status` lets a handler answer otherwise than usual (readiness). */
export interface Answering<I extends RouteId> {
  readonly id: I;
  readonly answer: (call: Call<I>, deps: Deps) => Promise<CallOutput<I>> | CallOutput<I>;
  readonly status?: (document: CallOutput<I>) => number;
}

/** Writes the response itself (the live stream). */
export interface Streaming<I extends RouteId> {
  readonly id: I;
  readonly stream: (request: Request, response: Response, deps: Deps) => Promise<void>;
}

export type Handler<I extends RouteId> = Answering<I> | Streaming<I>;
