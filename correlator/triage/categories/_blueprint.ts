/** Copy this for one more category, add its id to core/complaint.ts and a line to index.ts. Compiles, is not registered. */
import { word } from '../match.ts';
import { type CategoryRule, NOTHING } from './rule.ts';

export const blueprint: CategoryRule = {
  id: 'other',
  route: 'desk',
  zh: [word('例词', 3)],
  en: [word('\\bexample word\\b', 3)],
  symptoms: {},
  adjust: () => NOTHING,
};
