/** Decode contexts for tests: one meter `M1` behind every device name unless told otherwise. */
import { type DecodeContext, type Dialect, PLAIN_DEVICE } from '../../collector/payloads/dialect.ts';
import { id, type MeterId } from '../../core/ids.ts';

export const RECEIVED_MS = Date.UTC(2026, 6, 1, 12, 10, 2);

export function contextOf(over: Partial<DecodeContext> & { phases?: string } = {}): DecodeContext {
  const { phases = 'ABC', ...rest } = over;
  return {
    receivedMs: RECEIVED_MS,
    zone: 'Asia/Shanghai',
    epochZone: 'UTC',
    retained: false,
    meterOf: (device) => (device === 'nobody' ? null : id<MeterId>('M1')),
    phasesOf: () => phases,
    intervalSOf: () => 60,
    nominalLnVOf: () => null,
    settingsOf: () => PLAIN_DEVICE,
    recall: () => undefined,
    metrics: null,
    ...rest,
  };
}

/** A context that remembers, as the collector's does. `tell` takes what a message asked to remember. */
export function remembering(over: Parameters<typeof contextOf>[0] = {}) {
  const memory = new Map<string, unknown>();
  const context = (more: Parameters<typeof contextOf>[0] = {}): DecodeContext =>
    contextOf({ ...over, ...more, recall: (key) => memory.get(key) });
  const decode = (dialect: Dialect, topic: string, bytes: Uint8Array, more: Parameters<typeof contextOf>[0] = {}) => {
    const decoded = dialect.decode(topic, bytes, context(more));
    for (const [key, value] of decoded.remember ?? []) memory.set(key, JSON.parse(JSON.stringify(value)));
    return decoded;
  };
  return { decode, memory };
}

export const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
