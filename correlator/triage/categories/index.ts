/** Every category. Their order decides nothing (a test shuffles them). One more: a file and a line. */
import { billing } from './billing.ts';
import { damageClaim } from './damage-claim.ts';
import { hazard } from './hazard.ts';
import { information } from './information.ts';
import { other } from './other.ts';
import { outage } from './outage.ts';
import type { CategoryRule } from './rule.ts';
import { service } from './service.ts';
import { supplyQuality } from './supply-quality.ts';
import { works } from './works.ts';

export const CATEGORY_RULES = [
  supplyQuality,
  outage,
  damageClaim,
  hazard,
  works,
  service,
  billing,
  information,
  other,
] as const satisfies readonly CategoryRule[];
