/** How numbers are written: never finer than their interval, never without it. The report writes them the same way. */

export const SUPPRESSED = "fewer than 50";
const MINUS = "\u2212";

export interface Interval {
  middle: number | null;
  low: number | null;
  high: number | null;
}

/** Returns the power of ten to round to: at most a twentieth of the interval's width, at least `least`. */
export function stepOf(width: number, least = 1): number {
  if (!Number.isFinite(width) || width < 20 * least) return least;
  return 10 ** Math.floor(Math.log10(width / 20) + 1e-9);
}

/** Returns a whole number with thousands separators. */
export function plain(value: number | null, step = 1): string {
  if (value === null || !Number.isFinite(value)) return SUPPRESSED;
  const rounded = Math.floor(value / step + 0.5) * step;
  const text = Math.abs(rounded).toLocaleString("en-GB", { maximumFractionDigits: step < 1 ? 2 : 0 });
  return rounded < 0 ? MINUS + text : text;
}

/** Returns the same with its sign: `+1,200`, `−300`, `0`. */
export function signed(value: number | null, step = 1): string {
  const text = plain(value, step);
  return value !== null && /[1-9]/.test(text) && value > 0 ? `+${text}` : text;
}

/** Returns a tick label: `0`, `500`, `20,000`, `1.5 million`. */
export function compact(value: number): string {
  const size = Math.abs(value);
  const text = size >= 1e6 ? `${trimmed(size / 1e6)}\u00a0million` : size.toLocaleString("en-GB", { maximumFractionDigits: 2 });
  return value < 0 ? MINUS + text : text;
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? "–" : `${Math.round(100 * value)}\u00a0%`;
}

function stepFor(interval: Interval, unit: string): number {
  const low = interval.low ?? 0;
  const high = interval.high ?? interval.middle ?? 0;
  return stepOf(high - low, isShare(unit) ? 0.01 : 1);
}

export function isShare(unit: string): boolean {
  return unit === "ratio" || unit === "share";
}

/** Returns median and range apart, so that a page can set the first larger; both rounded alike. */
export function spoken(interval: Interval, unit: string, difference: boolean): { middle: string; range: string } {
  if (interval.middle === null) return { middle: SUPPRESSED, range: "" };
  const step = stepFor(interval, unit);
  const write = difference ? signed : plain;
  return { middle: write(interval.middle, step), range: `${write(interval.low, step)} to ${write(interval.high, step)}` };
}

/** Returns `158,900 (133,000 to 196,000)`. */
export function withRange(interval: Interval, unit: string, difference = false): string {
  const { middle, range } = spoken(interval, unit, difference);
  return range === "" ? middle : `${middle} (${range})`;
}

/** Returns what an interval says about the sign of a difference, rounded as it is written: an end shown as 0 is not past 0. */
export function sign(interval: Interval): "more" | "fewer" | "none" | "uncertain" {
  const { low, high, middle } = interval;
  if (low === null || high === null || middle === null) return "uncertain";
  if (low === 0 && high === 0) return "none";
  const step = stepOf(high - low, Number.isInteger(low) && Number.isInteger(high) ? 1 : 0.01);
  const rounded = (value: number): number => Math.floor(value / step + 0.5);
  return rounded(low) > 0 ? "more" : rounded(high) < 0 ? "fewer" : "uncertain";
}

export function quantityName(id: string): string {
  const words = NAMES[id] ?? id.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const NAMES: Record<string, string> = {
  displaced_current: "displaced now",
  displaced_ever: "displaced so far",
  exposed_people: "people ever amid fighting",
  exposed_person_days: "exposed person-days",
  trapped_no_exit: "trapped with no way out",
  load: "load of the camp",
  held_person_days: "person-days held",
  queue_person_days: "person-days in the queue",
  unsheltered_nights: "unsheltered nights",
  retaken_share: "share retaken",
  innocent_held: "people held who are no fighters",
  deaths: "deaths of civilians",
  waiting: "waiting for a check",
  present: "people present",
};
