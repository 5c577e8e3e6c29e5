/** Who is calling and how this supply point is fed. */
import { LineChartOutlined } from '@ant-design/icons';
import { Card, Descriptions } from 'antd';
import { Link } from 'react-router';
import type { SupplyPoint } from '../../correlator/contract/supply-point.ts';
import { useLanguage } from '../lib/i18n.tsx';

export function CustomerCard({ point }: { readonly point: SupplyPoint }) {
  const { t } = useLanguage();
  const c = point.customer;
  const own = point.meters.filter((m) => m.relation === 'own');
  return (
    <Card
      size="small"
      title={`${c.name} · ${c.supplyPoint}`}
      extra={
        <Link to={`/supply-points/${encodeURIComponent(c.supplyPoint)}`}>
          <LineChartOutlined /> {t('desk.supplyPoint')}
        </Link>
      }
    >
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'account', label: t('desk.account'), children: <span className="num">{c.account}</span> },
          { key: 'phone', label: t('desk.phone'), children: <span className="num">{c.phoneMasked}</span> },
          { key: 'address', label: t('desk.address'), children: c.address, span: 'filled' },
          { key: 'area', label: t('desk.area'), children: c.area ?? t('state.unknown') },
          { key: 'feeder', label: t('desk.feeder'), children: c.feeder ?? t('state.unknown') },
          {
            key: 'phases',
            label: t('desk.phases'),
            children: `${c.phases === '?' ? t('state.unknown') : c.phases} · ${c.nominalV} V`,
          },
          {
            key: 'meters',
            label: t('desk.meters'),
            children: own.length === 0 ? t('desk.noMeter') : own.map((m) => `${m.meter} (${m.method})`).join(', '),
          },
        ]}
      />
    </Card>
  );
}
