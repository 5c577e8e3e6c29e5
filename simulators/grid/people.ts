/** Who lives and works there: names, telephone numbers, accounts, addresses. All made up. */
import type { Rng } from '../random.ts';
import { CRITICAL, ESTATES, FACTORIES, GIVEN, LANES, ROADS, SHOPS, SURNAMES, VILLAGES, WORKSHOPS } from './sites.ts';
import type { SimCustomer } from './types.ts';

export interface Person {
  readonly name: string;
  readonly phone: string;
  readonly account: string;
  readonly address: string;
  readonly spokenAddress: string;
}

/** Numbers of mainland mobiles never begin with 12: nobody can be rung by accident. */
const PHONE_PREFIX = '1200000';
/** An account prefix that belongs to no bureau. */
const ACCOUNT_PREFIX = '990320';

export function personOf(index: number, trade: SimCustomer['trade'], town: string, place: string, rng: Rng): Person {
  const serial = String(index + 1).padStart(4, '0');
  // Multiplying by a number prime to 10 000 spreads the tails without ever giving one twice.
  const phone = `${PHONE_PREFIX}${String(((index + 1) * 7919) % 10_000).padStart(4, '0')}`;
  const account = `${ACCOUNT_PREFIX}${String(((index + 1) * 104_729) % 1_000_000).padStart(6, '0')}`;
  const spot = ESTATES.includes(place as (typeof ESTATES)[number]) ? flat(rng) : house(rng);
  const road = rng.pick(ROADS);
  const address =
    trade === 'factory' ? `广州市${town}${road}${rng.int(2, 98)}号` : `广州市${town}${place}${spot.written}`;
  const spoken = trade === 'factory' ? `${townShort(town)}${road}那边的厂` : `${townShort(town)}${place}${spot.spoken}`;
  return {
    name: nameOf(index, trade, town, rng),
    phone,
    account: account + serial.slice(2),
    address,
    spokenAddress: spoken,
  };
}

function nameOf(index: number, trade: SimCustomer['trade'], town: string, rng: Rng): string {
  if (trade === 'factory') return FACTORIES[index % FACTORIES.length] ?? FACTORIES[0];
  if (trade === 'workshop') return rng.chance(0.3) ? `${townShort(town)}${rng.pick(CRITICAL)}` : rng.pick(WORKSHOPS);
  if (trade === 'shop') return rng.pick(SHOPS);
  return rng.weighted(SURNAMES) + rng.pick(GIVEN);
}

function flat(rng: Rng): { readonly written: string; readonly spoken: string } {
  const block = rng.int(1, 12);
  const floor = rng.int(2, 18);
  const door = rng.int(1, 4);
  const room = `${floor}${String(door).padStart(2, '0')}`;
  return {
    written: `${block}栋${room}房`,
    spoken: rng.pick([`${block}座${room}`, `${block}栋${room}`, `第${block}栋${floor}楼`]),
  };
}

function house(rng: Rng): { readonly written: string; readonly spoken: string } {
  const lane = rng.pick(LANES);
  const number = rng.int(1, 88);
  return { written: `${lane}${number}号`, spoken: rng.pick([`${lane}${number}号`, `${lane}${number}`, `${lane}那边`]) };
}

/** `花都区花东镇` → `花东`: how people say it. */
const townShort = (town: string): string => town.replace(/^.*区/, '').replace(/(镇|街道)$/, '');

export function placeName(overhead: boolean, index: number): string {
  const list = overhead ? VILLAGES : ESTATES;
  return list[index % list.length] ?? list[0];
}
