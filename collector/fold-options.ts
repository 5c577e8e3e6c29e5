/** How the live detectors of a collector judge, from its configuration. */
import type { Meter } from '../core/network.ts';
import type { CollectorConfig } from './config.ts';
import type { FoldOptions } from './live-fold.ts';

/** Declared voltage of a meter whose register does not say: low-voltage supply, V. @source GB/T 156-2017, 220/380 V */
const NOMINAL_V = 220;

export function foldOptions(config: Pick<CollectorConfig, 'zone' | 'profile'>): FoldOptions {
  return {
    zone: config.zone,
    profile: config.profile,
    nominalV: (m: Meter) => m.udinV ?? NOMINAL_V,
    seesFrozen: true,
  };
}
