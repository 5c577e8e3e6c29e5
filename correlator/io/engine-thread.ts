/** A computing thread: keeps the case, prepares it, answers. Started by engine-boot.mjs. */
import { parentPort } from 'node:worker_threads';
import { assert } from '../../core/assert.ts';
import type { CaseSettings } from '../../core/case.ts';
import { answerAll, answerComplaint, prepare } from '../answer.ts';
import { createCaseMemory } from './case-memory.ts';
import type { Ask, FromThread, ToThread } from './engine-protocol.ts';

const NO_SETTINGS: CaseSettings = { zone: 'UTC', profile: 'gb', fromMs: null, toMs: null };

const port = parentPort;
assert(port !== null, 'engine-thread runs as a worker thread');

let memory = createCaseMemory(NO_SETTINGS);
let prepared: ReturnType<typeof prepare> | null = null;

port.on('message', (message: ToThread) => {
  if (message.kind === 'put') memory.put(message.delta);
  else if (message.kind === 'reset') memory = createCaseMemory(NO_SETTINGS);
  else port.postMessage(reply(message.id, message.ask));
});

function reply(id: number, ask: Ask): FromThread {
  try {
    return { id, ok: true, value: answer(ask) };
  } catch (error) {
    const e = error instanceof Error ? error : new Error(String(error));
    return { id, ok: false, message: e.message, stack: e.stack ?? null };
  }
}

function answer(ask: Ask): unknown {
  const facts = memory.facts();
  if (ask.kind === 'compute') {
    prepared = prepare(facts);
    return answerAll(prepared);
  }
  if (ask.kind === 'answerAt') {
    return answerComplaint(prepare(facts, { asKnownAtMs: ask.asKnownAtMs }), ask.complaint, ask.triage);
  }
  prepared ??= prepare(facts);
  return answerComplaint(prepared, ask.complaint, ask.triage);
}
