/** Curves of one part over a window: asks the server for them at the width of the screen, and moves by mouse or keys. */
import { LeftOutlined, RightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Space } from 'antd';
import { useMemo, useState } from 'react';
import { ApiError } from '../../correlator/contract/client.ts';
import type { Recording, RecordingWindow } from '../../correlator/contract/recording.ts';
import { api } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { Loaded, Nothing } from '../parts/states.tsx';
import { CurvePanel } from './curve-panel.tsx';
import { EVENT_COLOR, type Marks } from './marks.ts';
import { openAtFirst, type Panel, panelsOf } from './panels.ts';
import { References } from './part-table.tsx';
import { SwitchLanes } from './switch-lanes.tsx';
import { clockTime, preciseTime } from './time-axis.ts';
import { useChartKeys } from './use-chart-keys.ts';
import { useWidth } from './use-width.ts';
import type { EventRow, Step, View } from './view.ts';

/** Stretches asked for are rounded up to this, so that a little resizing asks for nothing new. */
const POINTS_STEP = 200;
const POINTS_MAX = 4000;
const NOT_FOUND = 404;
const ZOOM_IN = 0.5;
const ZOOM_OUT = 2;
const SHIFT_SHARE = 0.5;

interface Props {
  readonly recording: Recording;
  readonly rows: readonly EventRow[];
  readonly view: View;
  readonly zone: string;
  readonly onStep: (step: Step) => void;
  readonly onReopen: () => void;
}

export function RecordingChart(props: Props) {
  const { recording, view } = props;
  const { t } = useLanguage();
  const [box, widthPx] = useWidth();
  const points = Math.min(POINTS_MAX, Math.ceil(widthPx / POINTS_STEP) * POINTS_STEP);
  const curves = useQuery({
    queryKey: ['recording-window', recording.id, view.part, view.window.fromMs, view.window.toMs, points],
    queryFn: ({ signal }) =>
      api.getRecordingWindow({
        params: { id: recording.id, part: view.part },
        query: { from: view.window.fromMs, to: view.window.toMs, points },
        signal,
      }),
    // A recording never changes; while a finer window loads, the coarse one of the same part stays.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === recording.id && query.queryKey[2] === view.part ? previous : undefined,
    retry: (count, error) => count < 1 && !isGone(error),
  });
  return (
    <section className="rec-card" ref={box}>
      {isGone(curves.error) ? (
        <Alert
          type="warning"
          showIcon
          title={t('rec.gone')}
          description={t('rec.goneHint')}
          action={<Button onClick={props.onReopen}>{t('rec.reopen')}</Button>}
        />
      ) : (
        <>
          <Controls {...props} />
          <Loaded query={curves} rows={8}>
            {(window) => <Frames {...props} curves={window} />}
          </Loaded>
        </>
      )}
    </section>
  );
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === NOT_FOUND;

function Controls({ recording, rows, view, zone, onStep }: Props) {
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
        {at(fromMs, true)} – {at(toMs, toMs - fromMs > 43_200_000)} · {spanText(toMs - fromMs)}
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
      <Button size="small" disabled={view.back.length === 0} onClick={() => onStep({ kind: 'back' })}>
        {t('rec.back')}
      </Button>
      <Button size="small" onClick={() => onStep({ kind: 'whole' })}>
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
      <p className="hint">{t('rec.keys')}</p>
    </header>
  );
}

/** Finer than `duration`: a window of 2.5 ms is not 3 ms. */
function spanText(ms: number): string {
  if (ms < 1000) return `${Number(ms.toPrecision(4))} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(4))} s`;
  return ms < 3_600_000
    ? `${Number((ms / 60_000).toPrecision(3))} min`
    : `${Number((ms / 3_600_000).toPrecision(3))} h`;
}

function Frames(props: Props & { readonly curves: RecordingWindow }) {
  const { recording, view, zone, onStep, curves } = props;
  const { t } = useLanguage();
  const part = recording.parts[view.part];
  const panels = useMemo(() => (part === undefined ? [] : panelsOf(part, curves)), [part, curves]);
  const [chosenPanels, setPanels] = useState<{ part: number; ids: string[] } | null>(null);
  const marks = useMarks(props);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  if (part === undefined || panels.length === 0) return <Nothing text={t('rec.noCurve')} />;
  const open = chosenPanels?.part === view.part ? chosenPanels.ids : openAtFirst(panels);
  const startMs = Date.parse(part.start);
  const isThinned = panels.some((p) => p.curves.some(({ curve }) => curve.min.some((v, i) => v !== curve.max[i])));
  return (
    <>
      <References part={part} />
      {panels.length > 1 && (
        <div className="rec-frames">
          <span className="hint">{t('rec.frames')}</span>
          <Checkbox.Group
            value={open}
            onChange={(ids) => setPanels({ part: view.part, ids })}
            options={panels.map((p) => ({ value: p.id, label: titleOf(p, part.kind, t) }))}
          />
        </div>
      )}
      <div className="rec-cursor num" aria-live="off">
        <span>
          {t('rec.cursor')}{' '}
          {cursorMs === null ? '–' : `${clockTime(startMs + cursorMs, zone, 0.1)} · ${cursorMs.toFixed(1)} ms`}
        </span>
        <span className="hint">{isThinned ? t('rec.thinned') : t('rec.asSampled')}</span>
      </div>
      {panels
        .filter((p) => open.includes(p.id))
        .map((panel) => (
          <CurvePanel
            key={`${view.part}|${panel.id}`}
            panel={panel}
            title={titleOf(panel, part.kind, t)}
            window={view.window}
            startMs={startMs}
            zone={zone}
            marks={marks}
            onWindow={(window) => onStep({ kind: 'window', window })}
            onBack={() => onStep({ kind: 'back' })}
            onCursor={setCursorMs}
          />
        ))}
      <SwitchLanes part={part} window={view.window} />
    </>
  );
}

function titleOf(
  panel: Panel,
  kind: Recording['parts'][number]['kind'],
  t: ReturnType<typeof useLanguage>['t'],
): string {
  const names = panel.curves.map((c) => c.curve.name).join(', ');
  if (panel.kind === 'wave') return t('rec.wave', { names });
  return t(kind === 'waveform' ? 'rec.rms' : kind === 'rms' ? 'rec.rmsInstrument' : 'rec.readings', { names });
}

/** Kept while nothing of it changes, or every frame would be drawn anew with each movement of the mouse. */
function useMarks({ recording, rows, view }: Props): Marks {
  const { t } = useLanguage();
  return useMemo(() => {
    const part = recording.parts[view.part];
    const { dipPct, swellPct, interruptionPct } = recording.thresholds;
    return {
      spans: rows
        .filter((r) => r.part === view.part)
        .map((r) => ({
          fromMs: r.event.atMs,
          toMs: r.endMs,
          color: EVENT_COLOR[r.event.kind],
          isChosen: r.key === view.chosen,
        })),
      gaps: part?.gaps ?? [],
      gapLabel: t('rec.gap'),
      triggerMs: part?.triggerMs ?? null,
      triggerLabel: t('rec.trigger'),
      levels: [
        { pct: swellPct, isFloor: false, label: t('rec.threshold.swell', { pct: swellPct }), color: EVENT_COLOR.swell },
        { pct: dipPct, isFloor: false, label: t('rec.threshold.dip', { pct: dipPct }), color: EVENT_COLOR.dip },
        {
          pct: interruptionPct,
          isFloor: true,
          label: t('rec.threshold.interruption', { pct: interruptionPct }),
          color: EVENT_COLOR.interruption,
        },
      ],
    };
  }, [recording, rows, view.part, view.chosen, t]);
}
