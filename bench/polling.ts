/**
 * Claim: how many polled meters a second one core of the collector carries, and how near that is to modbus-serial alone.
 * Baseline "modbus-serial alone": the same requests, values read, nothing checked and nothing stored. Simulated meters run in
 * a process of their own; each is an SDM630, two block requests a poll. CPU seconds are those of the polling process.
 *
 * npx tsx bench/polling.ts [meters=1000] [rounds=1] [seconds=6] [intervalS=1] [unitsPerPort=1]
 */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spreadOf } from './interleave.ts';

const [meters = 1000, rounds = 1, seconds = 6, intervalS = 1, unitsPerPort = 1] = process.argv.slice(2).map(Number);
const SIDES = ['modbus-serial alone', 'source and decoding', 'collector, durable'] as const;

interface Turn {
  readonly polls: number;
  readonly cpuS: number;
  readonly wallS: number;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const simulator = spawn('npx', ['tsx', here('./polling-meters.ts'), String(Math.ceil(meters / unitsPerPort))], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const ports = await new Promise<string>((resolve) => {
  let text = '';
  simulator.stdout.on('data', (data: Buffer) => {
    text += data.toString();
    if (text.includes('\n')) resolve(text.trim());
  });
});

const turns = new Map<string, Turn[]>(SIDES.map((side) => [side, []]));
try {
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < SIDES.length; k++) {
      const side = SIDES[(round + k) % SIDES.length] ?? SIDES[0];
      const args = [here('./polling-turn.ts'), side, ports, unitsPerPort, intervalS, seconds].map(String);
      const { stdout } = spawnSync('npx', ['tsx', ...args], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
      turns.get(side)?.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Turn);
    }
  }
} finally {
  if (simulator.pid !== undefined) process.kill(-simulator.pid);
}

process.stdout.write(
  `${meters} meters, ${unitsPerPort} behind a port, wanted ${meters / intervalS} polls/s, ${rounds} rounds\n`,
);
const perThousand = (side: string) => (turns.get(side) ?? []).map((t) => (t.cpuS / t.polls) * 1000);
for (const side of SIDES) {
  const rate = spreadOf((turns.get(side) ?? []).map((t) => t.polls / t.wallS));
  const cpu = spreadOf(perThousand(side));
  process.stdout.write(
    `${side.padEnd(20)} ${rate.median.toFixed(0)} polls/s, CPU s per 1000 polls ${cpu.median.toFixed(3)} (${cpu.min.toFixed(3)}-${cpu.max.toFixed(3)}), ${(1000 / cpu.median).toFixed(0)} polled meters a second per core\n`,
  );
}
const [base, , whole] = SIDES.map(perThousand);
const ratio = spreadOf((whole ?? []).map((value, n) => value / (base?.[n] ?? Number.NaN)));
process.stdout.write(
  `the durable collector takes ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)}) times the CPU of modbus-serial alone\n`,
);
