/** Times told in words. Expected windows are worked out by hand: 1 July 2026, 20:30 in Shanghai is the call. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTime } from '../../core/time.ts';
import { spokenTime } from '../../correlator/match/spoken-time.ts';

const ZONE = 'Asia/Shanghai';
const CALL = Date.UTC(2026, 6, 1, 12, 30);
const local = (ms: number): string => formatTime(ms, ZONE).slice(5, 16);

describe('a told time is a window that holds the hour meant', () => {
  test.each([
    ['今天下午三点左右突然没电', '07-01T15:00'],
    ['昨天晚上八点多灯闪了一下', '06-30T20:20'],
    ['噚日夜晚九点几部机着唔返', '06-30T21:20'],
    ['今早七点半停电', '07-01T07:30'],
    ['昨晚一点钟停电', '07-01T01:00'],
    ['凌晨十二点左右猛地一暗', '07-01T00:00'],
    ['中午十二点多', '07-01T12:20'],
    ['lights went out yesterday around 8 pm', '06-30T20:00'],
    ['at 07:45 today the fridge stopped', '07-01T07:45'],
    ['十几分钟前停电', '07-01T20:15'],
    ['电压不稳,两个小时前开始', '07-01T18:30'],
    ['half an hour ago, 30 minutes ago', '07-01T20:00'],
    ['刚刚停电了', '07-01T20:20'],
  ])('%s', (text, meant) => {
    const w = spokenTime(text, CALL, ZONE);
    expect(w).not.toBeNull();
    expect(
      [local(w?.fromMs ?? 0) <= meant, local(w?.toMs ?? 0) >= meant],
      `${local(w?.fromMs ?? 0)} … ${local(w?.toMs ?? 0)}`,
    ).toEqual([true, true]);
    expect((w?.toMs ?? 0) - (w?.fromMs ?? 0)).toBeLessThanOrEqual(3 * 3_600_000);
  });
  test.each([
    ['昨晚打雷之后冰箱烧坏了', '06-30T17:00', '07-01T06:00'],
    ['昨天下午突然没电', '06-30T12:00', '06-30T19:00'],
    ['今早停电', '07-01T05:00', '07-01T12:30'],
    ['昨天停了一次电', '06-30T00:00', '07-01T00:00'],
    ['last night the power went', '06-30T17:00', '07-01T06:00'],
    ['今晚灯闪了一下', '07-01T17:00', '07-01T20:30'],
  ])('%s: a part of a named day, not past the call', (text, from, to) => {
    const w = spokenTime(text, CALL, ZONE);
    expect([local(w?.fromMs ?? 0), local(w?.toMs ?? 0)]).toEqual([from, to]);
  });
  test('an evening that has not come yet is no time', () => {
    expect(spokenTime('今晚有没有电', CALL - 6 * 3_600_000, ZONE)).toBeNull();
  });
  test.each([
    '每天晚上八点电压低',
    'every evening around 8 pm the lamps are dim',
    '电费太高',
    '最近晚上灯暗',
    '3楼没电',
    '请10分钟内回电',
  ])('no instant in: %s', (text) => {
    expect(spokenTime(text, CALL, ZONE)).toBeNull();
  });
  test('any text: no throw, and never past the call', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const w = spokenTime(text, CALL, ZONE);
        expect(w === null || (w.toMs <= CALL && w.fromMs <= w.toMs)).toBe(true);
      }),
      { seed: 11 },
    );
  });
});
