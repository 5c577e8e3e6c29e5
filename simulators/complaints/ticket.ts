/** From a caller to a line of the register: words, told time, channel, and how well the caller is identified. */
import type { SimCustomer } from '../grid/types.ts';
import { dayStart, HOUR_MS, hourOf } from '../local-time.ts';
import type { Rng } from '../random.ts';
import type { FamilyName } from './texts/families.ts';
import type { DraftComplaint } from './types.ts';
import { applianceOf, type Saying, say, toldWindow } from './words.ts';

export interface TicketInput {
  readonly customer: SimCustomer;
  readonly index: number;
  readonly family: FamilyName;
  readonly whenMs: number;
  readonly receivedMs: number;
  readonly habit: boolean;
  readonly requestType: string;
  readonly truth: DraftComplaint['truth'];
}

/** Callers who have no account number at hand, and those who give a wrong one. */
const NO_ACCOUNT = 0.1;
const WRONG_ACCOUNT = 0.02;

export function ticketOf(input: TicketInput, rng: Rng): DraftComplaint {
  const { customer } = input;
  const receivedMs = Math.round(input.receivedMs / 1000) * 1000;
  const saying: Saying = {
    family: input.family,
    whenMs: input.whenMs,
    receivedMs,
    habit: input.habit,
    place: placeOf(customer),
    appliance: applianceOf(customer.trade, rng),
  };
  const text = say(saying, rng);
  const window = toldWindow(saying, rng);
  const unknown = rng.chance(NO_ACCOUNT);
  const wrong = !unknown && rng.chance(WRONG_ACCOUNT);
  const address = unknown
    ? rng.chance(0.7)
      ? customer.record.address
      : customer.spokenAddress
    : rng.chance(0.4)
      ? customer.record.address
      : null;
  return {
    receivedMs,
    account: unknown ? null : wrong ? mistyped(customer.record.account, rng) : customer.record.account,
    // Whoever gives a wrong number is found by the address.
    address: wrong ? customer.record.address : address,
    text,
    occurredFromMs: window.fromMs,
    occurredToMs: window.toMs,
    channel: rng.weighted([
      ['95598', 6],
      ['微信', 3],
      ['掌上营业厅', 2],
      ['12345', 0.6],
      ['营业厅', 0.5],
    ] as const),
    requestType: input.requestType,
    truth: input.truth,
    repeatOf: null,
  };
}

/** Two digits swapped or one missing: belongs to nobody. */
function mistyped(account: string, rng: Rng): string {
  const at = rng.int(6, account.length - 2);
  return rng.chance(0.5)
    ? account.slice(0, at) + account.slice(at + 1)
    : `${account.slice(0, at)}${(Number(account[at]) + 5) % 10}${account.slice(at + 1)}`;
}

const placeOf = (c: SimCustomer): string =>
  c.record.address.replace(/^广州市.*?(镇|街道)/, '').replace(/(\d+栋|[一二三四]巷|\d+号).*$/, '') || c.spokenAddress;

/** People sleep: most calls of the small hours are made after breakfast. */
export function atHomeOrLater(ms: number, rng: Rng): number {
  const h = hourOf(ms);
  if (h >= 6.5 && h < 23) return ms;
  if (rng.chance(0.35)) return ms;
  const morning = dayStart(ms) + (h >= 23 ? 24 : 0) * HOUR_MS;
  return morning + rng.range(7, 10.5) * HOUR_MS;
}
