/** The Express application: headers, bodies, the routes of the contract, the console's files, and every error. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { API, ROUTES, type RouteId } from '../contract/index.ts';
import type { Route } from '../contract/route.ts';
import type { Deps, Person } from './deps.ts';
import type { Answering, Handler } from './handler.ts';
import { HttpProblem, problemDocument } from './http-problem.ts';
import { HANDLERS } from './routes/index.ts';
import { ownNamesOnly, securityHeaders } from './security.ts';
import { checked } from './validate.ts';

/** Largest JSON body; 5000 pushed readings are about 1 MB. */
const JSON_LIMIT = '4mb';
/** Largest imported file. */
const RAW_LIMIT = '256mb';
const RAW_TYPES = ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'];
/** Until people sign in there is one, and the server listens on this machine only. */
const DEMO: Person = { id: 'demo', role: 'operator' };

export interface AppOptions {
  readonly deps: Deps;
  /** The address listened on. */
  readonly host: string;
  readonly onError: (doing: string, error: unknown) => void;
  /** Serves the console; null = API only. */
  readonly console: express.RequestHandler | null;
}

export function createApp({ deps, host, onError, console }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(ownNamesOnly(host));
  app.use(securityHeaders);
  for (const route of ROUTES as readonly Route[]) {
    const handler = HANDLERS[route.id as RouteId] as Handler<RouteId>;
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    app[route.method.toLowerCase() as 'get' | 'post' | 'patch'](
      path,
      timed(route, deps),
      ...bodies(route),
      serve(route, handler, deps),
    );
  }
  app.use(API, otherMethods);
  if (console) app.use(console);
  app.use((request) => {
    throw new HttpProblem(404, `no such address: ${request.method} ${request.path.slice(0, 200)}`);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const document = problemDocument(error, request.path);
    if (document.status >= 500) {
      deps.metrics.failed('request');
      onError(`${request.method} ${routePath(request)}`, error);
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (document.status === 503) response.setHeader('retry-after', '2');
    response.status(document.status).type('application/problem+json').send(JSON.stringify(document));
  });
  return app;
}

/** The pattern, never the address itself: ids and search words are personal data and stay out of logs. */
function routePath(request: Request): string {
  return (request.route as { path?: string } | undefined)?.path ?? 'unknown';
}

function timed(route: Route, deps: Deps): express.RequestHandler {
  return (_request, response, next) => {
    const startMs = performance.now();
    response.on('close', () => deps.metrics.request(route.id, response.statusCode, performance.now() - startMs));
    next();
  };
}

function bodies(route: Route): express.RequestHandler[] {
  if (route.bodyKind === 'raw') return [demandType(RAW_TYPES), express.raw({ type: RAW_TYPES, limit: RAW_LIMIT })];
  return route.body ? [demandType(['application/json']), express.json({ limit: JSON_LIMIT })] : [];
}

function demandType(types: string[]): express.RequestHandler {
  return (request, _response, next) => {
    if (request.is(types)) return next();
    throw new HttpProblem(415, `this address takes ${types.join(', ')}`, [
      { path: 'headers.content-type', expected: types.join(' or '), got: request.headers['content-type'] ?? 'nothing' },
    ]);
  };
}

function serve(route: Route, handler: Handler<RouteId>, deps: Deps): express.RequestHandler {
  return async (request, response) => {
    if ('stream' in handler) return await handler.stream(request, response, deps);
    const part = (name: 'params' | 'query' | 'headers' | 'body') => {
      const schema = route[name];
      return schema === undefined ? undefined : checked(schema, request[name], name);
    };
    const call = {
      params: part('params'),
      query: part('query'),
      headers: part('headers'),
      body: part('body'),
      bytes: route.bodyKind === 'raw' && Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
      person: DEMO,
    };
    // The route and its handler come from one registry: the parts have the types the handler asks for.
    const answering = handler as unknown as Answering<'getReady'>;
    const document = await answering.answer(call as never, deps);
    response.status(answering.status?.(document) ?? route.status).setHeader('cache-control', 'no-store');
    if (route.responseKind === 'text') response.type('text/plain; version=0.0.4').send(document as unknown as string);
    else response.json(document);
  };
}

/** A known address with another method: say which it takes. */
const otherMethods: express.RequestHandler = (request, response) => {
  const own = `${API}${request.path}`;
  const methods = (ROUTES as readonly Route[])
    .filter((r) => new RegExp(`^${r.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`).test(own))
    .map((r) => r.method);
  if (methods.length === 0) throw new HttpProblem(404, `no such address: ${request.method} ${own.slice(0, 200)}`);
  response.setHeader('allow', methods.join(', '));
  throw new HttpProblem(405, `this address takes ${methods.join(', ')}`);
};
