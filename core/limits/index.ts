/** Registry of limit profiles and of event classifications. */
import type { ProfileId } from '../case.ts';
import type { Classifier } from './classifier.ts';
import { en50160 } from './en50160.ts';
import { en50160Classes } from './en50160-classes.ts';
import { gb } from './gb.ts';
import { gbt30137 } from './gbt-30137.ts';
import { ieee } from './ieee.ts';
import { ieee1159 } from './ieee-1159.ts';
import { itic } from './itic.ts';
import type { LimitProfile } from './limit.ts';
import { semiF47 } from './semi-f47.ts';

export const LIMIT_PROFILES = { gb, en50160, ieee } as const satisfies Readonly<Record<ProfileId, LimitProfile>>;

export const CLASSIFIERS = [gbt30137, en50160Classes, ieee1159, itic, semiF47] as const satisfies readonly Classifier[];
export type ClassifierId = (typeof CLASSIFIERS)[number]['id'];
