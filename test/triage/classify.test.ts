/** classify on sentences with known answers: the rules of the contract one by one, then our labelled sentences. */
import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category, type Symptom } from '../../core/complaint.ts';
import { classify } from '../../correlator/triage/classify.ts';
import { type Sentence, sentences } from './sentences.ts';

describe('the rules of the contract', () => {
  it.each<[string, Category]>([
    ['水龙头麻手', 'hazard'],
    ['a wire is lying across the road', 'hazard'],
    ['有人困在电梯里', 'hazard'],
    ['昨天插座冒火花把电视烧坏了,要求赔偿', 'damage_claim'],
    ['the fridge is dead since the outage', 'damage_claim'],
    ['灯黑了一下,两秒就亮了', 'supply_quality'],
    ['the power went away for a second', 'supply_quality'],
    ['停电三个小时了', 'outage'],
    ['一周停五次电', 'outage'],
    ['交了电费还没复电', 'billing'],
    ['I paid yesterday and still have no electricity', 'billing'],
    ['明天停电停到几点', 'information'],
    ['电线杆挡住我家车库', 'works'],
    ['客服态度恶劣', 'service'],
    ['表扬抢修师傅', 'other'],
  ])('%s is %s', (text, category) => {
    expect(classify(text).category).toBe(category);
  });

  it('hazard comes before every other matter, supply before manners and bills', () => {
    expect(classify('电费太贵,而且表箱在冒烟').category).toBe('hazard');
    expect(classify('停电两个小时,打电话没人接').category).toBe('outage');
    expect(classify('my bill is high and the lights flicker every night').category).toBe('supply_quality');
  });

  it('an unsure answer names its runner-up, a sure one does not', () => {
    const unsure = classify('blah blah');
    expect(unsure.second).not.toBeNull();
    expect(unsure.p).toBeLessThan(0.5);
    expect(classify('变压器着火了')).toMatchObject({ category: 'hazard', second: null });
  });

  it('an empty line is answered too, without certainty', () => {
    expect(classify('')).toEqual({
      category: 'other',
      p: expect.toSatisfy((p: number) => p > 0 && p < 0.5) as number,
      second: 'information',
      symptoms: [],
      storm: false,
      neighbours: 'unsaid',
      when: null,
      because: [],
    });
  });

  it('has the fields of the contract in their order', () => {
    const fields = ['category', 'p', 'second', 'symptoms', 'storm', 'neighbours', 'when', 'because'];
    expect(Object.keys(classify('停电'))).toEqual(fields);
  });
});

describe('negation', () => {
  it.each<[string, readonly Symptom[]]>([
    ['灯不闪', []],
    ['the lamps do not flicker', []],
    ['没有停电', []],
    ['no outage here', []],
    ['冇停電', []],
    ['電視冇壞', []],
    ['空调没坏,电视也没有烧坏', []],
    ['no sparks, no smoke', []],
    ['没有停电和跳闸,就是灯暗', ['lamps_dim']],
    ['不是灯闪,是电视重启', ['appliance_restarted']],
    ['There is no flicker but the lamps are dim', ['lamps_dim']],
    ['停电的情况没有,灯倒是一直闪', ['lamps_flicker']],
  ])('%s: %j', (text, symptoms) => {
    expect(classify(text).symptoms).toEqual(symptoms);
  });

  it.each<[string, Symptom]>([
    ['灯不停地闪', 'lamps_flicker'],
    ['没有通知就停电', 'outage'],
    ['不知道为什么停电了', 'outage'],
    ['动不动就停电', 'frequent_outage'],
    ['没电', 'outage'],
    ['冇電', 'outage'],
    ['the lights never stop flickering', 'lamps_flicker'],
    ['I have no idea why the lights flicker', 'lamps_flicker'],
    ['not only flicker, the lamps are also dim', 'lamps_dim'],
    ['没有一天不停电', 'frequent_outage'],
  ])('%s does report %s', (text, symptom) => {
    expect(classify(text).symptoms).toContain(symptom);
  });
});

describe('what else a text says', () => {
  it.each<[string, 'yes' | 'no' | 'unsaid']>([
    ['整栋楼都没电', 'yes'],
    ['隔離屋都冇電', 'yes'],
    ['邻居家有电,就我家没有', 'no'],
    ['得我屋企冇電', 'no'],
    ['不知道邻居有没有电', 'unsaid'],
    ['my neighbours are dark too', 'yes'],
    ['next door is fine', 'no'],
    ['隔壁工厂一开工灯就闪', 'unsaid'],
  ])('%s: neighbours %s', (text, neighbours) => {
    expect(classify(text).neighbours).toBe(neighbours);
  });

  it.each<[string, string | null]>([
    ['晚上好,我家没电了', null],
    ['今早没电', 'morning'],
    ['中午停电', 'noon'],
    ['晚上八点停电', 'evening'],
    ['晚上十一点停电', 'night'],
    ['凌晨停电', 'night'],
    ['下午三点停电', null],
    ['19:30停电', 'evening'],
    ['power cut at 2 am', 'night'],
    ['灯有一点暗', null],
    ['good morning, no power', null],
  ])('%s: when %s', (text, when) => {
    expect(classify(text).when).toBe(when);
  });

  it.each<[string, boolean]>([
    ['打雷后停电', true],
    ['行雷閃電之後冇電', true],
    ['after the thunderstorm', true],
    ['没有打雷,好好的天就停电了', false],
    ['一闪电灯就灭了', false],
    ['street lighting is out', false],
  ])('%s: storm %s', (text, storm) => {
    expect(classify(text).storm).toBe(storm);
  });

  it('shows the words that decided as the customer wrote them', () => {
    expect(classify('屋企啲燈成日閃').because.join(' ')).toContain('燈');
    expect(classify('The LIGHTS FLICKER').because.join(' ')).toContain('FLICKER');
  });
});

describe('our labelled sentences', () => {
  const right = (side: readonly Sentence[]): number =>
    side.filter((s) => classify(s.text).category === s.category).length / side.length;

  it('are as many as said, of every category, on both sides, and no sentence on two', () => {
    const tuning = sentences('tuning');
    const check = sentences('check');
    expect(tuning.length + check.length).toBeGreaterThanOrEqual(250);
    for (const side of [tuning, check]) expect(new Set(side.map((s) => s.category)).size).toBe(CATEGORIES.length);
    const seen = new Set(tuning.map((s) => s.text));
    expect(check.filter((s) => seen.has(s.text))).toEqual([]);
  });

  it('category: at least 0.98 of the tuning side, 0.95 of the check side', () => {
    expect(right(sentences('tuning'))).toBeGreaterThanOrEqual(0.98);
    expect(right(sentences('check'))).toBeGreaterThanOrEqual(0.95);
  });

  it('symptoms: F1 of at least 0.9 on the check side', () => {
    let hit = 0;
    let wrong = 0;
    for (const s of sentences('check')) {
      const got = new Set<Symptom>(classify(s.text).symptoms);
      const want = new Set<Symptom>(s.symptoms);
      for (const x of got) want.has(x) ? hit++ : wrong++;
      for (const x of want) if (!got.has(x)) wrong++;
    }
    expect((2 * hit) / (2 * hit + wrong)).toBeGreaterThanOrEqual(0.9);
  });

  it('no hazard of the check side is called anything else', () => {
    const missed = sentences('check').filter((s) => s.category === 'hazard' && classify(s.text).category !== 'hazard');
    expect(missed).toEqual([]);
  });
});
