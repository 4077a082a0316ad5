/** The numbers of a chart as rows: for the table view and for the file. */
import type { Count, Day, Fan, Named } from "../api";
import { LEVELS } from "../fans";

export type Cell = string | number | null;

export interface Sheet {
  head: string[];
  rows: Cell[][];
}

export interface Described {
  policy: Named;
  baseline: Named;
  difference: boolean;
  members: number;
}

/** Returns every day of the fan with the published counts of the day; an empty cell is a suppressed number. */
export function sheetOf(fan: Fan, dates: readonly Day[], counts: readonly Count[], said: Described): Sheet {
  const head = ["date", "quantity", "place", "unit", "what", "policy", "policy_name", "baseline", "baseline_name", "members", ...LEVELS, "published_count", "count_series"];
  const what = said.difference ? "difference to the baseline" : "level";
  const rows = dates.map((day, index) => {
    const same = counts.filter((count) => count.date === day);
    return [
      day,
      fan.quantity,
      fan.place,
      fan.unit,
      what,
      said.policy.id,
      said.policy.name,
      said.baseline.id,
      said.baseline.name,
      said.members,
      ...LEVELS.map((level) => fan[level][index] ?? null),
      same.map((count) => count.value).join("; "),
      same.map((count) => count.series).join("; "),
    ];
  });
  return { head, rows };
}

/** Returns the rows to show where not every day fits: one a week, and the chosen day. */
export function thinned<T>(rows: readonly T[], keep: number, step = 7): T[] {
  return rows.filter((_, index) => index % step === 0 || index === keep || index === rows.length - 1);
}
