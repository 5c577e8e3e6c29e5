/** Where all readers store, and how it is counted. */
export const DATABASE = 'bench';

/** Points of the measurement `reading` in all retention policies, by one of its fields. */
export async function countStored(influxUrl: string): Promise<number> {
  let sum = 0;
  for (const policy of ['autogen', 'raw90d']) {
    const q = `SELECT COUNT("u") FROM "${policy}"."reading"`;
    const answer = await fetch(`${influxUrl}/query?${new URLSearchParams({ db: DATABASE, q })}`);
    const body = (await answer.json()) as { results?: { series?: { values: [string, number][] }[] }[] };
    sum += body.results?.[0]?.series?.[0]?.values[0]?.[1] ?? 0;
  }
  return sum;
}
