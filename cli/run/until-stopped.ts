/** Waits for Ctrl-C or a polite kill, then stops cleanly; a second Ctrl-C ends at once. */
export async function untilStopped(stop: () => Promise<void>, log: (line: string) => void): Promise<void> {
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  log('stopping …');
  process.once('SIGINT', () => process.exit(130));
  await stop();
  log('stopped');
}
