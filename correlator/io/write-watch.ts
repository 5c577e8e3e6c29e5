/**
 * Tells changes of this process from those of others by the store's change cursor: what it shows beyond our own last
 * write was somebody else. A foreign write that falls inside one of ours is found with the next one.
 */
export interface WriteWatch {
  /** Do a change of our own. */
  own<T>(work: () => Promise<T>): Promise<T>;
  /** True once after somebody else changed the store. */
  foreign(): Promise<boolean>;
}

export function createWriteWatch(cursor: () => Promise<number>): WriteWatch {
  let seen: number | null = null;
  let writing = 0;
  let checking: Promise<void> = Promise.resolve();
  let foreign = false;

  async function check(): Promise<void> {
    const at = await cursor();
    if (seen !== null && at !== seen) foreign = true;
    seen = at;
  }

  return {
    async own(work) {
      if (writing++ === 0) checking = check();
      try {
        await checking;
        return await work();
      } finally {
        if (--writing === 0) {
          const at = await cursor();
          if (writing === 0) seen = at;
        }
      }
    },
    async foreign() {
      if (writing === 0) await check();
      const was = foreign;
      foreign = false;
      return was;
    },
  };
}
