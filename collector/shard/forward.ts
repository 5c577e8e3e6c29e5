/**
 * Reader of an intake's spool that hands everything on to the partitions' streams. The spool comes first: intake goes on
 * while no NATS server can be reached, and what is told to be taken is on a quorum of them before the spool passes it.
 *
 * One message of a partition is under way at a time, so that lines arrive in the order of the spool; that order is how
 * readers tell what came twice, however long ago.
 */
import { assert } from '../../core/assert.ts';
import type { Persist, Work } from '../consumer.ts';
import type { SpoolEntry } from '../item.ts';
import { encodeMessage, type Line, linesOf, messageId, messagesOf } from './batch.ts';
import type { Link } from './link.ts';
import { batchSubject } from './subjects.ts';

export interface ForwardOptions {
  readonly link: Link;
  /** Name of the spool: unlike that of any other, for as long as the spool lives. */
  readonly spool: string;
  readonly partitions: number;
}

export interface ForwardStats {
  readonly messages: number;
  readonly entries: number;
  /** Told by the servers to have been there already. */
  readonly duplicates: number;
}

/** Bytes of one message: thousands of readings, and a quarter of the servers' usual limit. */
const MESSAGE_BYTES = 256 * 1024;

export const FORWARD = 'forward';

export function forwarder({ link, spool, partitions }: ForwardOptions): Work & { stats(): ForwardStats } {
  let messages = 0;
  let entriesDone = 0;
  let duplicates = 0;

  async function publish(partition: number, lines: readonly Line[]): Promise<void> {
    const { js } = await link.client();
    const msgID = messageId(spool, lines);
    const { duplicate } = await js.publish(batchSubject(partition), encodeMessage(spool, lines), { msgID });
    messages++;
    if (duplicate) duplicates++;
  }

  async function send(partition: number, lines: readonly Line[], persist: Persist): Promise<void> {
    for (const message of messagesOf(lines, MESSAGE_BYTES)) {
      await persist(`publishing to partition ${partition}`, () => publish(partition, message));
    }
  }

  return {
    name: FORWARD,
    async take(entries: readonly SpoolEntry[], persist: Persist, offsets) {
      assert(offsets !== undefined, 'an entry is known by its offset');
      const byPartition = new Map<number, Line[]>();
      for (const [n, entry] of entries.entries()) {
        for (const [partition, lines] of linesOf(entry, offsets[n] as number, partitions)) {
          const own = byPartition.get(partition);
          if (own === undefined) byPartition.set(partition, [...lines]);
          else own.push(...lines);
        }
      }
      await Promise.all([...byPartition].map(([partition, lines]) => send(partition, lines, persist)));
      entriesDone += entries.length;
    },
    checkpoint: () => null,
    stats: () => ({ messages, entries: entriesDone, duplicates }),
  };
}
