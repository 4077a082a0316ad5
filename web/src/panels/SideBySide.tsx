/** Two policies in numbers on one day: each, and the paired difference. */
import type { ComponentChildren } from "preact";
import type { Picture, Scenario } from "../api";
import { longDay } from "../days";
import { findFan, intervalAt } from "../fans";
import { type Interval, quantityName, sign, spoken } from "../words";

const HEADLINES = [
  "trapped",
  "trapped_no_exit",
  "exposed_people",
  "exposed_person_days",
  "deaths",
  "displaced_ever",
  "displaced_current",
  "turned_back",
  "waiting",
  "queue_person_days",
  "innocent_held",
  "held_person_days",
  "redirected",
  "unsheltered_nights",
  "returned",
];

export interface SideBySideProps {
  scenario: Scenario;
  picture: Picture | null;
  beside: Picture | null;
  day: string;
  index: number;
  names: { policy: string; baseline: string };
}

export function SideBySide(props: SideBySideProps): ComponentChildren {
  const { picture, beside, index } = props;
  if (!picture || !beside) return <p class="missing">Being computed…</p>;
  const units = new Map(props.scenario.quantities.map((quantity) => [quantity.id, quantity.unit]));
  const shown = HEADLINES.filter((id) => findFan(picture.series, id, "all") !== null);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Side by side">
      <table class="compact side-table">
        <caption>
          {longDay(props.day)}, all places. Baseline: {props.names.baseline}. Policy: {props.names.policy}. Below each median the range of nine in ten;
          differences are paired.
        </caption>
        <thead>
          <tr>
            <th scope="col">Quantity</th>
            <th scope="col" class="n">
              Baseline
            </th>
            <th scope="col" class="n">
              Policy
            </th>
            <th scope="col" class="n">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((id) => {
            const unit = units.get(id) ?? "";
            const change = intervalAt(findFan(picture.differences, id, "all"), index);
            return (
              <tr key={id}>
                <th scope="row">
                  {quantityName(id)}
                </th>
                <Number interval={intervalAt(findFan(beside.series, id, "all"), index)} unit={unit} />
                <Number interval={intervalAt(findFan(picture.series, id, "all"), index)} unit={unit} />
                <Number interval={change} unit={unit} difference />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Number({ interval, unit, difference = false }: { interval: Interval; unit: string; difference?: boolean }): ComponentChildren {
  const { middle, range } = spoken(interval, unit, difference);
  return (
    <td class={`n ${difference ? `change ${sign(interval)}` : ""}`}>
      <b>{middle}</b>
      <small>{range}</small>
    </td>
  );
}
