/**
 * The live stream: every connected page gets the same messages. It follows the store's change cursor, so that a change
 * made by another process is seen too; explicit messages of this process go out at once.
 */
import type { ServerResponse } from 'node:http';
import { formatTime } from '../../core/time.ts';
import type { LiveEvent } from '../contract/now.ts';

/** How often the cursor is read while somebody listens. */
const FOLLOW_MS = 1_000;
/** A comment line keeps proxies from closing a quiet connection. */
const HEARTBEAT_MS = 15_000;
/** A page that reads slower than this much is cut off; it comes back by itself. */
const BACKLOG_BYTES_MAX = 1_000_000;

export interface LiveHub {
  /** Take over a response; it stays open until the page or the server closes it. */
  connect(response: ServerResponse): Promise<void>;
  broadcast(event: LiveEvent): void;
  listeners(): number;
  stop(): void;
}

export function createLiveHub(deps: {
  readonly cursor: () => Promise<number>;
  readonly now: () => number;
  readonly zone: string;
  readonly onError: (error: unknown) => void;
}): LiveHub {
  const pages = new Set<ServerResponse>();
  let last: number | null = null;
  let follow: NodeJS.Timeout | null = null;
  const heart = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  const time = () => formatTime(deps.now(), deps.zone);

  function send(page: ServerResponse, event: LiveEvent): void {
    if (page.writableLength > BACKLOG_BYTES_MAX) {
      page.destroy();
      pages.delete(page);
      return;
    }
    const id = 'cursor' in event ? `id: ${event.cursor}\n` : '';
    page.write(`${id}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  function broadcast(event: LiveEvent): void {
    for (const page of pages) send(page, event);
  }

  async function look(): Promise<void> {
    follow = null;
    try {
      const cursor = await deps.cursor();
      if (last !== null && cursor !== last) broadcast({ type: 'change', cursor, time: time() });
      last = cursor;
    } catch (error) {
      deps.onError(error);
    }
    plan();
  }

  function plan(): void {
    if (pages.size > 0 && follow === null) follow = setTimeout(look, FOLLOW_MS).unref();
  }

  return {
    async connect(response) {
      const cursor = await deps.cursor();
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 2000\n\n');
      pages.add(response);
      response.on('close', () => pages.delete(response));
      if (pages.size === 1) last = cursor;
      send(response, { type: 'hello', cursor, time: time() });
      plan();
    },
    broadcast,
    listeners: () => pages.size,
    stop() {
      clearInterval(heart);
      if (follow) clearTimeout(follow);
      for (const page of pages) page.end();
      pages.clear();
    },
  };
}
