/** Where a complaint is on its way, and the button for the next step. Moving on asks once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Steps } from 'antd';
import { type Complaint, STATUSES } from '../../correlator/contract/complaint.ts';
import { api, failureText } from '../lib/api.ts';
import { useLanguage } from '../lib/i18n.tsx';

export function StatusSteps({ complaint }: { readonly complaint: Complaint }) {
  const { t, lang } = useLanguage();
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (status: Complaint['status']) =>
      api.setComplaintStatus({ params: { id: complaint.id }, body: { status } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['complaint'] }),
        queries.invalidateQueries({ queryKey: ['complaints'] }),
      ]),
  });
  const next = complaint.nextStatuses[0];
  return (
    <div className="status">
      <Steps
        size="small"
        current={STATUSES.indexOf(complaint.status)}
        items={STATUSES.map((s) => ({ title: t(`status.${s}`) }))}
      />
      {next && (
        <Popconfirm title={t('status.sure', { status: t(`status.${next}`) })} onConfirm={() => move.mutate(next)}>
          <Button size="small" loading={move.isPending}>
            {t('status.next', { status: t(`status.${next}`) })}
          </Button>
        </Popconfirm>
      )}
      {move.error && <Alert type="error" title={failureText(move.error, lang)} />}
    </div>
  );
}
