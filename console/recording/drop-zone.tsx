/** Where files are dropped or chosen; before the first one it says what can be read. */
import { InboxOutlined } from '@ant-design/icons';
import { Progress as Bar, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useLanguage } from '../lib/i18n.tsx';
import type { Progress } from './upload.ts';

const FORMATS = ['rec.readsComtrade', 'rec.readsPqdif', 'rec.readsCsv', 'rec.readsDsmr'] as const;

/** Takes dropped files anywhere on its children. */
export function DropArea(props: { readonly onFiles: (files: File[]) => void; readonly children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's.
    <div
      className={isOver ? 'rec-area over' : 'rec-area'}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={(e) => {
        if (e.relatedTarget === null || !e.currentTarget.contains(e.relatedTarget as Node)) setOver(false);
      }}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        props.onFiles([...e.dataTransfer.files]);
      }}
    >
      {props.children}
    </div>
  );
}

/** Opens the browser's own dialogue for several files. */
export function FileButton(props: {
  readonly className: string;
  readonly onFiles: (files: File[]) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className={props.className}>
      <input
        type="file"
        multiple
        onChange={(e) => {
          props.onFiles([...(e.target.files ?? [])]);
          // The same files chosen again are a change again.
          e.target.value = '';
        }}
      />
      {props.children}
    </label>
  );
}

export function EmptyState({ onFiles }: { readonly onFiles: (files: File[]) => void }) {
  const { t } = useLanguage();
  return (
    <>
      <FileButton className="rec-drop" onFiles={onFiles}>
        <InboxOutlined />
        <b>{t('rec.drop')}</b>
        <span>{t('rec.dropHint')}</span>
      </FileButton>
      <section className="rec-card">
        <h2>{t('rec.reads')}</h2>
        <ul>
          {FORMATS.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <p className="hint">{t('rec.memory')}</p>
      </section>
    </>
  );
}

export function ProgressLine({ progress, onCancel }: { readonly progress: Progress; readonly onCancel: () => void }) {
  const { t } = useLanguage();
  const words =
    progress.kind === 'sending' ? t('rec.sending', { percent: progress.percent }) : t(`rec.${progress.kind}`);
  const isMeasured = progress.kind === 'sending';
  return (
    <div className="rec-progress" role="status">
      <span>{words}</span>
      <Bar percent={isMeasured ? progress.percent : 100} status="active" showInfo={false} size="small" />
      <Button size="small" onClick={onCancel}>
        {t('rec.cancel')}
      </Button>
    </div>
  );
}
