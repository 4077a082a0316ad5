/** The chart of what is selected, with its table and its files. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Fan, Picture, Scenario } from "../api";
import { csv, fileName, offer } from "../csv";
import { countsOf, findFan, nameOf, quantitiesOf, quantityFor } from "../fans";
import { policyName } from "../panels/PolicyPicker";
import { savePng } from "../png";
import { type Choice, type Progress, differs } from "../state";
import { quantityName } from "../words";
import { FanChart } from "./FanChart";
import { FanTable } from "./FanTable";
import { sheetOf } from "./rows";

export interface ChartPaneProps {
  scenario: Scenario;
  choice: Choice;
  picture: Picture | null;
  beside: Picture | null;
  progress: Progress;
  choose(part: Partial<Choice>): void;
  go(day: string): void;
}

export function ChartPane(props: ChartPaneProps): ComponentChildren {
  const { scenario, choice, picture } = props;
  const [table, setTable] = useState(false);
  const quantity = quantityFor(picture, scenario, choice.place, choice.quantity);
  const difference = differs(choice) && choice.show === "difference";
  const fan = findFan((difference ? picture?.differences : picture?.series) ?? [], quantity, choice.place);
  const title = `${quantityName(quantity)}: ${nameOf(scenario, choice.place)}`;
  const described = picture && {
    policy: { id: picture.policy, name: picture.policy_name },
    baseline: { id: picture.baseline, name: policyName(scenario.policies, picture.baseline) },
    difference,
    members: picture.members,
  };
  const named = (kind: string[], ending: string): string => fileName([scenario.id, picture?.policy ?? "", choice.place, quantity, ...kind], ending);
  const counts = difference ? [] : countsOf(scenario, quantity, choice.place);
  const save = (): void => {
    if (!fan || !picture || !described) return;
    const text = csv(sheetOf(fan, picture.dates, counts, described));
    offer(named([difference ? "difference" : "level"], "csv"), new Blob([text], { type: "text/csv" }));
  };
  return (
    <div class="chart-pane">
      <Pickers {...props} quantity={quantity} />
      <div class="chart-head">
        <h3>{title}</h3>
        {differs(choice) && (
          <div class="switch" role="group" aria-label="What the chart shows">
            <button type="button" aria-pressed={difference} onClick={() => props.choose({ show: "difference" })}>
              Difference
            </button>
            <button type="button" aria-pressed={!difference} onClick={() => props.choose({ show: "level" })}>
              Level
            </button>
          </div>
        )}
      </div>
      {fan && picture ? (
        table ? (
          <FanTable
            fan={fan}
            dates={picture.dates}
            day={choice.day}
            counts={counts}
            difference={difference}
            caption={`${title}, ${fan.unit}.`}
          />
        ) : (
          <FanChart
            id="chart"
            title={title}
            fan={fan}
            dates={picture.dates}
            day={choice.day}
            difference={difference}
            counts={counts}
            ceiling={quantity === "present" && !difference ? findFan(picture.series, "capacity", choice.place) : null}
            beside={difference || !differs(choice) ? null : findFan(props.beside?.series ?? [], quantity, choice.place)}
            go={props.go}
          />
        )
      ) : (
        <Missing {...props} quantity={quantity} difference={difference} />
      )}
      <Key fan={fan} difference={difference} counts={counts.length > 0} ceiling={quantity === "present"} />
      <p class="sentence">{scenario.quantities.find((each) => each.id === quantity)?.sentence}</p>
      <div class="chart-actions">
        <button type="button" aria-pressed={table} onClick={() => setTable(!table)}>
          Table
        </button>
        <button type="button" disabled={!fan} onClick={save}>
          CSV
        </button>
        <button type="button" disabled={!fan || table} onClick={() => void savePng("chart", named([], "png"))}>
          PNG
        </button>
      </div>
    </div>
  );
}

function Pickers({ scenario, choice, picture, quantity, choose }: ChartPaneProps & { quantity: string }): ComponentChildren {
  const quantities = quantitiesOf(picture, scenario, choice.place);
  const groups = [
    { label: "Sets of places", items: scenario.sets },
    { label: "City zones", items: scenario.places.filter((place) => place.kind === "zone") },
    { label: "Camps", items: scenario.places.filter((place) => place.kind === "camp") },
    { label: "Other places", items: scenario.places.filter((place) => place.kind !== "zone" && place.kind !== "camp") },
  ];
  return (
    <div class="pickers">
      <label class="field">
        <span>Place</span>
        <select class="place-picker" value={choice.place} onChange={(event) => choose({ place: event.currentTarget.value })}>
          <option value="all">All places together</option>
          {groups.map((group) => (
            <optgroup label={group.label}>
              {group.items.map((place) => (
                <option value={place.id}>{place.name}</option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Quantity</span>
        <select class="quantity-picker" value={quantity} onChange={(event) => choose({ quantity: event.currentTarget.value })}>
          {(quantities.length > 0 ? quantities : [quantity]).map((id) => (
            <option value={id}>{quantityName(id)}</option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Missing({ picture, progress, choice, scenario, difference }: ChartPaneProps & { quantity: string; difference: boolean }): ComponentChildren {
  const finished = progress.phase === "done" || progress.phase === "failed";
  const name = nameOf(scenario, choice.place);
  if (picture === null || !finished) return <p class="missing">Being computed…</p>;
  return (
    <p class="missing">
      {difference
        ? `No difference of this is published for ${name}. Choose “Level”, or another quantity.`
        : `Nothing is published for ${name} by itself: too few people, or no series.`}
    </p>
  );
}

function Key(props: { fan: Fan | null; difference: boolean; counts: boolean; ceiling: boolean }): ComponentChildren {
  return (
    <ul class="legend" aria-label="Key to the chart">
      <li>
        <i class="key-line" />
        median
      </li>
      <li>
        <i class="key-band" />
        {props.difference ? "half of the parameter draws (dark), nine in ten (light)" : "half of the simulated courses (dark), nine in ten (light)"}
      </li>
      {props.counts && (
        <>
          <li>
            <i class="key-dot" />
            published count, used for scores
          </li>
          <li>
            <i class="key-diamond" />
            published, not used
          </li>
        </>
      )}
      {props.ceiling && !props.difference && (
        <li>
          <i class="key-dash" />
          capacity
        </li>
      )}
    </ul>
  );
}
