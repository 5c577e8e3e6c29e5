/**
 * The board every shard sees: small values under keys, each with a revision, kept by the servers in one stream. A value
 * is replaced only by whoever names its present revision, so that two can never both think they were first.
 */
import { JetStreamApiError } from '@nats-io/jetstream';
import type { Link } from './link.ts';
import { PREFIX, SHARDS_STREAM } from './subjects.ts';

export interface Entry {
  readonly bytes: Uint8Array;
  readonly revision: number;
}

/** Somebody else wrote in between. */
export class Conflict extends Error {}

export interface Board {
  get(key: string): Promise<Entry | null>;
  /** Write where the present revision is `revision` (0 = nothing there); resolves to the new one, rejects with `Conflict`. */
  replace(key: string, bytes: Uint8Array, revision: number): Promise<number>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Keys that begin with `prefix`, a whole word of the key. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Remove everything below `key`. */
  remove(key: string): Promise<void>;
}

const WRONG_REVISION = 10_071;
const ROOT = `${PREFIX}.shard.`;

export function openBoard(link: Link): Board {
  const subject = (key: string) => `${ROOT}${key}`;
  return {
    async get(key) {
      const { jsm } = await link.client();
      const found = await jsm.streams.getMessage(SHARDS_STREAM, { last_by_subj: subject(key) });
      return found === null ? null : { bytes: found.data, revision: found.seq };
    },
    async replace(key, bytes, revision) {
      const { js } = await link.client();
      try {
        return (await js.publish(subject(key), bytes, { expect: { lastSubjectSequence: revision } })).seq;
      } catch (cause) {
        if (cause instanceof JetStreamApiError && cause.code === WRONG_REVISION) throw new Conflict(key, { cause });
        throw cause;
      }
    },
    async put(key, bytes) {
      const { js } = await link.client();
      await js.publish(subject(key), bytes);
    },
    async keys(prefix) {
      const { jsm } = await link.client();
      const { state } = await jsm.streams.info(SHARDS_STREAM, { subjects_filter: subject(`${prefix}.>`) });
      return Object.keys(state.subjects ?? {}).map((s) => s.slice(ROOT.length));
    },
    async remove(key) {
      const { jsm } = await link.client();
      await jsm.streams.purge(SHARDS_STREAM, { filter: subject(`${key}.>`) });
    },
  };
}
