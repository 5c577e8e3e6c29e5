/** The short form of the fault run, fixed seed: `npm run faults -- --minutes 60 --seed 1` is the long one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { faultsOf, runFaults } from './run.ts';

const logDir = mkdtempSync(join(tmpdir(), 'gridwitness-fault-run-'));
afterAll(() => rmSync(logDir, { recursive: true, force: true }));

/** Faults that end by themselves within seconds; half-open wires to the stores take half a minute each: the long form. */
const SHORT = ['kill', 'cut', 'disk', 'fsync', 'duplicated', 'reordered', 'late', 'malformed', 'clock', 'meters to'];

it('thirty faults: accepted = stored, each once, the events of an undisturbed run', async () => {
  const tally = await runFaults({
    seed: 20,
    meters: 6,
    minutes: 5,
    rounds: 1,
    faultsPerRound: 30,
    faultEveryMs: 400,
    messageEveryMs: 250,
    logDir,
    say: () => undefined,
    only: SHORT,
  });
  expect(tally.defects).toEqual([]);
  expect(faultsOf(tally)).toBe(30);
  expect(tally.readings).toMatchObject({ lost: 0, doubled: 0, doubted: 0, stored: tally.readings.sent });
  expect(tally.readings.sent).toBeGreaterThan(3_000);
  expect(tally.events).toMatchObject({ missing: [], extra: [] });
}, 300_000);
