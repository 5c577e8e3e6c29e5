/**
 * The door of the spool: what sources deliver in one turn of the event loop becomes one entry, so that encoding,
 * checksum and the way back cost once for many messages.
 */
import type { Spool } from './io/spool.ts';
import { RECORD_HEADER_BYTES } from './io/spool-record.ts';
import { encodeEntry, type Item, type SpoolEntry } from './item.ts';
import type { RecentEntries } from './recent.ts';

interface Group {
  readonly source: string;
  readonly receivedMs: number;
  readonly items: Item[];
  readonly stored: Promise<void>;
  readonly settle: { readonly done: () => void; readonly failed: (cause: unknown) => void };
}

/** Items of one entry. */
export const ENTRY_ITEMS = 500;

export class Intake {
  readonly #spool: Spool;
  readonly #recent: RecentEntries;
  #group: Group | null = null;
  /** Where the next record will begin, if nobody else appends. */
  #end: number;

  constructor(spool: Spool, recent: RecentEntries) {
    this.#spool = spool;
    this.#recent = recent;
    this.#end = spool.end();
  }

  /** Resolves when all items are durable; rejects when none of them is and the source must not acknowledge. */
  store(source: string, receivedMs: number, items: readonly Item[]): Promise<void> {
    let group = this.#group;
    if (group === null || group.source !== source || group.items.length + items.length > ENTRY_ITEMS) {
      this.#flush();
      group = newGroup(source, receivedMs);
      this.#group = group;
      setImmediate(() => {
        if (this.#group === group) this.#flush();
      });
    }
    for (const item of items) group.items.push(item);
    return group.stored;
  }

  #flush(): void {
    const group = this.#group;
    this.#group = null;
    if (group === null) return;
    const { source, receivedMs, items, settle } = group;
    this.#append({ source, receivedMs, items }, false).then(settle.done, settle.failed);
  }

  /** An entry of our own: it follows from what is in the spool already, so the limit for what comes in is not its. */
  derived(entry: SpoolEntry): Promise<void> {
    this.#flush();
    return this.#append(entry, true);
  }

  async #append(entry: SpoolEntry, isOurs: boolean): Promise<void> {
    const bytes = encodeEntry(entry);
    const next = await this.#spool.append(bytes, { isOurs });
    // A record somebody else wrote in between is only in the file: then ours is read from there too.
    const offset = next - RECORD_HEADER_BYTES - bytes.length;
    if (offset === this.#end) this.#recent.add(offset, next, entry, bytes.length);
    this.#end = next;
  }
}

function newGroup(source: string, receivedMs: number): Group {
  let done: () => void = () => undefined;
  let failed: (cause: unknown) => void = () => undefined;
  const stored = new Promise<void>((resolve, reject) => {
    done = resolve;
    failed = reject;
  });
  return { source, receivedMs, items: [], stored, settle: { done, failed } };
}
