/** Declared voltage of what a meter measures. */
import type { Meter } from '../../core/network.ts';
import type { CaseIndex } from './case-index.ts';

/** Declared voltage of a meter's channels, V: stated; else 220/380 in an area, the line's own voltage (10 kV) above it. */
export function nominalV(index: CaseIndex, meter: Meter): number {
  if (meter.udinV !== null) return meter.udinV;
  const at = index.hang(meter.node);
  const lineV = at.area !== null ? 380 : 1000 * (index.grid.parentSection(meter.node)?.voltageKv ?? 10);
  return meter.connection === 'LL' ? lineV : at.area !== null ? 220 : lineV / Math.sqrt(3);
}
