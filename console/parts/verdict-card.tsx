/** The verdict of one complaint: conclusion, what to say, probable causes, next step, and why, row by row. */
import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Card, Descriptions, Tooltip } from 'antd';
import { CATEGORY_TEXT } from '../../core/complaint.ts';
import { CAUSE_TEXT, PLACE_TEXT } from '../../core/verdict.ts';
import type { DatedVerdict, VerdictChange } from '../../correlator/contract/verdict.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime, shortTime } from '../lib/time.ts';
import { CauseBars } from './cause-bars.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { CauseDot, ConclusionTag } from './tags.tsx';

/** At and above this the named cause is called sure (design section 9). */
const SURE_P = 0.8;

export function VerdictCard(props: { readonly dated: DatedVerdict; readonly history: readonly VerdictChange[] }) {
  const { t, pick } = useLanguage();
  const zone = useZone();
  const v = props.dated.verdict;
  return (
    <Card
      size="small"
      className="verdict"
      title={
        <span className="verdict-head">
          {t('verdict.title')} <ConclusionTag conclusion={v.conclusion} />
          {v.cause && (
            <>
              <CauseDot cause={v.cause} /> <b className="num">{(v.p * 100).toFixed(0)} %</b>
              <small className={v.p >= SURE_P ? 'sure' : 'unsure'}>
                {t(v.p >= SURE_P ? 'verdict.sure' : 'verdict.notSure')}
              </small>
            </>
          )}
        </span>
      }
      extra={<small>{t('verdict.asKnown', { time: fullTime(props.dated.asKnownAt, zone) })}</small>}
    >
      {v.conclusion === 'routed' && <p>{t('verdict.routedTo', { category: pick(CATEGORY_TEXT[v.category]) })}</p>}
      <Changes history={props.history} />
      <Say text={pick(v.say)} />
      {v.next && (
        <p className="next">
          <b>{t('verdict.next')}</b> {pick(v.next.text)}{' '}
          <small>{t('verdict.gain', { bits: v.next.gainBits.toFixed(2) })}</small>
        </p>
      )}
      {v.damage && (
        <p className="damage">
          <b>{t('verdict.damage')}</b> {t(`verdict.damage.${v.damage.answer}`)}
          {Object.entries(v.damage.deadlines).map(([name, at]) => (
            <small key={name}>
              {' '}
              · {name === 'visit' || name === 'claim' ? t(`verdict.deadline.${name}`) : name} {shortTime(at, zone)}
            </small>
          ))}
        </p>
      )}
      {v.cause && (
        <div className="verdict-columns">
          <div>
            <h3>{t('verdict.causes')}</h3>
            <CauseBars causes={v.causes} />
          </div>
          <Facts dated={props.dated} />
        </div>
      )}
      {v.evidence.length > 0 && <EvidenceList evidence={v.evidence} />}
    </Card>
  );
}

function Say({ text }: { readonly text: string }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  if (text === '') return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    void message.success(t('action.copied'));
  };
  return (
    <blockquote className="say">
      <b>{t('verdict.say')}</b> {text}
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined />}
        onClick={() => void copy()}
        aria-label={t('action.copy')}
      />
    </blockquote>
  );
}

function Facts({ dated }: { readonly dated: DatedVerdict }) {
  const { t, pick } = useLanguage();
  const v = dated.verdict;
  const share = (n: number | null) => (n === null ? '–' : n.toFixed(2));
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'where', label: t('verdict.where'), children: v.where ? pick(PLACE_TEXT[v.where]) : t('state.unknown') },
        ...(v.subcause ? [{ key: 'sub', label: t('verdict.subcause'), children: v.subcause }] : []),
        ...(v.incident ? [{ key: 'incident', label: t('verdict.incident'), children: <code>{v.incident}</code> }] : []),
        {
          key: 'chance',
          label: <Tooltip title={t('verdict.chanceHint')}>{t('verdict.chance')}</Tooltip>,
          children: share(v.expectedByChance),
        },
        {
          key: 'coverage',
          label: <Tooltip title={t('verdict.coverageHint')}>{t('verdict.coverage')}</Tooltip>,
          children: v.coverage === null ? '–' : `${Math.round(v.coverage * 100)} %`,
        },
      ]}
    />
  );
}

/** What changed since the sentence that was said to the customer. */
function Changes({ history }: { readonly history: readonly VerdictChange[] }) {
  const { t, pick } = useLanguage();
  const last = [...history]
    .reverse()
    .find((h) => h.before !== null && (h.changed.includes('cause') || h.changed.includes('conclusion')));
  if (!last?.before) return null;
  const name = (s: typeof last.after) => `${s.cause ? pick(CAUSE_TEXT[s.cause]) : '–'} ${Math.round(s.p * 100)} %`;
  return <p className="changed">{t('verdict.changed', { before: name(last.before), after: name(last.after) })}</p>;
}
