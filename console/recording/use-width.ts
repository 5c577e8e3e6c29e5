/** Width of an element as it is now, for drawings whose text must not be stretched. */
import { type RefObject, useEffect, useRef, useState } from 'react';

const BEFORE_MEASURED_PX = 800;

export function useWidth(): [box: RefObject<HTMLDivElement | null>, widthPx: number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(BEFORE_MEASURED_PX);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [box, width];
}
