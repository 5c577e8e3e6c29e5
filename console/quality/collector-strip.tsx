/** Collecting as a whole, in one line of tiles: spool, readers, sources, what was set aside, our own clock. */
import { Link } from 'react-router';
import type { DataQuality } from '../../correlator/contract/quality.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime } from '../lib/time.ts';
import { offsetText } from './clock-chart.tsx';

/** Further than this from the meters' clocks ours is suspect, ms. */
const OWN_OFF_MS = 2_000;

export function CollectorStrip({ data }: { readonly data: DataQuality }) {
  const { t } = useLanguage();
  const zone = useZone();
  const c = data.collecting;
  if (c === null) return <p className="hint">{t('quality.noCollector')}</p>;
  const down = c.sources.filter((s) => s.up === false);
  const behind = c.consumers.filter((r) => r.defect !== null || r.lagBytes > 0);
  const step = c.ownClock.steps.at(-1);
  const median = c.ownClock.metersMedianMs;
  const isOff = step !== undefined || (median !== null && Math.abs(median) > OWN_OFF_MS);
  const unknown = data.unmapped.length + c.foreignTopics;
  return (
    <div className="tiles collector-strip">
      <Tile label={t('quality.spool')} warn={c.spool.alarm} title={t('quality.spoolTitle')}>
        {`${((100 * c.spool.bytes) / Math.max(1, c.spool.quotaBytes)).toFixed(1)} %`}
        <small> {size(c.spool.bytes)}</small>
      </Tile>
      <Tile
        label={t('quality.readers')}
        warn={c.consumers.some((r) => r.defect !== null || (r.failures > 0 && r.lagBytes > 0))}
        title={c.consumers.map((r) => `${r.name}: ${size(r.lagBytes)}, ${r.failures}${r.defect ?? ''}`).join('\n')}
      >
        {behind.length === 0 ? t('quality.level') : behind.map((r) => `${r.name} ${size(r.lagBytes)}`).join(' · ')}
      </Tile>
      <Tile label={t('quality.sources')} warn={down.length > 0} title={c.sources.map((s) => s.source).join('\n')}>
        {c.sources.length - down.length}
        <small> / {c.sources.length}</small>
        {down.length > 0 && <small> {down.map((s) => s.source).join(', ')}</small>}
      </Tile>
      <Tile label={t('quality.unknown')} warn={unknown > 0} title={data.unmapped.map((u) => u.source).join('\n')}>
        {data.unmapped.length}
        <small> · {t('quality.topics', { n: c.foreignTopics })}</small>
      </Tile>
      <Tile label={t('quality.held')} warn={c.held > 0} title={t('quality.heldTitle')}>
        <Link to="/held">{c.held}</Link>
      </Tile>
      <Tile label={t('quality.ownClock')} warn={isOff} title={t('quality.ownClockTitle')}>
        {step === undefined ? t('quality.steady') : offsetText(step.shiftMs)}
        <small>
          {' '}
          {step === undefined
            ? median !== null && t('quality.median', { offset: offsetText(median) })
            : t('quality.stepAt', { time: fullTime(step.at, zone) })}
        </small>
      </Tile>
    </div>
  );
}

function Tile(props: {
  readonly label: string;
  readonly warn: boolean;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={props.warn ? 'tile warn' : 'tile'} title={props.title}>
      <small>{props.label}</small>
      <b>{props.children}</b>
    </div>
  );
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
