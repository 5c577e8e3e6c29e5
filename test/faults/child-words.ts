/** What the fault run and the collector it started say to each other. */
export interface ChildPlan {
  readonly seed: number;
  readonly meters: number;
  readonly startMs: number;
  readonly dataDir: string;
  readonly influxUrl: string;
  readonly database: string;
  readonly recordsUrl: string;
  readonly collector: unknown;
  readonly clockOffsetMs: number;
}

export interface FileTrouble {
  /** Added to every flush, ms. */
  readonly delayMs: number;
  /** So many flushes fail with EIO. */
  readonly failures: number;
}

export interface Order {
  readonly clockOffsetMs?: number;
  readonly trouble?: FileTrouble;
  readonly report?: boolean;
  readonly stop?: boolean;
}

export interface ChildReport {
  readonly endOffset: number;
  readonly positions: Readonly<Record<string, number>>;
  readonly defects: readonly string[];
  readonly isLinkUp: boolean;
  readonly held: number;
  readonly refusedByStore: number;
  readonly brokenBytes: number;
}

export function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null;
}
