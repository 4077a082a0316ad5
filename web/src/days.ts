/** Days as text (YYYY-MM-DD), and as indices into the run. */
import type { Day } from "./api";

const MS_A_DAY = 86_400_000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Returns the days since 1970. */
export function ordinal(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / MS_A_DAY);
}

/** Returns whether the text is a day of the calendar. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(ordinal(text)) && fromOrdinal(ordinal(text)) === text;
}

export function fromOrdinal(days: number): Day {
  return new Date(days * MS_A_DAY).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return fromOrdinal(ordinal(day) + days);
}

export function daysBetween(from: Day, to: Day): number {
  return ordinal(to) - ordinal(from);
}

/** Returns the position of a day among consecutive dates, held within them. */
export function indexOf(dates: readonly Day[], day: Day): number {
  const first = dates[0];
  return first === undefined ? 0 : clamp(daysBetween(first, day), 0, dates.length - 1);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Returns the Monday of the ISO week that holds the day. */
export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** Returns `3 July 2017`, kept on one line. */
export function longDay(day: Day): string {
  const [year, month, date] = parts(day);
  return `${date}\u00a0${MONTHS[month - 1]}\u00a0${year}`;
}

/** Returns `3 Jul 2017`. */
export function shortDay(day: Day): string {
  const [year, month, date] = parts(day);
  return `${date}\u00a0${MONTHS[month - 1]?.slice(0, 3)}\u00a0${year}`;
}

/** Returns `3 Jul`. */
export function dayAndMonth(day: Day): string {
  const [, month, date] = parts(day);
  return `${date}\u00a0${MONTHS[month - 1]?.slice(0, 3)}`;
}

export function weekday(day: Day): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
}

/** Returns firsts of months with labels, the year where it begins; both ends where there is no such day. */
export function monthTicks(dates: readonly Day[], about: number): { day: Day; label: string }[] {
  const first = dates[0];
  const last = dates[dates.length - 1];
  if (first === undefined || last === undefined) return [];
  const months = dates.filter((day) => day.endsWith("-01"));
  if (months.length < 2) return [first, last].map((day) => ({ day, label: shortDay(day) }));
  const stride = [1, 2, 3, 4, 6, 12, 24, 60].find((step) => months.length <= about * step) ?? 120;
  const chosen = months.filter((day) => monthNumber(day) % stride === 0);
  return (chosen.length > 0 ? chosen : months.slice(0, 1)).map((day, index, all) => ({ day, label: monthLabel(day, all[index - 1]) }));
}

function monthNumber(day: Day): number {
  const [year, month] = parts(day);
  return year * 12 + month - 1;
}

function monthLabel(day: Day, before: Day | undefined): string {
  const [year, month] = parts(day);
  const name = MONTHS[month - 1]?.slice(0, 3) ?? "";
  return before === undefined || parts(before)[0] !== year ? `${name} ${year}` : name;
}

function parts(day: Day): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month, date];
}
