/**
 * Headers every answer carries. Scripts come from this server only; styles may be inline (the component library and the
 * map write them), workers may be blobs (the map).
 */
import type express from 'express';

const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: express.RequestHandler = (request, response, next) => {
  response.setHeader('content-security-policy', CSP);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (request.method !== 'GET' && isForeign(request)) {
    response.status(403).type('text/plain').send('requests from other sites are refused');
    return;
  }
  next();
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A server that listens on this machine only answers to this machine's names: a foreign name that was made to point
 * here (DNS rebinding) would let its pages read customers' data.
 */
export function ownNamesOnly(host: string): express.RequestHandler {
  const isLocal = LOOPBACK.has(host) || host === '::1';
  return (request, response, next) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!isLocal || LOOPBACK.has(name)) return next();
    response.status(421).type('text/plain').send('this server answers to localhost only');
  };
}

/** A page of another site that makes this browser write here. A machine sends no such header. */
function isForeign(request: express.Request): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}
