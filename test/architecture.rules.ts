/** Who may import whom; each rule says why, for the person who breaks it. */
import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Folders without I/O, clock or chance; the same list as tsconfig.pure.json. */
export const PURE_FOLDERS = [
  'core',
  'collector/meters',
  'collector/payloads',
  'collector/formats',
  'collector/measure',
  'collector/detect',
  'collector/sanity',
  'collector/clock',
  'collector/late',
  'collector/probe',
  'collector/report',
  'collector/report-html',
  'correlator/triage',
  'correlator/incidents',
  'correlator/evidence',
  'correlator/match',
  'correlator/rank',
  'correlator/imports',
  'correlator/contract',
  'correlator/score',
  'correlator/params',
] as const;

/** Packages that compute and do nothing else. */
export const PURE_PACKAGES = ['zod', 'd3-dsv', 'pinyin-pro', 'fflate', 'fft.js', 'sparkplug-payload'] as const;

const own = '^(core|storage|collector|correlator|console|dashboards|simulators|cli|test|bench)/';
const only = (name: string, from: string, allowed: string, comment: string): IForbiddenRuleType => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: own, pathNot: allowed },
});

export const FORBIDDEN: IForbiddenRuleType[] = [
  only('core-imports-nothing', '^core/', '^core/', 'core/ is what everybody agrees on; it knows nobody.'),
  only('storage-imports-core', '^storage/', '^(core|storage)/', 'Stores know rows, not meters or complaints.'),
  only(
    'dashboards-import-core',
    '^dashboards/',
    '^(core|dashboards)/',
    'Boards know names of measurements, nothing else.',
  ),
  only(
    'simulators-import-core',
    '^simulators/',
    '^(core|simulators)/',
    'A simulator that shares code with the product hides its mistakes.',
  ),
  only(
    'console-sees-contract-only',
    '^console/',
    '^(core|console|correlator/contract)/',
    'The browser sees the contract of the HTTP API.',
  ),
  only(
    'collector-imports',
    '^collector/',
    '^(core|storage|collector|cli|test|correlator)/',
    'The collector needs core and storage.',
  ),
  only(
    'correlator-imports',
    '^correlator/',
    '^(core|storage|correlator|cli|test|collector)/',
    'The correlator needs core and storage.',
  ),
  {
    name: 'collector-never-correlator',
    severity: 'error',
    comment: 'They meet in the data.',
    from: { path: '^collector/' },
    to: { path: '^correlator/' },
  },
  {
    name: 'correlator-never-collector',
    severity: 'error',
    comment: 'They meet in the data.',
    from: { path: '^correlator/' },
    to: { path: '^collector/' },
  },
  {
    name: 'nobody-imports-cli',
    severity: 'error',
    comment: 'cli/ is the composition root.',
    from: { pathNot: '^(cli|test|bench)/' },
    to: { path: '^cli/' },
  },
  {
    name: 'nobody-imports-test',
    severity: 'error',
    comment: 'Tests look in from outside.',
    from: { pathNot: '^(test|bench)/' },
    to: { path: '^(test|bench)/' },
  },
  {
    name: 'pure-imports-pure',
    severity: 'error',
    comment: 'Pure code does no I/O, not even through a friend.',
    from: { path: `^(${PURE_FOLDERS.join('|')})/` },
    to: { path: own, pathNot: `^(${PURE_FOLDERS.join('|')})/` },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'A cycle means two files are one.',
    from: { path: own },
    to: { circular: true },
  },
];
