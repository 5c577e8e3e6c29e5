/** `case.yaml`: five flat `key: value` lines. Read by hand; nested YAML has no meaning here and is named as a problem. */
import { type CaseSettings, PROFILES, type ProfileId } from '../../core/case.ts';
import { decodeText } from '../../core/decode-text.ts';
import type { Problem } from '../../core/problem.ts';
import { isZone, parseTime } from '../../core/time.ts';
import { DATUMS, type Datum } from './datum.ts';
import { type ProblemList, problemList } from './problem-list.ts';

export interface CaseHead {
  readonly settings: CaseSettings;
  readonly datum: Datum;
  readonly problems: readonly Problem[];
}

/** What an absent line means. Zone and profile of the utility this was made for; see design section 3. */
const DEFAULT_ZONE = 'Asia/Shanghai';
const DEFAULT_PROFILE: ProfileId = 'gb';
const DEFAULT_DATUM: Datum = 'wgs84';
const KEYS = ['zone', 'profile', 'from', 'to', 'datum'];

/** `bytes` null = no such file: everything at its default. `zone` is used where the file names none. Never throws. */
export function readCaseYaml(bytes: Uint8Array | null, file: string, zone: string | null): CaseHead {
  const problems = problemList(file);
  const fields = bytes === null ? new Map<string, Field>() : readFields(decodeText(bytes).text, problems);
  const named = pick(fields, 'zone', problems, 'a known time zone such as Asia/Shanghai', (t) =>
    isZone(t) ? t : null,
  );
  const caseZone = named ?? zone ?? DEFAULT_ZONE;
  const word = <W extends string>(key: string, words: readonly W[]): W | null =>
    pick(fields, key, problems, `one of ${words.join(', ')}`, (t) => words.find((w) => w === t.toLowerCase()) ?? null);
  const time = (key: string): number | null =>
    pick(fields, key, problems, 'a time such as 2026-07-01T00:00:00+08:00', (t) => {
      const at = parseTime(t, caseZone);
      return at.ok ? at.ms : null;
    });
  return {
    settings: {
      zone: caseZone,
      profile: word('profile', PROFILES) ?? DEFAULT_PROFILE,
      fromMs: time('from'),
      toMs: time('to'),
    },
    datum: word('datum', DATUMS) ?? DEFAULT_DATUM,
    problems: problems.all(),
  };
}

interface Field {
  readonly value: string;
  readonly line: number;
}

function readFields(text: string, problems: ProblemList): Map<string, Field> {
  const fields = new Map<string, Field>();
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const line = i + 1;
    if (/^\s*(#.*)?$/.test(raw) || /^(---|\.\.\.)\s*$/.test(raw)) return;
    const m = /^([A-Za-z_]\w*)\s*:\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*(?:\s#.*)?$/.exec(raw);
    if (!m) {
      problems.warning('bad-value', { line, field: null, expected: 'a line "key: value"', got: raw.trim() });
      return;
    }
    const key = (m[1] ?? '').toLowerCase();
    if (!KEYS.includes(key)) {
      problems.warning('unknown-column', { line, field: key, expected: `one of ${KEYS.join(', ')}`, got: raw.trim() });
      return;
    }
    fields.set(key, { value: (m[2] ?? m[3] ?? m[4] ?? '').trim(), line });
  });
  return fields;
}

/** The usable value of a key; null where absent, empty (`~`, `null`), or not usable (named; the default holds). */
function pick<T>(
  fields: ReadonlyMap<string, Field>,
  key: string,
  problems: ProblemList,
  expected: string,
  use: (text: string) => T | null,
): T | null {
  const field = fields.get(key);
  if (field === undefined || field.value === '' || field.value === '~' || field.value === 'null') return null;
  const value = use(field.value);
  if (value === null) {
    problems.error('bad-value', {
      line: field.line,
      field: key,
      expected: `${expected}; the default is used`,
      got: field.value,
    });
  }
  return value;
}
