/** Frame of every page: name, navigation, language, zone, progress of the history, and a mark when the server is away. */
import { Alert, Button, Layout, Menu, Progress } from 'antd';
import { Link, Outlet, useLocation } from 'react-router';
import { formatTime } from '../../core/time.ts';
import { useHealth } from '../lib/health.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { useLiveStream } from '../lib/live.ts';

const PAGES = [
  { path: '/desk', key: 'nav.desk' },
  { path: '/lines', key: 'nav.lines' },
  { path: '/now', key: 'nav.now' },
  { path: '/quality', key: 'nav.quality' },
  { path: '/recording', key: 'nav.recording' },
] as const;

export function Shell() {
  const { t, lang, setLang } = useLanguage();
  const health = useHealth();
  const live = useLiveStream();
  const here = useLocation().pathname;
  const zone = health.data?.zone;
  return (
    <Layout className="shell">
      <Layout.Header className="shell-head">
        <Link to="/desk" className="brand">
          <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
            <path
              d="M2 17h6l3-9 5 17 4-11 2 3h8"
              fill="none"
              stroke="#ffc53d"
              strokeWidth="2.4"
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          </svg>
          <span>
            Gridwitness <small>{t('app.subtitle')}</small>
          </span>
        </Link>
        <Menu
          theme="dark"
          mode="horizontal"
          selectedKeys={PAGES.filter((p) => here.startsWith(p.path)).map((p) => p.path)}
          items={PAGES.map((p) => ({ key: p.path, label: <Link to={p.path}>{t(p.key)}</Link> }))}
        />
        <div className="shell-right">
          {zone && <span>{t('app.zone', { zone: `${zone} ${formatTime(0, zone).slice(23)}` })}</span>}
          <span className={live ? 'live on' : 'live'}>{t('now.live')}</span>
          <Button ghost size="small" autoInsertSpace={false} onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
            {t('app.language')}
          </Button>
        </div>
      </Layout.Header>
      <HistoryProgress />
      {health.error && <Alert banner type="warning" title={t('app.offline')} />}
      <Layout.Content className="shell-body">
        <Outlet />
      </Layout.Content>
    </Layout>
  );
}

function HistoryProgress() {
  const { t, pick } = useLanguage();
  const history = useHealth().data?.history;
  if (!history) return null;
  const percent = Math.floor((100 * history.done) / Math.max(1, history.total));
  return (
    <div className="history" role="status">
      <span>{t('app.history', { what: pick(history.what), percent })}</span>
      <Progress percent={percent} showInfo={false} size="small" />
    </div>
  );
}
