/** Decode contexts for tests: one meter `M1` behind every device name unless told otherwise. */
import type { DecodeContext } from '../../collector/payloads/dialect.ts';
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
    ...rest,
  };
}

export const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
