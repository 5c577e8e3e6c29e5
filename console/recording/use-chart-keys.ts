/** Keys of the chart, on the whole page: no need to hit it first. Fields, menus and lists keep their own keys. */
import { useEffect, useRef } from 'react';
import type { Step } from './view.ts';

const ZOOM_IN = 0.5;
const SHIFT_SHARE = 0.5;

export function useChartKeys(onStep: (step: Step) => void): void {
  const latest = useRef(onStep);
  latest.current = onStep;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.altKey || e.metaKey || ownsKeys(e.target)) return;
      const step = stepOf(e.key, e.shiftKey);
      if (step === null) return;
      e.preventDefault();
      latest.current(step);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

export function stepOf(key: string, isShift: boolean): Step | null {
  if (key === 'ArrowRight') return isShift ? { kind: 'shift', share: SHIFT_SHARE } : { kind: 'next', by: 1 };
  if (key === 'ArrowLeft') return isShift ? { kind: 'shift', share: -SHIFT_SHARE } : { kind: 'next', by: -1 };
  if (key === '+' || key === '=') return { kind: 'scale', factor: ZOOM_IN };
  if (key === '-' || key === '_') return { kind: 'scale', factor: 1 / ZOOM_IN };
  if (key === 'Escape') return { kind: 'back' };
  if (key === '0') return { kind: 'whole' };
  return null;
}

function ownsKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest('input:not([type=checkbox]),textarea,select,[role=combobox],[role=listbox],[role=menu]') !== null
  );
}
