/** What Grafana does with the queries of our boards, and asks an InfluxDB. */
import type { BoardJson } from '../../dashboards/check.ts';
import { generateBoards } from '../../dashboards/generate.ts';

export interface InfluxSeries {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | string | null)[])[];
}

/** What `:regex` makes of the values chosen at the top. */
export interface Chosen {
  readonly feeder?: string;
  readonly area?: string;
}

/** Every query of every panel: name of file, panel and target, and the query. */
export function boardQueries(): readonly (readonly [name: string, query: string])[] {
  return [...generateBoards()].flatMap(([file, text]) =>
    (JSON.parse(text) as BoardJson).panels.flatMap((panel) =>
      (panel.targets ?? []).map((t) => [`${file} ${panel.title} ${t.refId}`, t.query] as const),
    ),
  );
}

/** Macros and variables become text. */
export function filledQuery(
  query: string,
  range: { readonly fromMs: number; readonly toMs: number },
  chosen: Chosen = {},
): string {
  return query
    .replaceAll('$timeFilter', `time >= ${range.fromMs}ms and time <= ${range.toMs}ms`)
    .replaceAll('$__interval', '10m')
    .replace(/\$\{feeder:regex\}/g, chosen.feeder ?? '.*')
    .replace(/\$\{area:regex\}/g, chosen.area ?? '.*');
}

/** Series a query returns; times in epoch ms. Rejects with what the server says against it. */
export async function askInflux(url: string, database: string, query: string): Promise<readonly InfluxSeries[]> {
  const params = new URLSearchParams({ db: database, q: query, epoch: 'ms' });
  const reply = await fetch(`${url}/query?${params}`);
  const body = (await reply.json()) as { results?: { error?: string; series?: InfluxSeries[] }[]; error?: string };
  const error = body.error ?? body.results?.[0]?.error;
  if (!reply.ok || error !== undefined) throw new Error(`${reply.status} ${error ?? ''} for ${query}`);
  return body.results?.[0]?.series ?? [];
}
