/** On which days a corridor is open, and what dragging does to such a window. */
import type { Day, Lever, Picture, Window } from "../api";
import { addDays, clamp, fromOrdinal, indexOf, ordinal } from "../days";

export type CorridorLever = Extract<Lever, { kind: "corridor" }>;
export type Grip = "from" | "until" | "whole";

/** Returns the stretches of open days in flags by day; a stretch that reaches the last day has no end. */
export function windowsOf(flags: readonly (0 | 1)[] | undefined, dates: readonly Day[]): Window[] {
  const windows: Window[] = [];
  let from: Day | null = null;
  dates.forEach((day, index) => {
    const open = flags?.[index] === 1;
    if (open && from === null) from = day;
    if (!open && from !== null) {
      windows.push({ from, until: day });
      from = null;
    }
  });
  if (from !== null) windows.push({ from, until: null });
  return windows;
}

/** Returns when a corridor is open: as its levers say, else as in the picture, else as the scenario has it. */
export function shownWindows(levers: readonly CorridorLever[], id: string, picture: Picture | null, usual: readonly Window[]): Window[] {
  const open = levers.find((lever) => lever.open);
  const flags = picture?.corridors[id];
  const before = open ? [{ from: open.from, until: open.until }] : flags ? windowsOf(flags, picture.dates) : [...usual];
  return levers.filter((lever) => !lever.open).reduce((windows, { from, until }) => without(windows, { from, until }), before);
}

/** Returns the place in the list of the lever that a drag of a corridor's window moves: the one that opens it; past the last where there is none. */
export function draggedLever(levers: readonly Lever[], id: string): number {
  const own = (lever: Lever): boolean => lever.kind === "corridor" && lever.id === id;
  const open = levers.findIndex((lever) => own(lever) && lever.kind === "corridor" && lever.open);
  const any = open >= 0 ? open : levers.findIndex(own);
  return any >= 0 ? any : levers.length;
}

/** Returns windows with a stretch of days cut out of them. */
export function without(windows: readonly Window[], cut: Window): Window[] {
  return windows.flatMap((window) => {
    const parts: Window[] = [
      { from: window.from, until: earlier(window.until, cut.from) },
      ...(cut.until === null ? [] : [{ from: later(window.from, cut.until), until: window.until }]),
    ];
    return parts.filter((part) => part.until === null || part.from < part.until);
  });
}

function earlier(a: Day | null, b: Day): Day {
  return a === null || b < a ? b : a;
}

function later(a: Day, b: Day): Day {
  return a < b ? b : a;
}

/** Returns a window after one of its grips was moved to a day, or all of it by some days; it keeps at least one open day. */
export function moved(window: Window, grip: Grip, by: number, dates: readonly Day[]): Window {
  const first = ordinal(dates[0] as Day);
  const end = first + dates.length; // the day after the last
  const from = ordinal(window.from);
  const until = window.until === null ? end : ordinal(window.until);
  if (grip === "from") return made(clamp(from + by, first, until - 1), until, end);
  if (grip === "until") return made(from, clamp(until + by, from + 1, end), end);
  const step = clamp(by, first - from, end - until);
  return made(from + step, until + step, end);
}

function made(from: number, until: number, end: number): Window {
  return { from: fromOrdinal(from), until: until >= end ? null : fromOrdinal(until) };
}

/** Returns where a window begins and ends, as shares of the calendar's width. */
export function extent(window: Window, dates: readonly Day[]): { left: number; right: number } {
  const first = dates[0] as Day;
  const share = (day: Day): number => clamp((ordinal(day) - ordinal(first)) / dates.length, 0, 1);
  return { left: share(window.from), right: window.until === null ? 1 : share(window.until) };
}

/** Returns the day under a share of the calendar's width. */
export function dayAt(share: number, dates: readonly Day[]): Day {
  return addDays(dates[0] as Day, clamp(Math.floor(share * dates.length), 0, dates.length - 1));
}

/** Returns the middle of a day as a share of the calendar's width. */
export function middleOf(day: Day, dates: readonly Day[]): number {
  return (indexOf(dates, day) + 0.5) / dates.length;
}
