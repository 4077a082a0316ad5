/** A corridor's row on the calendar: its window can be dragged whole or by either end, and moved by the keyboard. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Day, Window } from "../api";
import { addDays, longDay, ordinal } from "../days";
import { type Grip, dayAt, extent, moved } from "./windows";

export interface TrackProps {
  name: string;
  dates: readonly Day[];
  windows: readonly Window[];
  before: readonly Window[]; // under the baseline
  changed: boolean; // whether a lever moved it
  agreed: boolean;
  /** Called with `released` false while a handle is dragged. */
  move(window: Window, released: boolean): void;
  /** Called where a drag is broken off: what it did is undone. */
  cancel(): void;
  reset(): void;
}

const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 };
const LEAST_DRAWN_DAYS = 2;

export function Track(props: TrackProps): ComponentChildren {
  const row = useRef<HTMLDivElement>(null);
  const shareOf = (event: PointerEvent): number => {
    const box = row.current?.getBoundingClientRect();
    return box ? (event.clientX - box.left) / box.width : 0;
  };
  return (
    <div class={`track${props.changed ? " changed" : ""}`} ref={row} onPointerDown={(event) => begin(event, props, shareOf)}>
      {props.before.map((window) => (
        <span class="window before" style={placed(window, props.dates)} />
      ))}
      {props.windows.map((window, index) => (
        <Bar key={index} {...props} window={window} row={row} />
      ))}
      {props.windows.length === 0 && <span class="closed-note">closed – drag here to open</span>}
    </div>
  );
}

function placed(window: Window, dates: readonly Day[]): { left: string; width: string } {
  const { left, right } = extent(window, dates);
  return { left: `${100 * left}%`, width: `${100 * (right - left)}%` };
}

/** On the empty track: a window is drawn from the day under the pointer to where it is let go. */
function begin(event: PointerEvent, props: TrackProps, shareOf: (event: PointerEvent) => number): void {
  if (event.target !== event.currentTarget || event.button !== 0) return;
  const start = dayAt(shareOf(event), props.dates);
  const drawn = (now: PointerEvent): Window => {
    const end = dayAt(shareOf(now), props.dates);
    const [from, last] = start <= end ? [start, end] : [end, start];
    return { from, until: addDays(last, 1) };
  };
  let shown = false;
  const told = (now: PointerEvent, released: boolean): void => {
    const window = drawn(now);
    const days = ordinal(window.until as Day) - ordinal(window.from);
    if (days > LEAST_DRAWN_DAYS) props.move(window, released);
    else if (shown && released) props.cancel(); // drawn back to nothing
    shown ||= days > LEAST_DRAWN_DAYS;
  };
  follow(event, told, props.cancel);
}

/** Calls `tell` for every move of the pointer until it is let go; `cancel` where the browser takes the touch for something else. */
function follow(event: PointerEvent, tell: (event: PointerEvent, released: boolean) => void, cancel: () => void): void {
  const element = event.currentTarget as HTMLElement;
  element.setPointerCapture(event.pointerId);
  const move = (now: PointerEvent): void => tell(now, false);
  const end = (now: PointerEvent): void => {
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", end);
    element.removeEventListener("pointercancel", end);
    if (now.type === "pointercancel") cancel();
    else tell(now, true);
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  event.preventDefault();
}

type BarProps = TrackProps & { window: Window; row: { current: HTMLElement | null } };

function Bar(props: BarProps): ComponentChildren {
  const { window, dates } = props;
  const drag = (event: PointerEvent, grip: Grip): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const startX = event.clientX;
    const width = props.row.current?.getBoundingClientRect().width ?? 1;
    let last = window;
    let shown = false;
    const told = (now: PointerEvent, released: boolean): void => {
      const by = Math.round(((now.clientX - startX) / width) * dates.length);
      const next = moved(window, grip, by, dates);
      const same = next.from === last.from && next.until === last.until;
      last = next;
      if (released ? shown || !same : !same) props.move(next, released); // let go where it began, it must be asked anew too
      shown ||= !same;
    };
    follow(event, told, props.cancel);
    (event.target as HTMLElement).focus();
  };
  const common = { ...props, drag };
  return (
    <div
      class={`window now ${props.agreed ? "agreed" : "unilateral"}`}
      style={placed(window, dates)}
      onPointerDown={(event) => drag(event, "whole")}
    >
      <Handle {...common} grip="from" day={window.from} says="opens" />
      <Handle {...common} grip="until" day={window.until ?? addDays(dates.at(-1) as Day, 1)} says="closes" />
    </div>
  );
}

type HandleProps = BarProps & { grip: "from" | "until"; day: Day; says: string; drag(event: PointerEvent, grip: Grip): void };

function Handle(props: HandleProps): ComponentChildren {
  const { dates, grip, window } = props;
  const first = ordinal(dates[0] as Day);
  const pressed = (event: KeyboardEvent): void => {
    const step = (KEYS[event.key] ?? 0) * (event.shiftKey ? 7 : 1);
    const far = event.key === "Home" ? -dates.length : event.key === "End" ? dates.length : 0;
    if (event.key === "Delete" || event.key === "Backspace") props.reset();
    else if (step + far !== 0) props.move(moved(window, grip, step + far, dates), true);
    else return;
    event.preventDefault();
  };
  return (
    <span
      class={`handle ${grip}`}
      role="slider"
      tabIndex={0}
      aria-label={`${props.name} ${props.says}`}
      aria-valuemin={0}
      aria-valuemax={dates.length}
      aria-valuenow={ordinal(props.day) - first}
      aria-valuetext={props.window.until === null && grip === "until" ? "after the last day" : longDay(props.day)}
      onPointerDown={(event) => props.drag(event, grip)}
      onKeyDown={pressed}
    />
  );
}
