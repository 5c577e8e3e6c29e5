/** The log: one line per event on stderr, time first. No personal data, no account numbers. */
export type LogLevel = 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, data?: Readonly<Record<string, unknown>>) => void;

export const stderrLog: Log = (level, message, data) => {
  const more = data === undefined ? '' : ` ${JSON.stringify(data)}`;
  process.stderr.write(`${new Date().toISOString()} ${level} ${message}${more}\n`);
};

/** What a failure says of itself, with its causes where they say more: `cannot listen on …: address in use`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message;
  const cause = reasonOf(error.cause);
  return error.message.includes(cause) ? error.message : `${error.message}: ${cause}`;
}
