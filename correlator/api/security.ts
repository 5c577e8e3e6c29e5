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

/** A page of another site that makes this browser write here. A machine sends no such header. */
function isForeign(request: express.Request): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}
