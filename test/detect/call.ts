/** The program as a person calls it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/gridwitness', import.meta.url));

/** `lines` = the JSON lines on stdout, where asked for. */
export function call(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(BIN, args, { encoding: 'utf8' });
  const lines = args.includes('--json')
    ? stdout
        .split('\n')
        .filter((l) => l !== '')
        .map((l) => JSON.parse(l))
    : [];
  return { status, stdout, stderr, lines };
}
