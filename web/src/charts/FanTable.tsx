/** The numbers of a chart as a table: one row a week, and the chosen day. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Count, Day, Fan } from "../api";
import { indexOf, shortDay } from "../days";
import { intervalAt } from "../fans";
import { spoken } from "../words";
import { thinned } from "./rows";

export interface FanTableProps {
  fan: Fan;
  dates: readonly Day[];
  day: Day;
  counts: readonly Count[];
  difference: boolean;
  caption: string;
}

export function FanTable(props: FanTableProps): ComponentChildren {
  const chosen = useRef<HTMLTableRowElement>(null);
  useEffect(() => chosen.current?.scrollIntoView({ block: "nearest" }), [props.day]);
  const today = indexOf(props.dates, props.day);
  const rows = thinned(
    props.dates.map((day, index) => ({ day, index })),
    today,
  );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of the chart">
      <table>
        <caption>{props.caption} One row a week; the file has every day.</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" class="n">
              Median
            </th>
            <th scope="col" class="n">
              Nine in ten members
            </th>
            {props.counts.length > 0 && (
              <th scope="col" class="n">
                Published
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, index }, at) => {
            const { middle, range } = spoken(intervalAt(props.fan, index), props.fan.unit, props.difference);
            const week = rows.slice(at, at + 2).map((row) => row.day);
            return (
              <tr key={day} ref={index === today ? chosen : null} class={index === today ? "chosen-row" : undefined}>
                <th scope="row">{shortDay(day)}</th>
                <td class="n">{middle}</td>
                <td class="n">{range}</td>
                {props.counts.length > 0 && <td class="n">{countsIn(props.counts, week)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Returns the counts from one row's day up to the next row's. */
function countsIn(counts: readonly Count[], [from, until]: Day[]): string {
  return counts
    .filter((count) => count.date >= (from ?? "") && (until === undefined || count.date < until))
    .map((count) => count.value.toLocaleString("en-GB"))
    .join("; ");
}
