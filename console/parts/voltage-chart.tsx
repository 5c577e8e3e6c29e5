/** Voltage per phase over time with the limit band; gaps stay gaps. Left and right edges match the lanes below. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { SupplyPointVoltage } from '../../correlator/contract/supply-point.ts';
import { PHASE_COLOR } from '../lib/colors.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { Nothing } from './states.tsx';

/** Pixels left of the first and right of the last instant, shared with time-lanes.tsx. */
export const AXIS_LEFT_PX = 104;
export const AXIS_RIGHT_PX = 20;
const HEIGHT_PX = 300;

export function VoltageChart({ voltage, zone }: { readonly voltage: SupplyPointVoltage; readonly zone: string }) {
  const { t, lang } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null || voltage.times.length === 0) return;
    const plot = new uPlot(
      options(voltage, zone, element.clientWidth, t('point.voltage'), lang),
      dataOf(voltage),
      element,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [voltage, zone, t, lang]);
  if (voltage.times.length === 0) return <Nothing text={t('point.noData')} />;
  return <div ref={box} role="img" aria-label={t('point.voltage')} />;
}

export function VoltageLegend({ voltage }: { readonly voltage: SupplyPointVoltage }) {
  const { t } = useLanguage();
  const { lowV, highV, clause } = voltage.limits;
  return (
    <>
      {voltage.phases.map((p) => (
        <span key={p.phase}>
          <i style={{ background: PHASE_COLOR[p.phase] ?? '#1677ff' }} />
          {t('point.phase', { phase: p.phase })}
        </span>
      ))}
      <span title={clause}>
        <i style={{ background: '#cf1322' }} />
        {t('point.limits', { low: lowV.toFixed(1), high: highV.toFixed(1) })} · {clause}
      </span>
    </>
  );
}

function dataOf(v: SupplyPointVoltage): uPlot.AlignedData {
  return [v.times.map((time) => Date.parse(time) / 1000), ...v.phases.map((p) => p.meanV)] as uPlot.AlignedData;
}

function options(v: SupplyPointVoltage, zone: string, width: number, label: string, lang: string): uPlot.Options {
  const { lowV, highV } = v.limits;
  const margin = (highV - lowV) * 0.15;
  return {
    width,
    height: HEIGHT_PX,
    padding: [8, AXIS_RIGHT_PX, 0, 0],
    legend: { show: false },
    tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), zone),
    scales: {
      x: { time: true, range: [Date.parse(v.from) / 1000, Date.parse(v.to) / 1000] },
      y: { range: (_, min, max) => [Math.min(min ?? lowV, lowV) - margin, Math.max(max ?? highV, highV) + margin] },
    },
    axes: [
      { values: (_, ticks) => ticks.map((s) => axisTime(s * 1000, zone, lang)), space: 90 },
      { label, size: AXIS_LEFT_PX - 22, labelSize: 22 },
    ],
    series: [
      {},
      ...v.phases.map((p) => ({
        label: p.phase,
        stroke: PHASE_COLOR[p.phase] ?? '#1677ff',
        width: 1.2,
        spanGaps: false,
        points: { show: false },
      })),
    ],
    hooks: { drawClear: [(u) => drawLimits(u, lowV, highV)] },
  };
}

/** Day at midnight, else hour and minute, in the utility's zone. */
function axisTime(ms: number, zone: string, lang: string): string {
  const part = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const of = (type: string) => part.find((p) => p.type === type)?.value ?? '';
  return of('hour') === '00' && of('minute') === '00' ? `${of('month')}-${of('day')}` : `${of('hour')}:${of('minute')}`;
}

function drawLimits(u: uPlot, lowV: number, highV: number): void {
  const { ctx, bbox } = u;
  const top = u.valToPos(highV, 'y', true);
  const bottom = u.valToPos(lowV, 'y', true);
  ctx.save();
  ctx.fillStyle = '#f0f9f0';
  ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  ctx.strokeStyle = '#cf1322';
  ctx.setLineDash([6, 4]);
  for (const y of [top, bottom]) {
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
