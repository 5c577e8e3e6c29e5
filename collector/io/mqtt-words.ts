/**
 * What a broker's numbers mean, in words an operator can act on.
 * @source OASIS MQTT 3.1.1, 3.2.2.3; OASIS MQTT 5.0, 2.4, 3.2.2.2, 3.9.3, 3.14.2.1
 */

const V4_CONNACK: Readonly<Record<number, string>> = {
  1: 'it does not speak this protocol version (set protocol)',
  2: 'it does not accept the client id (set clientId)',
  3: 'it is not available',
  4: 'the user name or password is malformed',
  5: 'not authorised: user, password or certificate (set username, password, tls)',
};

const V5_REASON: Readonly<Record<number, string>> = {
  128: 'an error it does not name',
  129: 'a malformed packet',
  130: 'a protocol error',
  131: 'a reason of its own',
  132: 'it does not speak MQTT 5 (set protocol: 3.1.1)',
  133: 'it does not accept the client id (set clientId)',
  134: 'bad user name or password (set username, password)',
  135: 'not authorised',
  136: 'it is not available',
  137: 'it is busy',
  138: 'this client is banned',
  139: 'it is shutting down',
  140: 'bad authentication method',
  141: 'it heard nothing from us in time',
  142: 'another client has taken the session',
  143: 'it does not accept the topic filter',
  144: 'it does not accept the topic',
  147: 'more messages under way than it allows',
  149: 'a packet is too large',
  151: 'a quota is used up',
  152: 'an administrator closed it',
  156: 'another server is to be used',
  157: 'the server has moved',
  158: 'it knows no shared subscriptions (leave share out)',
  159: 'too many connections in a short time',
  162: 'it allows no wildcards in topic filters',
};

/** MQTT 5, 2.4: reason "Session taken over". */
export const SESSION_TAKEN_OVER = 142;
/** Return and reason codes from here on are refusals. */
export const REFUSED_FROM = 0x80;

export function connackText(code: number, isV5: boolean): string {
  return textOf(code, isV5 ? V5_REASON : V4_CONNACK);
}

export function reasonText(code: number): string {
  return textOf(code, V5_REASON);
}

/** 3.1.1 knows one code for a refused filter, and no reason. */
export function subackText(code: number, isV5: boolean): string {
  return isV5 ? reasonText(code) : 'refused without a reason (often the access list)';
}

function textOf(code: number, words: Readonly<Record<number, string>>): string {
  const text = words[code];
  return text === undefined ? `code ${code}` : `${text} (code ${code})`;
}

/** Some socket errors carry their code but an empty message. */
export function errorText(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message !== '' ? cause.message : String(code ?? cause.name);
}
