import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../core/case.ts';
import { CATEGORY_TEXT, SYMPTOM_TEXT } from '../../core/complaint.ts';
import { DISTURBANCE_TEXT } from '../../core/event.ts';
import { METER_EVENT_KINDS, OPERATIONS, SILENCE_TYPES, WORKS_KINDS } from '../../core/facts.ts';
import { CUSTOMER_KINDS, DEVICES, NEUTRAL_EARTHINGS, NODE_KINDS, SECTION_KINDS } from '../../core/network.ts';
import { QUANTITIES } from '../../core/quantity.ts';
import { METHODS, QUALITY, STATISTICS } from '../../core/series.ts';
import { CLOCK_CLASSES } from '../../core/time.ts';
import { ACTION_TEXT, CAUSE_TEXT, CONCLUSION_TEXT, INCIDENT_KINDS, PLACE_TEXT } from '../../core/verdict.ts';

const page = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8');

describe('glossary', () => {
  it('has every word of the vocabulary', () => {
    const words = [
      NODE_KINDS,
      SECTION_KINDS,
      DEVICES,
      NEUTRAL_EARTHINGS,
      CUSTOMER_KINDS,
      WORKS_KINDS,
      OPERATIONS,
      METER_EVENT_KINDS,
      SILENCE_TYPES,
      CLOCK_CLASSES,
      METHODS,
      STATISTICS,
      INCIDENT_KINDS,
      PROFILES,
      Object.keys(QUALITY),
      QUANTITIES.map((q) => q.id),
    ].flat();
    expect(words.filter((w) => !page.includes(`| \`${w}\` |`))).toEqual([]);
  });

  it('says the same in both languages as the console', () => {
    const texts = [
      DISTURBANCE_TEXT,
      CAUSE_TEXT,
      PLACE_TEXT,
      CONCLUSION_TEXT,
      CATEGORY_TEXT,
      SYMPTOM_TEXT,
      ACTION_TEXT,
    ].flatMap((t) => Object.entries(t));
    expect(texts.length).toBeGreaterThan(80);
    expect(texts.filter(([w, t]) => !page.includes(`| \`${w}\` | ${t.zh} | ${t.en} |`)).map(([w]) => w)).toEqual([]);
  });
});
