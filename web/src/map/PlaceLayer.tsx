/** The places: one stop of the Tab key, the arrow keys go from one to the next in their direction. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { plain, sign, withRange } from "../words";
import { radiusOf } from "./LabelLayer";
import type { MapProps } from "./MapView";
import type { SpotFacts } from "./scene";
import { type Spots, isDirection, neighbour } from "./spots";
import { KIND_NAMES, PlaceSymbol, retakenWords } from "./symbols";

type Props = MapProps & { spots: Spots };

export function PlaceLayer(props: Props): ComponentChildren {
  const group = useRef<SVGGElement>(null);
  const ids = props.scene.spots.map((facts) => facts.place.id);
  const stop = ids.includes(props.selected) ? props.selected : (ids[0] ?? "");
  const focusOn = (id: string): void => group.current?.querySelector<SVGGElement>(`[data-place="${CSS.escape(id)}"]`)?.focus();
  const pressed = (event: KeyboardEvent, id: string): void => {
    if (isDirection(event.key)) {
      const next = neighbour(props.spots, id, event.key);
      if (next) focusOn(next);
    } else if (event.key === "Enter" || event.key === " ") props.select(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Large discs first, so that small ones lie on top and can be hit.
  const order = [...props.scene.spots].sort((a, b) => radiusOf(b, props.most) - radiusOf(a, props.most));
  return (
    <g ref={group} class="places" role="listbox" aria-label={`Places on the map: ${props.title}. Arrow keys move, Enter selects.`}>
      {order.map((facts) => {
        const { place } = facts;
        const point = props.spots.get(place.id);
        if (!point) return null;
        const words = wordsOf(facts, props.difference);
        return (
          <g
            key={place.id}
            data-place={place.id}
            class={`place${place.schematic ? " schematic" : ""}`}
            role="option"
            aria-selected={place.id === props.selected}
            aria-label={words}
            tabindex={place.id === stop ? 0 : -1}
            transform={`translate(${point[0].toFixed(1)} ${point[1].toFixed(1)})`}
            onClick={() => props.select(place.id)}
            onKeyDown={(event) => pressed(event, place.id)}
          >
            <title>{words}</title>
            <circle class="target" r={Math.max(11, radiusOf(facts, props.most) + 3)} />
            {place.id === props.selected && <circle class="chosen" r={radiusOf(facts, props.most) + 5} />}
            <PlaceSymbol
              kind={place.kind}
              present={facts.present}
              capacity={facts.capacity}
              retaken={facts.retaken}
              most={props.most}
              difference={props.difference ? changeOf(facts) : undefined}
            />
          </g>
        );
      })}
    </g>
  );
}

function changeOf({ difference }: SpotFacts): { people: number; sure: boolean } {
  if (!difference) return { people: 0, sure: false };
  return { people: difference.middle ?? 0, sure: ["more", "fewer"].includes(sign(difference)) };
}

/** Returns what a place says of itself on the day, for tooltips and screen readers. */
export function wordsOf(facts: SpotFacts, difference: boolean): string {
  const { place } = facts;
  const parts = [`${place.name}, ${KIND_NAMES[place.kind].toLowerCase()}`];
  if (place.kind === "zone") parts.push(retakenWords(facts.retaken));
  if (place.kind !== "zone" && facts.people.middle !== null) parts.push(peopleWords(facts));
  if (place.kind === "camp" && facts.capacity > 0) parts.push(`places for ${plain(facts.capacity, 100)}`);
  if (difference && facts.difference) parts.push(`difference to the baseline ${withRange(facts.difference, "people", true)}`);
  if (place.schematic) parts.push("drawn schematically");
  return parts.join("; ");
}

function peopleWords({ people }: SpotFacts): string {
  return people.low === null && people.high === null ? `about ${plain(people.middle, 100)} people` : `${withRange(people, "people")} people`;
}
