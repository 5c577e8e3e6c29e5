/** Lanes under the voltage: disturbances, strokes, works, complaints, each mark with its words on hover. */
import { useEffect, useRef, useState } from 'react';
import { CATEGORY_TEXT } from '../../core/complaint.ts';
import { DISTURBANCE_TEXT, type DisturbanceKind } from '../../core/event.ts';
import type { SupplyPointVoltage } from '../../correlator/contract/supply-point.ts';
import { useLanguage } from '../lib/i18n.tsx';
import { duration, shortTime } from '../lib/time.ts';
import { AXIS_LEFT_PX, AXIS_RIGHT_PX } from './voltage-chart.tsx';

const LANE_PX = 26;
const MIN_MARK_PX = 3;

interface Mark {
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly color: string;
  readonly title: string;
}

export function TimeLanes({ voltage, zone }: { readonly voltage: SupplyPointVoltage; readonly zone: string }) {
  const { t } = useLanguage();
  const lanes = useMarks(voltage, zone);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const fromMs = Date.parse(voltage.from);
  const spanMs = Date.parse(voltage.to) - fromMs;
  const x = (ms: number) =>
    AXIS_LEFT_PX +
    ((Math.min(Math.max(ms, fromMs), fromMs + spanMs) - fromMs) / spanMs) * (width - AXIS_LEFT_PX - AXIS_RIGHT_PX);
  return (
    <div ref={box}>
      <svg className="lanes" height={LANE_PX * lanes.length + 4} role="img" aria-label={t('point.list')}>
        {lanes.map((lane, row) => (
          <g key={lane.name} transform={`translate(0 ${row * LANE_PX})`}>
            <line x1={AXIS_LEFT_PX} x2={width - AXIS_RIGHT_PX} y1={LANE_PX - 1} y2={LANE_PX - 1} stroke="#edf1f4" />
            <text x={4} y={17}>
              {lane.name}
            </text>
            {lane.marks
              .filter((m) => m.toMs >= fromMs && m.fromMs <= fromMs + spanMs)
              .map((m) => (
                <rect
                  key={m.key}
                  x={x(m.fromMs)}
                  y={5}
                  width={Math.max(MIN_MARK_PX, x(m.toMs) - x(m.fromMs))}
                  height={LANE_PX - 10}
                  rx={2}
                  fill={m.color}
                  fillOpacity={0.75}
                >
                  <title>{m.title}</title>
                </rect>
              ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function useMarks(
  v: SupplyPointVoltage,
  zone: string,
): readonly { readonly name: string; readonly marks: readonly Mark[] }[] {
  const { t, pick } = useLanguage();
  const at = (time: string | null, fallback: string) => Date.parse(time ?? fallback);
  return [
    {
      name: t('point.events'),
      marks: v.events.map((e) => ({
        key: `${e.meter}|${e.start}|${e.kind}`,
        fromMs: Date.parse(e.start),
        toMs: e.openEnd ? Date.parse(v.to) : Date.parse(e.start) + (e.durationMs ?? 0),
        color:
          e.kind === 'swell' || e.kind === 'overvoltage'
            ? '#fa541c'
            : e.kind === 'interruption' || e.kind === 'outage'
              ? '#262626'
              : '#0b5c8c',
        title: `${shortTime(e.start, zone, true)} ${pick(DISTURBANCE_TEXT[e.kind as DisturbanceKind])} ${e.pct === null ? '' : `${e.pct.toFixed(1)} %`} ${e.openEnd ? t('now.stillRunning') : duration(e.durationMs)} ${e.meter}`,
      })),
    },
    {
      name: t('point.strokes'),
      marks: v.strokes.map((s) => ({
        key: s.id,
        fromMs: Date.parse(s.time),
        toMs: Date.parse(s.time),
        color: '#722ed1',
        title: `${shortTime(s.time, zone, true)} ${s.peakKa ?? '?'} kA ${s.distanceM === null ? '' : `${Math.round(s.distanceM)} m`}`,
      })),
    },
    {
      name: t('point.works'),
      marks: v.works.map((w) => ({
        key: w.id,
        fromMs: at(w.actualStart ?? w.plannedStart, v.from),
        toMs: at(w.actualEnd ?? w.plannedEnd, v.to),
        color: w.notifiedAt === null ? '#c41d7f' : '#1d6fa5',
        title: `${w.id} ${shortTime(w.actualStart ?? w.plannedStart, zone)} – ${shortTime(w.actualEnd ?? w.plannedEnd, zone)}`,
      })),
    },
    {
      name: t('point.complaints'),
      marks: v.complaints.map((c) => ({
        key: `${c.id}|${c.received}`,
        fromMs: Date.parse(c.received),
        toMs: Date.parse(c.received),
        color: c.own ? '#cf1322' : '#ffa39e',
        title: `${shortTime(c.received, zone)} ${pick(CATEGORY_TEXT[c.category])} ${c.own ? c.id : ''}`,
      })),
    },
  ];
}
