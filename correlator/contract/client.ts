/**
 * A typed client made from the route table. `fetch` comes in as a parameter, so that this file stays pure; the browser
 * passes its own, a test passes Node's.
 */
import type { z } from 'zod';
import { API, ROUTES, type RouteId, type RouteOf } from './index.ts';
import type { Route } from './route.ts';
import { ProblemDocument } from './shapes.ts';

/** The part of `fetch` the client needs. `Signal` is the platform's AbortSignal: the pure library knows none. */
export type Fetch<Signal> = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string | Uint8Array<ArrayBuffer>;
    readonly signal?: Signal;
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

type Part<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType } ? z.input<S> : undefined;
type Needs<T, K extends string> = [T] extends [undefined]
  ? { readonly [P in K]?: undefined }
  : Partial<T> extends T
    ? { readonly [P in K]?: T }
    : { readonly [P in K]: T };

/** What a call takes: `params`, `query`, `headers`, `body` as the route names them, and a signal to cancel with. */
export type CallInput<I extends RouteId, Signal> = Needs<Part<RouteOf<I>, 'params'>, 'params'> &
  Needs<Part<RouteOf<I>, 'query'>, 'query'> &
  Needs<Part<RouteOf<I>, 'headers'>, 'headers'> &
  Needs<Part<RouteOf<I>, 'body'>, 'body'> & {
    /** Bytes of a file, for the routes that take one. */
    readonly bytes?: Uint8Array<ArrayBuffer>;
    readonly contentType?: string;
    readonly signal?: Signal;
  };
export type CallOutput<I extends RouteId> = z.output<RouteOf<I>['response']>;

export type Client<Signal> = {
  readonly [I in RouteId]: (
    ...input: Partial<CallInput<I, Signal>> extends CallInput<I, Signal>
      ? [input?: CallInput<I, Signal>]
      : [input: CallInput<I, Signal>]
  ) => Promise<CallOutput<I>>;
};

/** The server answered, but not with what was asked for. `problem` is null when the answer was no problem document. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ProblemDocument | null;
  constructor(status: number, problem: ProblemDocument | null) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

export interface ClientOptions<Signal> {
  readonly fetch: Fetch<Signal>;
  /** Without a trailing slash; empty = the page's own origin. */
  readonly baseUrl?: string;
  /** Also check every answer against its schema (tests do; server and console are built together). */
  readonly validate?: boolean;
}

/** Address of the live stream, for `new EventSource(...)`. */
export const EVENTS_PATH = `${API}/events`;

interface LooseInput<Signal> {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  readonly signal?: Signal;
}

/** One function per route. Rejects with `ApiError` on any status but the route's own. */
export function createClient<Signal>(options: ClientOptions<Signal>): Client<Signal> {
  const calls = ROUTES.map(
    (route) => [route.id, (input?: LooseInput<Signal>) => call(options, route, input ?? {})] as const,
  );
  return Object.fromEntries(calls) as unknown as Client<Signal>;
}

async function call<Signal>(options: ClientOptions<Signal>, route: Route, input: LooseInput<Signal>): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  for (const [name, value] of Object.entries(input.headers ?? {})) {
    if (value !== undefined && value !== null) headers[name] = String(value);
  }
  const raw = input.bytes;
  const body = raw ?? (input.body === undefined ? undefined : JSON.stringify(input.body));
  if (body !== undefined) headers['content-type'] = raw ? (input.contentType ?? 'text/csv') : 'application/json';
  const answer = await options.fetch(`${options.baseUrl ?? ''}${address(route, input)}`, {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  });
  const text = await answer.text();
  if (answer.status !== route.status) throw new ApiError(answer.status, problemOf(text));
  if (route.responseKind === 'text') return text;
  const document: unknown = JSON.parse(text);
  return options.validate ? route.response.parse(document) : document;
}

function address(route: Route, input: LooseInput<unknown>): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const pairs = Object.entries(input.query ?? {})
    .filter(([, v]) => v !== undefined && v !== null)
    .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(String(v))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

function problemOf(text: string): ProblemDocument | null {
  try {
    const parsed = ProblemDocument.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    // A proxy's page or a cut answer is no JSON: the status alone has to do.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
