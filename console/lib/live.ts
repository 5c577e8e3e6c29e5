/** Follows the server's live stream and makes the pages ask again for what changed. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { EVENTS_PATH } from '../../correlator/contract/client.ts';

/** Which queries each kind of message makes out of date. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  change: ['now', 'complaints', 'supply-point', 'voltage', 'quality'],
  computed: ['now', 'complaints', 'complaint', 'sections', 'network', 'supply-point'],
  verdict: ['complaints', 'complaint'],
  complaint: ['complaints', 'now'],
  events: ['now', 'voltage', 'supply-point'],
  progress: ['health'],
};
/** Many messages of one burst become one refresh. */
const GATHER_MS = 400;

/** True while the stream is connected. */
export function useLiveStream(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    const source = new EventSource(EVENTS_PATH);
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
      stale.clear();
    };
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    for (const [type, keys] of Object.entries(TOUCHES)) {
      source.addEventListener(type, () => {
        for (const key of keys) stale.add(key);
        timer ??= setTimeout(flush, GATHER_MS);
      });
    }
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);
  return connected;
}
