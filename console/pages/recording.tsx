/** An uploaded recording: what is in it, its curves, the disturbances found, and how they lie to the known curves. */
import { Alert, Button, InputNumber, Select, Tooltip } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { PROFILES, type ProfileId } from '../../core/case.ts';
import type { Recording } from '../../correlator/contract/recording.ts';
import { useHealth, useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { DropArea, EmptyState, FileButton, ProgressLine } from '../recording/drop-zone.tsx';
import { EventList } from '../recording/event-list.tsx';
import { openFailure } from '../recording/failure.ts';
import { MagnitudePlot } from '../recording/magnitude-plot.tsx';
import { PartTable } from '../recording/part-table.tsx';
import { ProblemList } from '../recording/problem-list.tsx';
import { RecordingChart } from '../recording/recording-chart.tsx';
import '../recording/recording.css';
import type { Judging } from '../recording/upload.ts';
import { useRecording } from '../recording/use-recording.ts';
import { eventRows, firstView, type Step, step, type View } from '../recording/view.ts';

export function RecordingPage() {
  const { t, lang } = useLanguage();
  const { opened, progress, failure, open, cancel } = useRecording();
  const [judging, setJudging] = useState<Judging>(opened?.judging ?? { profile: null, udinV: null });
  const onFiles = (files: File[]) => open(files, judging);
  return (
    <DropArea onFiles={onFiles}>
      <header className="page-head">
        <h2>
          {t('rec.title')}
          {opened && ` · ${opened.recording.file}`}
        </h2>
        <JudgingFields judging={judging} onChange={setJudging} />
        {opened && (
          <>
            <Button disabled={progress !== null} onClick={() => open(opened.files, judging)}>
              {t('rec.again')}
            </Button>
            <FileButton className="rec-open" onFiles={onFiles}>
              {t('rec.another')}
            </FileButton>
          </>
        )}
      </header>
      {progress && <ProgressLine progress={progress} onCancel={cancel} />}
      {failure !== null && (
        <Alert
          className="rec-alert"
          type="error"
          showIcon
          title={t('rec.failed')}
          description={openFailure(failure, { t, lang })}
        />
      )}
      {opened === null ? (
        <EmptyState onFiles={onFiles} />
      ) : (
        <Opened
          key={opened.recording.id}
          recording={opened.recording}
          onReopen={() => open(opened.files, opened.judging)}
        />
      )}
    </DropArea>
  );
}

function JudgingFields({ judging, onChange }: { readonly judging: Judging; readonly onChange: (j: Judging) => void }) {
  const { t } = useLanguage();
  const serversOwn = useHealth().data?.profile ?? 'gb';
  return (
    <div className="rec-judging">
      <label htmlFor="rec-profile">
        <span>{t('rec.profile')}</span>
        <Select<ProfileId>
          id="rec-profile"
          value={judging.profile ?? serversOwn}
          onChange={(profile) => onChange({ ...judging, profile })}
          options={PROFILES.map((p) => ({ value: p, label: t(`rec.profile.${p}`) }))}
          popupMatchSelectWidth={false}
        />
      </label>
      <Tooltip title={t('rec.udinHint')}>
        <label htmlFor="rec-udin">
          <span>{t('rec.udin')}</span>
          <InputNumber<number>
            id="rec-udin"
            value={judging.udinV}
            min={0.1}
            max={2_000_000}
            placeholder={t('rec.udinAuto')}
            onChange={(udinV) => onChange({ ...judging, udinV: typeof udinV === 'number' ? udinV : null })}
          />
        </label>
      </Tooltip>
    </div>
  );
}

function Opened({ recording, onReopen }: { readonly recording: Recording; readonly onReopen: () => void }) {
  const { t } = useLanguage();
  const zone = useZone();
  const rows = useMemo(() => eventRows(recording), [recording]);
  const [view, setView] = useState<View>(() => firstView(recording));
  const onStep = (s: Step) => setView((v) => step(recording, rows, v, s));
  const chart = useRef<HTMLDivElement>(null);
  const onChoose = (key: string) => {
    onStep({ kind: 'event', key });
    chart.current?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  };
  // The link or button that led here keeps the arrow keys otherwise.
  useEffect(() => chart.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${recording.file} – Gridwitness`;
    return () => {
      document.title = 'Gridwitness';
    };
  }, [recording.file]);
  if (recording.parts.length === 0) {
    return (
      <>
        <Alert
          className="rec-alert"
          type="warning"
          showIcon
          title={t('rec.nothing')}
          description={t('rec.nothingHint')}
        />
        <ProblemList recording={recording} />
        {recording.channelList.length > 0 && (
          <details className="rec-card rec-listed">
            <summary>{t('rec.listed', { n: recording.channelList.length })}</summary>
            {recording.channelList.join(', ')}
          </details>
        )}
      </>
    );
  }
  return (
    <>
      <PartTable recording={recording} part={view.part} zone={zone} onPart={(part) => onStep({ kind: 'part', part })} />
      <div ref={chart} tabIndex={-1} className="rec-focus">
        <RecordingChart {...{ recording, rows, view, zone, onStep, onReopen }} />
      </div>
      <EventList recording={recording} rows={rows} chosen={view.chosen} zone={zone} onChoose={onChoose} />
      <div className="rec-columns">
        <MagnitudePlot rows={rows} chosen={view.chosen} zone={zone} onChoose={onChoose} />
        <ProblemList recording={recording} />
      </div>
      <p className="hint">{t('rec.memory')}</p>
    </>
  );
}
