/** One held message or fact in full, its content as it came. */
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Typography } from 'antd';
import type { LetterDetail } from '../../correlator/contract/letters.ts';
import { api } from '../lib/api.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime } from '../lib/time.ts';
import { Loaded } from '../parts/states.tsx';
import { useKindName } from './letter-table.tsx';

export function LetterDrawer({ id, onClose }: { readonly id: string | null; readonly onClose: () => void }) {
  const query = useQuery({
    queryKey: ['held', 'letter', id],
    queryFn: ({ signal }) => api.getDeadLetter({ params: { id: id ?? '' }, signal }),
    enabled: id !== null,
  });
  return (
    <Drawer open={id !== null} onClose={onClose} title={id} size={640} className="quality-drawer">
      <Loaded query={query} rows={8}>
        {(letter) => <Detail letter={letter} />}
      </Loaded>
    </Drawer>
  );
}

function Detail({ letter }: { readonly letter: LetterDetail }) {
  const { t } = useLanguage();
  const zone = useZone();
  const kindName = useKindName();
  const { done, raw } = letter;
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'time', label: t('held.time'), children: fullTime(letter.at, zone) },
          { key: 'kind', label: t('held.kind'), children: kindName(letter.kind) },
          { key: 'subject', label: t('held.subject'), children: letter.subject },
          { key: 'reason', label: t('held.reason'), children: letter.reason },
          {
            key: 'state',
            label: t('held.state'),
            children: done === null ? t('held.open') : t('held.by', { time: fullTime(done.at, zone), by: done.by }),
          },
        ]}
      />
      <h3>
        {t('held.content')} <small>{t(`held.form.${raw.form}`)}</small>
      </h3>
      <Typography.Paragraph copyable={{ text: raw.body }}>
        <pre className="quality-problem" style={{ whiteSpace: 'pre-wrap' }}>
          {raw.body}
        </pre>
      </Typography.Paragraph>
    </>
  );
}
