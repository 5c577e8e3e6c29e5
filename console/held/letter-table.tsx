/** Held messages and facts, newest first; a row opens its content. */
import { Table, Tag } from 'antd';
import type { LetterOut } from '../../correlator/contract/letters.ts';
import { useZone } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { fullTime } from '../lib/time.ts';
import { Nothing } from '../parts/states.tsx';
import { heldEn } from '../text/held.ts';

export function LetterTable(props: {
  readonly items: readonly LetterOut[];
  readonly empty: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useLanguage();
  const zone = useZone();
  const kindName = useKindName();
  return (
    <Table
      size="small"
      rowKey="id"
      className="quality-table held-table"
      dataSource={[...props.items]}
      pagination={false}
      locale={{ emptyText: <Nothing text={props.empty} /> }}
      scroll={{ x: 1000 }}
      rowSelection={{
        selectedRowKeys: [...props.chosen],
        onChange: (keys) => props.onChoose(keys.map(String)),
        getCheckboxProps: (l) => ({ disabled: l.done !== null, 'aria-label': l.id }),
      }}
      onRow={(l) => ({
        tabIndex: 0,
        'aria-label': `${l.subject} ${l.reason}`,
        onClick: () => props.onOpen(l.id),
        onKeyDown: (e) => {
          // A blank on the check box chooses, it does not open.
          if (e.key === 'Enter' && e.target === e.currentTarget) props.onOpen(l.id);
        },
      })}
      columns={[
        { title: t('held.time'), width: 205, render: (_, l) => <span className="num">{fullTime(l.at, zone)}</span> },
        { title: t('held.kind'), width: 130, render: (_, l) => kindName(l.kind) },
        {
          title: t('held.subject'),
          width: 220,
          render: (_, l) => (
            <>
              <b>{l.meter ?? l.subject}</b>
              {l.store && (
                <>
                  <br />
                  <small>{t('held.store', { store: l.store })}</small>
                </>
              )}
            </>
          ),
        },
        {
          title: t('held.reason'),
          render: (_, l) => (
            <span className="quality-problem">
              {l.reason}
              {l.lost && <small> {t('held.lost', { fields: l.lost.join(', ') })}</small>}
            </span>
          ),
        },
        {
          title: t('held.state'),
          width: 100,
          render: (_, l) =>
            l.done === null ? <Tag color="orange">{t('held.open')}</Tag> : <Tag color="green">{t('held.done')}</Tag>,
        },
      ]}
    />
  );
}

/** A kind of a newer server is shown as it is. */
export function useKindName(): (kind: string) => string {
  const { t } = useLanguage();
  return (kind) => {
    const key = `held.kind.${kind}`;
    return isWord(key) ? t(key) : kind;
  };
}

function isWord(key: string): key is keyof typeof heldEn {
  return key in heldEn;
}
