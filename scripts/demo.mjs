// `npm run demo`: installs what is missing, then everything in one process on embedded parts.
import { spawn } from 'node:child_process';
import { installPackages, requireNode, root } from './lib.mjs';

requireNode();
installPackages({ dev: false });
const demo = spawn(process.execPath, [`${root}bin/gridwitness`, 'demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches the whole group by itself; a plain kill of this script must end the demo as well.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
process.on('SIGINT', () => undefined);
demo.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)));
