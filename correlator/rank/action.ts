/** The work that mends it, by the cause that carries the burden and the kind of section. */
import type { Action, Cause } from '../../core/verdict.ts';
import { REMEDY } from '../params/rank.ts';
import type { Unit } from './units.ts';

/** Where nothing happened yet the usual care of that kind of section is named. */
export function actionOf(unit: Unit, cause: Cause | null, subcause: string | null): Action {
  if (cause === 'low_voltage') {
    if (subcause === 'phase_imbalance') return 'rebalance_phases';
    if (subcause === 'tap_wrong') return 'change_tap';
    if (subcause === 'transformer_overload' || unit.level === 'transformer') return 'upgrade_transformer';
    return 'replace_conductor';
  }
  if (unit.level === 'service' && cause !== 'neutral_fault') return 'replace_service';
  const remedy = cause === null ? undefined : REMEDY[cause];
  const cable = unit.head.kind === 'cable';
  if (remedy !== undefined)
    return unit.level === 'transformer' && cause === 'lightning'
      ? 'fit_arresters'
      : cable
        ? remedy.cable
        : remedy.overhead;
  return cable ? 'replace_cable_joint' : unit.level === 'transformer' ? 'upgrade_transformer' : 'trim_trees';
}

export function efficacyOf(cause: Cause): number {
  return REMEDY[cause]?.efficacy ?? 0;
}
