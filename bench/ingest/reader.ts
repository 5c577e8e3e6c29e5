/** What a reader process tells the run, line by line. */

export interface Usage {
  /** CPU of the whole process since the reader was ready. */
  readonly cpuS: number;
  readonly rssMb: number;
}

export function report(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function watchCpu(): () => Usage {
  const began = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(began);
    return { cpuS: (user + system) / 1e6, rssMb: process.memoryUsage().rss / 1024 ** 2 };
  };
}
