/** What is shown and the ways to move in it; beside it the chosen event in words. */
import { LeftOutlined, RightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { DISTURBANCE_TEXT } from '../../core/event.ts';
import type { Recording } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { EVENT_COLOR } from './marks.ts';
import { clockTime, preciseTime } from './time-axis.ts';
import { useChartKeys } from './use-chart-keys.ts';
import type { EventRow, Step, View } from './view.ts';

const ZOOM_IN = 0.5;
const ZOOM_OUT = 2;
const SHIFT_SHARE = 0.5;
/** From this length on the end of a window needs its date as well. */
const DATED_FROM_MS = 43_200_000;

interface Props {
  readonly recording: Recording;
  readonly rows: readonly EventRow[];
  readonly view: View;
  readonly zone: string;
  readonly onStep: (step: Step) => void;
}

export function ChartControls({ recording, rows, view, zone, onStep }: Props) {
  const { t } = useLanguage();
  useChartKeys(onStep);
  const part = recording.parts[view.part];
  if (part === undefined) return null;
  const startMs = Date.parse(part.start);
  const { fromMs, toMs } = view.window;
  const at = (ms: number, withDate: boolean) =>
    withDate ? preciseTime(startMs + ms, zone) : clockTime(startMs + ms, zone, 1);
  return (
    <header className="rec-controls">
      <h2>
        {t('rec.chart')} · {part.title || recording.file}
      </h2>
      <span className="num">
        {at(fromMs, true)} – {at(toMs, toMs - fromMs > DATED_FROM_MS)} · {spanText(toMs - fromMs)}
      </span>
      <Space.Compact size="small">
        <Button
          icon={<LeftOutlined />}
          title={t('rec.earlier')}
          aria-label={t('rec.earlier')}
          onClick={() => onStep({ kind: 'shift', share: -SHIFT_SHARE })}
        />
        <Button
          icon={<ZoomOutOutlined />}
          title={t('rec.zoomOut')}
          aria-label={t('rec.zoomOut')}
          onClick={() => onStep({ kind: 'scale', factor: ZOOM_OUT })}
        />
        <Button
          icon={<ZoomInOutlined />}
          title={t('rec.zoomIn')}
          aria-label={t('rec.zoomIn')}
          onClick={() => onStep({ kind: 'scale', factor: ZOOM_IN })}
        />
        <Button
          icon={<RightOutlined />}
          title={t('rec.later')}
          aria-label={t('rec.later')}
          onClick={() => onStep({ kind: 'shift', share: SHIFT_SHARE })}
        />
      </Space.Compact>
      <Button
        size="small"
        autoInsertSpace={false}
        disabled={view.back.length === 0}
        onClick={() => onStep({ kind: 'back' })}
      >
        {t('rec.back')}
      </Button>
      <Button size="small" autoInsertSpace={false} onClick={() => onStep({ kind: 'whole' })}>
        {t('rec.whole')}
      </Button>
      <Space.Compact size="small">
        <Button disabled={rows.length === 0} onClick={() => onStep({ kind: 'next', by: -1 })}>
          {t('rec.previousEvent')}
        </Button>
        <Button disabled={rows.length === 0} onClick={() => onStep({ kind: 'next', by: 1 })}>
          {t('rec.nextEvent')}
        </Button>
      </Space.Compact>
      <Chosen rows={rows} view={view} />
      <p className="hint">{t('rec.keys')}</p>
    </header>
  );
}

/** Finer than `duration`: a window of 2.5 ms is not 3 ms. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Number(ms.toPrecision(4))} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(4))} s`;
  return ms < 3_600_000
    ? `${Number((ms / 60_000).toPrecision(3))} min`
    : `${Number((ms / 3_600_000).toPrecision(3))} h`;
}

/** Place of the chosen event among all, and what it was. */
function Chosen({ rows, view }: { readonly rows: readonly EventRow[]; readonly view: View }) {
  const { t, pick } = useLanguage();
  const at = rows.findIndex((r) => r.key === view.chosen);
  const row = rows[at];
  if (row === undefined) return null;
  const { kind, pct, phases, durationMs, openEnd, atMs } = row.event;
  const length =
    durationMs !== null
      ? spanText(durationMs)
      : openEnd
        ? t('rec.atLeast', { duration: spanText(row.endMs - atMs) })
        : t('rec.lengthUnknown');
  const words = [pick(DISTURBANCE_TEXT[kind]), pct === null ? null : `${pct.toFixed(1)} %`, length, phases];
  return (
    <span className="rec-chosen num" role="status">
      <i className="dot" style={{ background: EVENT_COLOR[kind] }} />
      {at + 1}/{rows.length} · {words.filter(Boolean).join(' · ')}
    </span>
  );
}
