/** Walking to a SunSpec model, wherever a maker put it, and reading values with their scale factors. */
import { describe, expect, it } from 'vitest';
import { decodePoll } from '../../collector/meters/decode.ts';
import { planBlocks } from '../../collector/meters/plan.ts';
import { profileAt, startWalk, stepWalk } from '../../collector/meters/sunspec.ts';
import { sunspecMeter } from '../../collector/meters/sunspec-meter.ts';
import { id, type MeterId } from '../../core/ids.ts';

type Memory = ReadonlyMap<number, number>;
const MARK = [0x5375, 0x6e53];

/** A device whose chain of models (id, length) begins at `base`; returns where each model stands. */
function chain(base: number, models: readonly (readonly [number, number])[]) {
  const memory = new Map<number, number>();
  const at: number[] = [];
  const put = (address: number, words: readonly number[]) => {
    for (const [n, word] of words.entries()) memory.set(address + n, word);
  };
  put(base, MARK);
  let next = base + 2;
  for (const [model, length] of models) {
    at.push(next);
    for (let n = 0; n < length + 2; n++) memory.set(next + n, 0x8000);
    put(next, [model, length]);
    next += length + 2;
  }
  put(next, [0xffff, 0]);
  return { memory, at, put };
}

/** `null` for what the device refuses: anything outside its registers. */
function wordsIn(memory: Memory, address: number, length: number): number[] | null {
  const words = Array.from({ length }, (_, n) => memory.get(address + n));
  return words.includes(undefined) ? null : (words as number[]);
}

function walk(memory: Memory) {
  let step = startWalk(sunspecMeter.locate);
  let questions = 0;
  while (step.kind === 'ask' && questions < 1000) {
    questions++;
    step = stepWalk(step.walk, wordsIn(memory, step.block.address, step.block.length));
  }
  return { step, questions };
}

const context = { meter: id<MeterId>('M1'), atMs: 1_782_900_000_000, method: '10s', nominalLnV: 230 } as const;

describe('finding the model', () => {
  it.each([
    [
      'at 40000, behind a common model of 66',
      40_000,
      [
        [1, 66],
        [203, 105],
      ],
      1,
    ],
    [
      'at 40000, behind a common model of 65',
      40_000,
      [
        [1, 65],
        [203, 105],
      ],
      1,
    ],
    [
      'at 50000',
      50_000,
      [
        [1, 66],
        [201, 105],
      ],
      1,
    ],
    [
      'at 0, behind an inverter and a nameplate',
      0,
      [
        [1, 66],
        [103, 50],
        [120, 26],
        [204, 105],
      ],
      3,
    ],
    [
      'split phase',
      40_000,
      [
        [1, 66],
        [202, 105],
      ],
      1,
    ],
  ] as const)('%s', (_, base, models, nth) => {
    const { memory, at } = chain(base, models);
    expect(walk(memory).step).toEqual({ kind: 'found', model: models[nth]?.[0], at: at[nth] });
  });

  it('a device without a meter model, without a mark, or with an endless chain: nowhere, in a bounded time', () => {
    expect(
      walk(
        chain(40_000, [
          [1, 66],
          [103, 50],
        ]).memory,
      ).step.kind,
    ).toBe('nowhere');
    expect(walk(new Map()).step.kind).toBe('nowhere');
    const endless = new Map(
      Array.from({ length: 20_000 }, (_, n) => [40_000 + n, n < 2 ? (MARK[n] ?? 0) : 0] as const),
    );
    const { step, questions } = walk(endless);
    expect(step.kind).toBe('nowhere');
    expect(questions).toBeLessThan(100);
  });
});

describe('reading what was found', () => {
  const { memory, at, put } = chain(50_000, [
    [1, 66],
    [203, 105],
  ]);
  const model = at[1] ?? 0;
  put(model + 8, [2338, 2346, 0x8000]);
  put(model + 15, [0xffff]);
  put(model + 16, [5001, 0xfffe]);
  const profile = profileAt(sunspecMeter, model);

  it('the profile moves as a whole, scale factors too, and is an ordinary one', () => {
    expect(profile.locate).toBeUndefined();
    expect(profile.registers['u.A']).toMatchObject({ address: model + 8, scaleFactorAt: model + 15 });
    expect(planBlocks(profile)).toHaveLength(1);
  });

  it('points the meter does not have are absent without complaint', () => {
    const answered = planBlocks(profile).map((block) => ({
      block,
      words: wordsIn(memory, block.address, block.length) ?? [],
    }));
    const { reading, problems } = decodePoll(profile, answered, context);
    expect(reading.values).toEqual({ A: { u: 233.8 }, B: { u: 234.6 }, total: { f: 50.01 } });
    expect(problems).toEqual([]);
    expect(reading.quality).toBe(0);
  });

  it('B10: however the blocks are divided, a value and its factor are asked for in one request', () => {
    for (const block of planBlocks({ ...profile, registersMax: 10, gapMax: 0 })) {
      for (const key of block.keys) {
        const spec = profile.registers[key];
        const end = block.address + block.length;
        expect(spec?.address).toBeGreaterThanOrEqual(block.address);
        expect(spec?.scaleFactorAt).toBeLessThan(end);
      }
    }
  });
});
