/** Delivery against a server that answers as InfluxDB 1.6 was seen to: the good lines stored, one reason of several named. */
import { expect, test } from 'vitest';
import { deliver } from '../../storage/series/deliver.ts';
import { failure } from '../../storage/series/influx-http.ts';
import { fieldsOf, timeOf, withoutField } from '../../storage/series/line-parts.ts';
import { LinesRefused } from '../../storage/series/refusal.ts';

const answer = (error: string) => new LinesRefused(`A 400 Bad Request error occurred: ${JSON.stringify({ error })}\n`);

/** `typed`: fields that are integers in the store before the instant. Faults: `i=` can't be read, times below 1000 are too old. */
function server(typed: Readonly<Record<string, number>>, bytesMax = Number.POSITIVE_INFINITY) {
  const stored = new Map<string, string>();
  let posts = 0;
  const post = async (_: string, lines: readonly string[]): Promise<void> => {
    posts++;
    if (lines.join('\n').length > bytesMax) throw new LinesRefused('{"error":"Request Entity Too Large"}');
    const unread = lines.filter((l) => l.includes('i= '));
    const conflictOf = (l: string) => fieldsOf(l).find((f) => timeOf(l) < (typed[f] ?? 0));
    const read = lines.filter((l) => !unread.includes(l));
    const old = read.filter((l) => timeOf(l) < 1000);
    const wrong = read.filter((l) => timeOf(l) >= 1000 && conflictOf(l) !== undefined);
    for (const l of read) if (!old.includes(l) && !wrong.includes(l)) stored.set(l.split(' ')[0] as string, l);
    const [first] = wrong;
    if (first !== undefined) {
      const what = `input field "${conflictOf(first)}" on measurement "m" is type float, already exists as type integer`;
      throw answer(`partial write: field type conflict: ${what} dropped=${wrong.length}`);
    }
    if (old.length > 0) throw answer(`partial write: points beyond retention policy dropped=${old.length}`);
    if (unread.length > 0) {
      throw answer(
        `partial write: ${unread.map((l) => `unable to parse '${l}': missing field value`).join('\n')} dropped=0`,
      );
    }
  };
  return { stored, post, posts: () => posts };
}

test('every line ends stored or refused with its own reason, whatever faults stand side by side', async () => {
  const { stored, post } = server({ u: 3000, q: 2500 });
  const lines = Array.from({ length: 400 }, (_, k) => {
    if (k % 57 === 3) return `m,k=${k} i= ${4000 + k}`;
    if (k % 31 === 5) return `m,k=${k} u=${k}.5,p=1 ${k}`;
    if (k % 29 === 7) return `m,k=${k} u=${k}.5,q=2,p=1 ${2000 + k}`;
    if (k % 23 === 11) return `m,k=${k} u=7 ${2000 + k}`;
    return `m,k=${k} u=${k}.5,p=3 ${4000 + k}`;
  });
  const refused = await deliver(post, 'raw90d', lines);
  for (const [k, line] of lines.entries()) {
    const how = refused.get(k);
    const kept = stored.get(`m,k=${k}`);
    if (line.includes('i= ')) expect(how).toEqual({ reason: 'unable to parse: missing field value', lost: null });
    else if (timeOf(line) < 1000) expect(how).toMatchObject({ reason: expect.stringMatching(/beyond/), lost: null });
    else if (line.includes('q=2')) {
      const isOldQ = timeOf(line) < 2500;
      expect([how?.lost, kept]).toEqual(
        isOldQ ? [['u', 'q'], `m,k=${k} p=1 ${timeOf(line)}`] : [['u'], `m,k=${k} q=2,p=1 ${timeOf(line)}`],
      );
    } else if (line.includes('u=7 ')) expect([how?.lost, kept]).toEqual([null, undefined]);
    else expect([how, kept]).toEqual([undefined, line]);
  }
});

test('a batch that is dropped whole costs one request, a field wrong in all of it two, old points among new three', async () => {
  const old = server({});
  const many = (of: (k: number) => string) => Array.from({ length: 5000 }, (_, k) => of(k));
  expect(
    (
      await deliver(
        old.post,
        'raw90d',
        many((k) => `m,k=${k} u=1 ${k % 900}`),
      )
    ).size,
  ).toBe(5000);
  expect(old.posts()).toBe(1);
  const typed = server({ u: 9e9 });
  const refused = await deliver(
    typed.post,
    'raw90d',
    many((k) => `m,k=${k} u=1,i=2 ${5000 + k}`),
  );
  expect([refused.size, typed.stored.size, typed.posts()]).toEqual([5000, 5000, 2]);
  const mixed = server({});
  const some = await deliver(
    mixed.post,
    'raw90d',
    many((k) => `m,k=${k} u=1 ${k % 2 === 0 ? k % 900 : 5000 + k}`),
  );
  expect([some.size, mixed.stored.size, mixed.posts()]).toEqual([2500, 2500, 3]);
});

test('too large a request is sent in halves; one line that is too large by itself is refused', async () => {
  const { stored, post } = server({}, 2000);
  const lines = Array.from({ length: 300 }, (_, k) => `m,k=${k} u=${k}.5 ${5000 + k}`);
  const refused = await deliver(post, 'raw90d', [...lines, `m,k=x s="${'x'.repeat(3000)}" 5000`]);
  expect([...refused]).toEqual([[300, { reason: 'Request Entity Too Large', lost: null }]]);
  expect(stored.size).toBe(300);
});

test('an outage stops at once and nothing counts as refused', async () => {
  await expect(deliver(() => Promise.reject(new Error('down')), 'raw90d', ['m v=1 1'])).rejects.toThrow('down');
});

test("a proxy's page or a wrong port is an outage, never the fault of the data", () => {
  const page = Object.assign(new Error('400 <html>The plain HTTP request was sent to HTTPS port</html>'), {
    statusCode: 400,
  });
  expect(failure('writing', page)).toMatchObject({ name: 'OperationalError' });
  const spoken = Object.assign(new Error('400 {"error":"partial write: x dropped=1"}'), { statusCode: 400 });
  expect(failure('writing', spoken)).toBeInstanceOf(LinesRefused);
  for (const statusCode of [401, 403, 404, 429, 500, 503]) {
    const error = failure('writing', Object.assign(new Error('{"error":"no"}'), { statusCode }));
    expect(error).toMatchObject({ name: 'OperationalError', retryable: statusCode !== 401 && statusCode !== 403 });
  }
});

test('a field is taken out of a line whatever quotes, commas and blanks stand in it', () => {
  const line = 'm,a=x\\ y\\,z,b="1 s="a, \\"b=1\\" c",u=220.5,k\\ 1=2 99';
  expect(fieldsOf(line)).toEqual(['s', 'u', 'k\\ 1']);
  expect(withoutField(line, 's')).toBe('m,a=x\\ y\\,z,b="1 u=220.5,k\\ 1=2 99');
  expect(withoutField('m u=1 5', 'u')).toBeNull();
});
