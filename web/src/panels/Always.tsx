/** What stays on screen whatever else is looked at: who is trapped, and what civilians are exposed to. */
import type { ComponentChildren } from "preact";
import type { Fan, Picture } from "../api";
import { Spark } from "../charts/Spark";
import { findFan, intervalAt } from "../fans";
import { type Interval, sign, spoken, withRange } from "../words";

const SAYS: Record<string, { title: string; unit: string; more: string }> = {
  trapped: { title: "Trapped on this day", unit: "people", more: "civilians in held or contested parts of an encircled zone" },
  exposed_person_days: { title: "Exposed to fighting", unit: "person-days", more: "so far: days that civilians spent in contested parts" },
};

export interface AlwaysProps {
  picture: Picture | null;
  index: number;
  differs: boolean;
}

export function Always({ picture, index, differs }: AlwaysProps): ComponentChildren {
  const shown = picture?.always ?? Object.keys(SAYS);
  return (
    <section class="always" aria-label="Always shown: people trapped and exposed">
      {[...shown].sort().reverse().map((quantity) => (
        <Tile key={quantity} quantity={quantity} picture={picture} index={index} differs={differs} />
      ))}
      <p class="ranges">Ranges: nine in ten {differs ? "parameter draws" : "simulated courses"}.</p>
    </section>
  );
}

function Tile(props: AlwaysProps & { quantity: string }): ComponentChildren {
  const { picture, index, differs, quantity } = props;
  const says = SAYS[quantity] ?? { title: quantity, unit: "", more: "" };
  const level = findFan(picture?.series ?? [], quantity, "all");
  const change = findFan(picture?.differences ?? [], quantity, "all");
  const drawn = differs ? change : level;
  return (
    <div class="tile" data-quantity={quantity}>
      <h2>
        {says.title} <small>{says.unit}</small>
      </h2>
      {differs ? (
        <Change change={change} level={level} index={index} unit={says.unit} />
      ) : (
        <Level level={level} index={index} unit={says.unit} more={says.more} />
      )}
      {drawn && <Spark fan={drawn} index={index} />}
    </div>
  );
}

function Level(props: { level: Fan | null; index: number; unit: string; more: string }): ComponentChildren {
  if (props.level === null) return <p class="figure">…</p>;
  const { middle, range } = spoken(intervalAt(props.level, props.index), props.unit, false);
  return (
    <>
      <p class="figure">{middle}</p>
      <p class="range">{range}</p>
      <p class="meaning">{props.more}</p>
    </>
  );
}

/** The difference first, for it is what was asked; the level small below it. */
function Change(props: { change: Fan | null; level: Fan | null; index: number; unit: string }): ComponentChildren {
  const { change, level, index, unit } = props;
  const interval = intervalAt(change, index);
  const { middle, range } = change ? spoken(interval, unit, true) : { middle: "…", range: "" };
  return (
    <>
      <p class={`figure change ${sign(interval)}`} data-middle={interval.middle ?? ""}>
        {middle}
      </p>
      <p class="range">{range}</p>
      <p class="meaning">
        {meaning(interval)}; policy: {level ? withRange(intervalAt(level, index), unit) : "…"}
      </p>
    </>
  );
}

/** Returns what a difference says in words: the sign is certain or it is not. */
export function meaning(interval: Interval): string {
  switch (sign(interval)) {
    case "more":
      return "more than the baseline";
    case "fewer":
      return "fewer than the baseline";
    case "none":
      return "as under the baseline";
    case "uncertain":
      return "sign uncertain";
  }
}
