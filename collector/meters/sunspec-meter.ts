/**
 * Any meter that speaks SunSpec with integers and scale factors: models 201 (single phase), 202 (split phase), 203 (wye),
 * 204 (delta), which lay out the same points alike. A point the meter does not have is 0x8000. The model is found by walking
 * the list of models from its mark "SunS"; addresses below are those of a model at 40070, behind a common model of 66.
 * @source SunSpec Alliance, models 201 to 204; SunSpec Device Information Model Specification 1.1, 6.2 (base registers)
 */
import type { MeterProfile, RegisterSpec } from './profile.ts';
import { rowsOf } from './spec.ts';

const holding = rowsOf(3);
/** Where the id of the model stands in the most common layout. */
const MODEL_AT = 40_070;
const point = (offset: number, factorOffset: number): RegisterSpec =>
  holding('int16', MODEL_AT + offset, { scaleFactorAt: MODEL_AT + factorOffset, optional: true });

export const sunspecMeter = {
  id: 'sunspec-meter',
  maker: 'SunSpec',
  model: 'meter models 201 to 204',
  source: 'SunSpec Alliance, information models 201, 202, 203 and 204 (integer meters with scale factors)',
  probe: { register: 'f.total', min: 45, max: 65 },
  registersMax: 125,
  gapMax: 8,
  locate: { kind: 'sunspec', bases: [40_000, 50_000, 0], models: [201, 202, 203, 204], modelAt: MODEL_AT },
  registers: {
    'i.A': point(3, 6),
    'i.B': point(4, 6),
    'i.C': point(5, 6),
    'u.A': point(8, 15),
    'u.B': point(9, 15),
    'u.C': point(10, 15),
    'u.AB': point(12, 15),
    'u.BC': point(13, 15),
    'u.CA': point(14, 15),
    'f.total': point(16, 17),
    'p.A': point(19, 22),
    'p.B': point(20, 22),
    'p.C': point(21, 22),
    'q.A': point(29, 32),
    'q.B': point(30, 32),
    'q.C': point(31, 32),
  },
} as const satisfies MeterProfile;
