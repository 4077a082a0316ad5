/** Dated events, gathered by day. */
import type { DatedEvent, Day } from "../api";

export interface EventDay {
  day: Day;
  events: DatedEvent[];
}

/** Returns the days of the run on which something is dated, in order. */
export function eventDays(events: readonly DatedEvent[], dates: readonly Day[]): EventDay[] {
  const [first, last] = [dates[0] ?? "", dates.at(-1) ?? ""];
  const days = new Map<Day, DatedEvent[]>();
  for (const event of events) {
    if (event.date < first || event.date > last) continue;
    days.set(event.date, [...(days.get(event.date) ?? []), event]);
  }
  return [...days].map(([day, found]) => ({ day, events: found })).sort((a, b) => a.day.localeCompare(b.day));
}

/** Returns the position of the last day with an event that is not after `day`; -1 before the first. */
export function lastBefore(days: readonly EventDay[], day: Day): number {
  return days.findLastIndex((each) => each.day <= day);
}

/** Returns the addresses in a source's text; the rest of it is words. */
export function addressesIn(source: string): string[] {
  return (source.match(/https?:\/\/[^\s;]+/g) ?? []).map((address) => address.replace(/[).,]+$/, ""));
}

/** Returns how an address is shown: its host, which says who reported. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : address;
}
