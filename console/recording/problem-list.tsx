/** What was found while reading, by file, line and field: a fault of the file, never of the person. */
import { Table, Tag } from 'antd';
import type { Recording } from '../../correlator/contract/recording.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { problemText } from './problem-text.ts';

const PAGE_ROWS = 8;

export function ProblemList({ recording }: { readonly recording: Recording }) {
  const { t, pick } = useLanguage();
  const { problems, problemCount } = recording;
  if (problems.length === 0) return null;
  const rows = problems.map((p, key) => ({ ...p, key }));
  type Row = (typeof rows)[number];
  return (
    <section className="rec-card">
      <h2>{t('rec.problems', { n: problemCount })}</h2>
      <Table
        size="small"
        dataSource={rows}
        pagination={{ defaultPageSize: PAGE_ROWS, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: t('rec.problemWhat'),
            width: '26%',
            render: (_, r: Row) => (
              <>
                <Tag color={r.severity === 'error' ? 'red' : 'default'}>{t(`rec.severity.${r.severity}`)}</Tag>
                {pick(problemText(r.code))}
              </>
            ),
          },
          {
            title: t('rec.problemWhere'),
            width: '24%',
            render: (_, r: Row) =>
              [r.file, r.line === null ? null : t('rec.line', { n: r.line }), r.field].filter(Boolean).join(' · '),
          },
          {
            title: t('rec.problemExpected'),
            width: '25%',
            // The reader names the option of the command line; here it is a field.
            render: (_, r: Row) => (r.expected === '--udin' ? t('rec.udinGiven') : r.expected),
          },
          { title: t('rec.problemGot'), width: '25%', dataIndex: 'got' },
        ]}
      />
      {problemCount > problems.length && <p className="hint">{t('rec.problemsMore', { n: problems.length })}</p>}
    </section>
  );
}
