/** Counters of the server in the Prometheus text format. No label ever holds a person, an account or an address. */
export interface Metrics {
  request(route: string, status: number, durationMs: number): void;
  failed(doing: string): void;
  /** The page; `gauges` are read at this moment. */
  page(gauges: Readonly<Record<string, number | null>>): string;
}

/** Upper bounds of the duration histogram, s. */
const BUCKETS_S = [0.005, 0.02, 0.1, 0.3, 1, 3] as const;

interface Timing {
  readonly buckets: number[];
  sumS: number;
  count: number;
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const timings = new Map<string, Timing>();
  const failures = new Map<string, number>();
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

  return {
    request(route, status, durationMs) {
      add(requests, `route="${route}",status="${status}"`);
      let t = timings.get(route);
      if (t === undefined) {
        t = { buckets: BUCKETS_S.map(() => 0), sumS: 0, count: 0 };
        timings.set(route, t);
      }
      const s = durationMs / 1000;
      t.sumS += s;
      t.count++;
      BUCKETS_S.forEach((bound, i) => {
        if (s <= bound) (t.buckets[i] as number)++;
      });
    },
    failed: (doing) => void add(failures, doing),
    page(gauges) {
      const lines: string[] = [];
      section(lines, 'gridwitness_http_requests_total', 'counter', 'Requests answered');
      for (const [labels, n] of requests) lines.push(`gridwitness_http_requests_total{${labels}} ${n}`);
      section(lines, 'gridwitness_http_request_seconds', 'histogram', 'Time to answer');
      for (const [route, t] of timings) lines.push(...histogram(route, t));
      section(lines, 'gridwitness_failures_total', 'counter', 'Parts of work that failed and were skipped');
      for (const [doing, n] of failures) lines.push(`gridwitness_failures_total{doing="${doing}"} ${n}`);
      for (const [name, value] of Object.entries(gauges)) {
        if (value === null) continue;
        section(lines, `gridwitness_${name}`, 'gauge', name.replaceAll('_', ' '));
        lines.push(`gridwitness_${name} ${value}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function section(lines: string[], name: string, type: string, help: string): void {
  lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
}

function histogram(route: string, t: Timing): string[] {
  const name = 'gridwitness_http_request_seconds';
  return [
    ...BUCKETS_S.map((bound, i) => `${name}_bucket{route="${route}",le="${bound}"} ${t.buckets[i]}`),
    `${name}_bucket{route="${route}",le="+Inf"} ${t.count}`,
    `${name}_sum{route="${route}"} ${t.sumS}`,
    `${name}_count{route="${route}"} ${t.count}`,
  ];
}
