/** Which meters share a communication path or a transformer area, and how many of them are silent too. */
import type { MeterId } from '../core/ids.ts';
import type { Meter } from '../core/network.ts';
import type { PeerCount, Peers } from './sanity/silence.ts';

export class MeterPeers {
  readonly #meters: ReadonlyMap<MeterId, Meter>;
  readonly #areaOf: (meter: MeterId) => string | null;
  readonly #onPath: ReadonlyMap<string, readonly MeterId[]>;
  readonly #inArea: ReadonlyMap<string, readonly MeterId[]>;

  constructor(meters: readonly Meter[], areaOf: (meter: MeterId) => string | null) {
    this.#meters = new Map(meters.map((m) => [m.meter, m]));
    this.#areaOf = areaOf;
    this.#onPath = groups(meters, (m) => m.comms);
    this.#inArea = groups(meters, (m) => areaOf(m.meter));
  }

  areaOf(meter: MeterId): string | null {
    return this.#areaOf(meter);
  }

  inArea(area: string): readonly MeterId[] {
    return this.#inArea.get(area) ?? [];
  }

  /** A meter whose path nobody wrote down tells nothing about paths. */
  of(meter: MeterId, silent: ReadonlySet<MeterId>): Peers {
    const path = this.#meters.get(meter)?.comms ?? null;
    const area = this.#areaOf(meter);
    const others = (list: readonly MeterId[] | undefined) => (list ?? []).filter((m) => m !== meter);
    const onPath = path === null ? [] : others(this.#onPath.get(path));
    const inArea = area === null ? [] : others(this.#inArea.get(area));
    const pathOf = (m: MeterId) => this.#meters.get(m)?.comms ?? null;
    const count = (list: readonly MeterId[]): PeerCount => ({
      count: list.length,
      silent: list.filter((m) => silent.has(m)).length,
    });
    return {
      sameAreaSamePath: count(onPath.filter((m) => area !== null && this.#areaOf(m) === area)),
      elsewhereSamePath: count(onPath.filter((m) => area === null || this.#areaOf(m) !== area)),
      sameAreaOtherPath: count(path === null ? [] : inArea.filter((m) => pathOf(m) !== null && pathOf(m) !== path)),
    };
  }
}

function groups(meters: readonly Meter[], keyOf: (m: Meter) => string | null): ReadonlyMap<string, readonly MeterId[]> {
  const out = new Map<string, MeterId[]>();
  for (const m of meters) {
    const key = keyOf(m);
    if (key === null) continue;
    const list = out.get(key);
    if (list === undefined) out.set(key, [m.meter]);
    else list.push(m.meter);
  }
  return out;
}
