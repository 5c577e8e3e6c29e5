/** GB/T 15543-2008: negative-sequence unbalance at the point of common coupling, and what one user may add. */
import { LIMIT_BASE, type PhenomenonLimit } from './phenomenon.ts';

const CLAUSE = 'GB/T 15543-2008 4';
const base = { ...LIMIT_BASE, phenomenon: 'u2', clause: CLAUSE } as const;

/**
 * The 95 % value for long, the highest for a short time. Zero sequence at low voltage is measured and has no limit.
 * @source GB/T 15543-2008 4.1, 4.2; 2 % seen in secondary sources, the rest from memory: unconfirmed
 */
export const gbt15543: readonly PhenomenonLimit[] = [
  {
    ...base,
    id: 'gbt15543-95',
    high: 2,
    requiredPct: 95,
    text: { zh: '公共连接点负序电压不平衡度', en: 'negative-sequence unbalance at the point of common coupling' },
  },
  {
    ...base,
    id: 'gbt15543-max',
    high: 4,
    text: { zh: '公共连接点负序电压不平衡度，短时', en: 'negative-sequence unbalance, short time' },
  },
  {
    ...base,
    id: 'gbt15543-user-95',
    high: 1.3,
    requiredPct: 95,
    scope: 'user',
    text: { zh: '单个用户引起的负序电压不平衡度', en: 'negative-sequence unbalance one user may cause' },
  },
  {
    ...base,
    id: 'gbt15543-user-max',
    high: 2.6,
    scope: 'user',
    text: { zh: '单个用户引起的负序电压不平衡度，短时', en: 'unbalance one user may cause, short time' },
  },
];
