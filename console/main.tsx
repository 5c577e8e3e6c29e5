/** The console: one page per job. Maps and charts are loaded when their page is opened. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider, Spin } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { LanguageProvider, useLanguage } from './lib/i18n.tsx';
import { DeskPage } from './pages/desk.tsx';
import { Shell } from './parts/shell.tsx';
import './style.css';

const HeldPage = lazy(() => import('./pages/held.tsx').then((m) => ({ default: m.HeldPage })));
const LinesPage = lazy(() => import('./pages/lines.tsx').then((m) => ({ default: m.LinesPage })));
const NowPage = lazy(() => import('./pages/now.tsx').then((m) => ({ default: m.NowPage })));
const QualityPage = lazy(() => import('./pages/quality.tsx').then((m) => ({ default: m.QualityPage })));
const RecordingPage = lazy(() => import('./pages/recording.tsx').then((m) => ({ default: m.RecordingPage })));
const SupplyPointPage = lazy(() => import('./pages/supply-point.tsx').then((m) => ({ default: m.SupplyPointPage })));

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false } },
});

function Console() {
  const { lang } = useLanguage();
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={{
        token: {
          colorPrimary: '#0b5c8c',
          borderRadius: 6,
          fontFamily:
            lang === 'zh'
              ? "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
              : "'Inter','Segoe UI','Noto Sans','Noto Sans CJK SC',sans-serif",
        },
      }}
    >
      <App>
        <Suspense fallback={<Spin className="page-spin" />}>
          <Routes>
            <Route element={<Shell />}>
              <Route path="/desk" element={<DeskPage />} />
              <Route path="/held" element={<HeldPage />} />
              <Route path="/lines" element={<LinesPage />} />
              <Route path="/now" element={<NowPage />} />
              <Route path="/quality" element={<QualityPage />} />
              <Route path="/recording" element={<RecordingPage />} />
              <Route path="/supply-points/:id" element={<SupplyPointPage />} />
              <Route path="*" element={<Navigate to="/desk" replace />} />
            </Route>
          </Routes>
        </Suspense>
      </App>
    </ConfigProvider>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Console />
        </BrowserRouter>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
