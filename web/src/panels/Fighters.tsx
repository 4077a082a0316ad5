/** Fighters: a range by region and week beside what was assumed, and nothing else. They are never on the map. */
import type { ComponentChildren } from "preact";
import type { FighterWeek, Picture, Scenario } from "../api";
import { mondayOf, shortDay } from "../days";
import { nameOf } from "../fans";
import { plain } from "../words";

const SAYS: Record<string, string> = {
  fighters_remaining: "Still in the city",
  fighters_killed: "Killed or captured",
  fighters_lost: "Lost on the way out",
  fighters_surrendered: "Surrendered",
  fighters_relocated: "Came over the open flank",
  fighters_embedded: "Came among civilians",
  fighters_active: "Active there",
  fighters_held: "Held after screening",
};

export function Fighters(props: { scenario: Scenario; picture: Picture | null; day: string }): ComponentChildren {
  if (!props.scenario.fighters) return <p>This scenario has no fighters in it.</p>;
  if (!props.picture || props.picture.fighters.length === 0) {
    return <p class="missing">Ranges of fighters come with the last picture of a run, when all its members are there.</p>;
  }
  const week = mondayOf(props.day);
  const rows = weekOf(props.picture.fighters, week);
  const most = Math.max(1, ...props.picture.fighters.map((row) => Math.max(row.high, row.prior_high)));
  return (
    <div class="fighters">
      <p>
        Week of {shortDay(week)}. Ranges that hold nine in ten members, rounded outwards; below them, in grey, the range that was assumed. Nobody
        counted fighters: these ranges say what was assumed, and little more. Families of fighters are civilians and in none of them.
      </p>
      {rows.length === 0 && <p class="missing">No range is published for this week.</p>}
      {[...byRegion(rows)].map(([region, of]) => (
        <table key={region}>
          <caption>{regionName(props.scenario, region)}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">What</th>
              <th scope="col">Range</th>
              <th scope="col">Drawn</th>
            </tr>
          </thead>
          <tbody>
            {of.map((row) => (
              <tr>
                <th scope="row">{SAYS[row.quantity] ?? row.quantity}</th>
                <td class="n">
                  {plain(row.low)} to {plain(row.high)}
                  <small>
                    assumed {plain(row.prior_low)} to {plain(row.prior_high)}
                  </small>
                </td>
                <td>
                  <RangeBar row={row} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

/** Returns the rows of the week, or of the last one before it. */
export function weekOf(rows: readonly FighterWeek[], week: string): FighterWeek[] {
  const last = rows.reduce((found, row) => (row.week <= week && row.week > found ? row.week : found), "");
  return rows.filter((row) => row.week === last);
}

function byRegion(rows: readonly FighterWeek[]): Map<string, FighterWeek[]> {
  const regions = new Map<string, FighterWeek[]>();
  for (const row of rows) regions.set(row.region, [...(regions.get(row.region) ?? []), row]);
  return regions;
}

function regionName(scenario: Scenario, region: string): string {
  if (region === "all") return "Everywhere together";
  return region
    .split("+")
    .map((part) => nameOf(scenario, part))
    .join("; ");
}

function RangeBar({ row, most }: { row: FighterWeek; most: number }): ComponentChildren {
  const x = (value: number): number => (100 * value) / most;
  const width = (low: number, high: number): number => Math.max(0.8, x(high) - x(low));
  return (
    <svg class="range-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="range" x={x(row.low)} y="1" width={width(row.low, row.high)} height="5" />
      <rect class="prior" x={x(row.prior_low)} y="8" width={width(row.prior_low, row.prior_high)} height="3" />
    </svg>
  );
}
