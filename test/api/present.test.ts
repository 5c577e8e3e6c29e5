/** Small rules of presentation: what counts as running, what state works are in, what of a number may be shown. */
import { expect, test } from 'vitest';
import { id, type MeterId } from '../../core/ids.ts';
import type { Incident, IncidentKind } from '../../core/verdict.ts';
import { maskedPhone, nextStatuses } from '../../correlator/api/present-complaint.ts';
import { isRunning, worksState } from '../../correlator/api/present-incident.ts';
import { MIN_MS, T0_MS, works } from './small-case.ts';

const incident = (kind: IncidentKind, agoMin: number, endMs: number | null = null) =>
  ({ kind, startMs: T0_MS - agoMin * MIN_MS, endMs, meters: ['M1', 'M2'], works: [] }) as unknown as Incident;

test('a dip whose end nobody saw is over after minutes; an outage runs until its end', () => {
  expect(isRunning(incident('dip', 3), T0_MS)).toBe(true);
  expect(isRunning(incident('dip', 11), T0_MS)).toBe(false);
  expect(isRunning(incident('outage', 300), T0_MS)).toBe(true);
  expect(isRunning(incident('outage', 300, T0_MS - 1), T0_MS)).toBe(false);
  expect(isRunning(incident('outage', 300, T0_MS + 1), T0_MS)).toBe(true);
  expect(isRunning(incident('outage', -5), T0_MS)).toBe(false);
  expect(isRunning(incident('outage', 8 * 24 * 60), T0_MS)).toBe(false);
});

test('an outage that meters saw runs while one of them is dark; one known from calls alone ends by itself', () => {
  const seen = incident('outage', 300);
  expect(isRunning(seen, T0_MS, new Set([id<MeterId>('M2')]))).toBe(true);
  expect(isRunning(seen, T0_MS, new Set([id<MeterId>('M3')]))).toBe(false);
  const called = (agoMin: number) => ({ ...incident('outage', agoMin), meters: [] });
  expect(isRunning(called(11 * 60), T0_MS, new Set())).toBe(true);
  expect(isRunning(called(13 * 60), T0_MS, new Set())).toBe(false);
});

test('works: planned, running, overrunning more than half an hour past the plan, over', () => {
  const end = works.plannedEndMs ?? 0;
  expect(worksState(works, T0_MS - 19 * MIN_MS)).toBe('planned');
  expect(worksState(works, T0_MS)).toBe('running');
  expect(worksState(works, end + 29 * MIN_MS)).toBe('running');
  expect(worksState(works, end + 31 * MIN_MS)).toBe('overrunning');
  expect(worksState({ ...works, actualStartMs: null }, end + 1)).toBe('over');
  expect(worksState({ ...works, actualEndMs: T0_MS }, T0_MS)).toBe('over');
  expect(worksState({ ...works, actualStartMs: null, plannedStartMs: null }, T0_MS)).toBe('unknown');
});

test('of a telephone number the middle is never shown', () => {
  expect(maskedPhone('13812345678')).toBe('138****5678');
  expect(maskedPhone('+86 138 1234 5678')).toBe('861****5678');
  expect(maskedPhone('38881234')).toBe('****1234');
  expect(maskedPhone('12345')).toBe('***');
  expect(maskedPhone('')).toBe('');
});

test('one step follows another, none after the archive', () => {
  expect(nextStatuses('received')).toEqual(['dispatched']);
  expect(nextStatuses('called_back')).toEqual(['archived']);
  expect(nextStatuses('archived')).toEqual([]);
});
