/** The one client of the HTTP API, made from the route table; and how its failures become a sentence. */
import { ApiError, createClient, type Fetch } from '../../correlator/contract/client.ts';

const browserFetch: Fetch<AbortSignal> = (url, init) => fetch(url, init);

export const api = createClient({ fetch: browserFetch });

/** What to show a person when a call failed: the server's own words in their language, else the status or network fault. */
export function failureText(error: unknown, lang: 'zh' | 'en'): string {
  if (error instanceof ApiError) {
    const p = error.problem;
    if (p === null) return `HTTP ${error.status}`;
    const fields = p.errors.map((e) => `${e.path}: ${e.expected}; ${e.got}`).join(' · ');
    return fields === '' ? p.text[lang] : `${p.text[lang]} (${fields})`;
  }
  return error instanceof Error ? error.message : String(error);
}
