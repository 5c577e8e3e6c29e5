/** The built console: its files, and its one page for every address it knows itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';

/** File names carry a hash of their content. */
const ASSETS_MAX_AGE = '365d';

/** What a person sees who opens the server before the console was built. */
const MISSING = `<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Gridwitness</title>
<body style="font-family: sans-serif; max-width: 40rem; margin: 4rem auto; line-height: 1.6">
<h1>Gridwitness</h1>
<p>服务已运行，但控制台页面尚未生成。请在项目目录运行 <code>npx vite build console</code>，然后刷新本页。接口说明见 <a href="/api/v1/openapi.json">openapi.json</a>。</p>
<p lang="en">The server runs, but its pages are not built yet. Run <code>npx vite build console</code> in the project folder, then reload this page. The interface is described in <a href="/api/v1/openapi.json">openapi.json</a>.</p>
</body></html>
`;

/** Looks for the build at every request of the page, so that building it later needs no restart. */
export function consoleFiles(dir: string): express.RequestHandler {
  const router = express.Router();
  router.use(
    '/assets',
    express.static(join(dir, 'assets'), { maxAge: ASSETS_MAX_AGE, immutable: true, fallthrough: true }),
  );
  router.use(express.static(dir, { index: false, fallthrough: true }));
  router.use((request, response, next) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      request.accepts(['html', 'json']) === 'html' &&
      !/\.\w+$/.test(request.path);
    if (!isPage) return next();
    response.setHeader('cache-control', 'no-cache');
    if (existsSync(join(dir, 'index.html'))) response.sendFile('index.html', { root: dir });
    else response.type('html').send(MISSING);
  });
  return router;
}
