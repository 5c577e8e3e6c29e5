/** How the customer's words were understood, shown while typing; a hazard comes first and in red. */
import { Alert, Tag } from 'antd';
import { CATEGORY_TEXT } from '../../core/complaint.ts';
import type { Triage } from '../../correlator/contract/complaint.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { CategoryTag, SymptomTags } from './tags.tsx';

export function Understood({ triage }: { readonly triage: Triage | null }) {
  const { t, pick } = useLanguage();
  if (triage === null) return <div className="understood" />;
  return (
    <>
      {triage.category === 'hazard' && <Alert type="error" showIcon title={t('order.hazardStep')} />}
      <div className="understood" aria-live="polite">
        <small>{t('desk.understood')}</small>
        <CategoryTag category={triage.category} />
        <small>{Math.round(triage.p * 100)} %</small>
        {triage.second && <small>{t('desk.second', { category: pick(CATEGORY_TEXT[triage.second]) })}</small>}
        <SymptomTags symptoms={triage.symptoms} />
        {triage.storm && <Tag color="purple">{t('desk.storm')}</Tag>}
        {triage.neighbours !== 'unsaid' && (
          <Tag>{t(triage.neighbours === 'yes' ? 'desk.neighboursYes' : 'desk.neighboursNo')}</Tag>
        )}
      </div>
    </>
  );
}
