/** Moving and enlarging the map by mouse, touch and wheel. */
import { type RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { type Point, type View, shifted, zoomed } from "./projection";

const STILL_PX = 4; // less than this is a click

export function usePanZoom(ref: RefObject<SVGSVGElement | null>, change: (how: (view: View) => View) => void): void {
  useEffect(() => {
    const svg = ref.current;
    if (!svg) return;
    const fingers = new Map<number, Point>();
    const spot = (event: MouseEvent): Point => {
      const box = svg.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const down = (event: PointerEvent): void => {
      if (event.button === 0) fingers.set(event.pointerId, spot(event));
    };
    const move = (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = spot(event);
      const held = svg.hasPointerCapture(event.pointerId);
      if (!held && Math.hypot(now[0] - before[0], now[1] - before[1]) < STILL_PX) return;
      if (!held) svg.setPointerCapture(event.pointerId);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      change((view) => (other ? pinched(view, before, now, other) : shifted(view, [now[0] - before[0], now[1] - before[1]])));
      fingers.set(event.pointerId, now);
    };
    const up = (event: PointerEvent): void => void fingers.delete(event.pointerId);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      change((view) => zoomed(view, Math.exp(-event.deltaY * 0.0016), spot(event)));
    };
    const listeners: [string, (event: never) => void][] = [
      ["pointerdown", down],
      ["pointermove", move],
      ["pointerup", up],
      ["pointercancel", up],
      ["wheel", wheel],
    ];
    for (const [name, listener] of listeners) svg.addEventListener(name, listener as EventListener, { passive: false });
    return () => {
      for (const [name, listener] of listeners) svg.removeEventListener(name, listener as EventListener);
    };
  }, []);
}

/** Returns the view after one of two fingers moved. */
function pinched(view: View, before: Point, now: Point, other: Point): View {
  const apart = (point: Point): number => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
  return zoomed(view, apart(now) / apart(before), other);
}
