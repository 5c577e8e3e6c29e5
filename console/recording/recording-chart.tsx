/** Curves of one part over a window: asks the server for them at the width of the screen, and moves by mouse or keys. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { ApiError } from '../../correlator/contract/client.ts';
import type { Recording, RecordingWindow } from '../../correlator/contract/recording.ts';
import { api } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { Loaded, Nothing } from '../parts/states.tsx';
import { ChartControls, spanText } from './chart-controls.tsx';
import { CurvePanel } from './curve-panel.tsx';
import { openAtFirst, type Panel, panelsOf } from './panels.ts';
import { References } from './part-table.tsx';
import { SwitchLanes } from './switch-lanes.tsx';
import { clockTime } from './time-axis.ts';
import { useMarks } from './use-marks.ts';
import { useWidth } from './use-width.ts';
import type { EventRow, Step, View } from './view.ts';

/** Stretches asked for are rounded up to this, so that a little resizing asks for nothing new. */
const POINTS_STEP = 200;
const POINTS_MAX = 4000;
const NOT_FOUND = 404;

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
          <ChartControls {...props} />
          <Loaded query={curves} rows={8}>
            {(window) => <Frames {...props} curves={window} />}
          </Loaded>
        </>
      )}
    </section>
  );
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === NOT_FOUND;

function Frames(props: Props & { readonly curves: RecordingWindow }) {
  const { recording, rows, view, zone, onStep, curves } = props;
  const { t } = useLanguage();
  const part = recording.parts[view.part];
  const panels = useMemo(() => (part === undefined ? [] : panelsOf(part, curves)), [part, curves]);
  const [chosenPanels, setPanels] = useState<{ part: number; ids: string[] } | null>(null);
  const marks = useMarks(recording, rows, view);
  const [cursor, setCursor] = useState<{ atMs: number; selectedMs: number | null } | null>(null);
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
            options={panels.map((p) => ({ value: p.id, label: labelOf(p, part.kind, t) }))}
          />
        </div>
      )}
      <div className="rec-cursor num" aria-live="off">
        <span>
          {t('rec.cursor')}{' '}
          {cursor === null ? '–' : `${clockTime(startMs + cursor.atMs, zone, 0.1)} · ${cursor.atMs.toFixed(1)} ms`}
          {cursor?.selectedMs && ` · ${t('rec.selected', { span: spanText(cursor.selectedMs) })}`}
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
            onCursor={(atMs, selectedMs) => setCursor(atMs === null ? null : { atMs, selectedMs })}
          />
        ))}
      <SwitchLanes part={part} window={view.window} />
    </>
  );
}

type Kind = Recording['parts'][number]['kind'];
type Words = ReturnType<typeof useLanguage>['t'];

function titleOf(panel: Panel, kind: Kind, t: Words): string {
  if (panel.kind === 'wave') return t('rec.wave');
  return t(kind === 'waveform' ? 'rec.rms' : kind === 'rms' ? 'rec.rmsInstrument' : 'rec.readings');
}

function labelOf(panel: Panel, kind: Kind, t: Words): string {
  return `${titleOf(panel, kind, t)} ${panel.curves.map((c) => c.curve.name).join(', ')}`;
}
