/** Zone, profile and history progress of the server; every page needs the zone to show a time. */
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';

const WHILE_STARTING_MS = 1_500;
const AT_REST_MS = 20_000;

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: () => api.getHealth(),
    refetchInterval: (q) => (q.state.data?.history || q.state.error ? WHILE_STARTING_MS : AT_REST_MS),
    retry: true,
  });
}

/** The utility's zone; UTC until the server has told it. */
export function useZone(): string {
  return useHealth().data?.zone ?? 'UTC';
}
