/** What a command writes to stdout while it runs. */
import { vi } from 'vitest';

export interface Captured {
  readonly code: number;
  readonly text: string;
  /** The lines that are JSON objects. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export async function captureStdout(run: () => Promise<number>): Promise<Captured> {
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    const code = await run();
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    return { code, text, lines };
  } finally {
    spy.mockRestore();
  }
}
