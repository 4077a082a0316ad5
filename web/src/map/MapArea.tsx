/** One map, or the baseline's beside it; both on the same day and to one scale. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Actions } from "../actions";
import type { PlaceKind, Scenario } from "../api";
import { indexOf, longDay } from "../days";
import { arabicName } from "../fans";
import { policyName } from "../panels/PolicyPicker";
import { type State, differs } from "../state";
import { Legend } from "./Legend";
import type { Land } from "./land";
import { MapView } from "./MapView";
import { located } from "./projection";
import { mostFlow, mostPeople, sceneOf } from "./scene";

export function MapArea({ state, actions, land }: { state: State; actions: Actions; land: Land | null }): ComponentChildren {
  const { scenario, choice, picture, beside } = state;
  const places = useMemo(() => located(scenario.places), [scenario]);
  const known = useMemo(() => new Set(places.map((place) => place.id)), [places]);
  const kinds = useMemo(() => new Set<PlaceKind>(places.map((place) => place.kind)), [places]);
  const most = useMemo(() => mostPeople([picture, beside], scenario), [picture, beside, scenario]);
  const widest = useMemo(() => mostFlow([picture, beside], known), [picture, beside, known]);
  const index = indexOf(scenario.dates, choice.day);
  const scene = useMemo(() => sceneOf({ scenario, picture, index, places }), [scenario, picture, index, places]);
  const two = choice.maps === "two";
  const other = useMemo(() => (two ? sceneOf({ scenario, picture: beside, index, places }) : null), [two, scenario, beside, index, places]);
  const change = choice.discs === "change" && differs(choice);
  const common = {
    scenario,
    places,
    land,
    most,
    mostFlow: widest,
    selected: choice.place,
    names: choice.names,
    select: (place: string): void => actions.choose({ place, pane: "chart" }),
  };
  const name = whatIfName(state);
  if (places.length === 0) {
    return (
      <section class="map-area" aria-label="Map">
        <p class="unmapped">No place of this scenario has coordinates, so that there is no map. Every place can be chosen beside the chart.</p>
      </section>
    );
  }
  return (
    <section class={`map-area${two ? " two" : ""}`} aria-label="Map">
      {other && (
        <figure>
          <figcaption title={policyName(scenario.policies, choice.baseline)}>Baseline: {policyName(scenario.policies, choice.baseline)}</figcaption>
          <MapView id="map-baseline" title={`Baseline, ${longDay(choice.day)}`} scene={other} difference={false} {...common} />
        </figure>
      )}
      <figure>
        {two && <figcaption title={name}>{name}</figcaption>}
        <MapView id="map" title={`${name}, ${longDay(choice.day)}`} scene={scene} difference={change} {...common}>
          <Legend kinds={kinds} change={change} />
        </MapView>
      </figure>
      <Tools state={state} actions={actions} scenario={scenario} />
    </section>
  );
}

/** Returns what the picture is of: the policy, and that levers were set on it. */
export function whatIfName({ scenario, choice }: State): string {
  const name = policyName(scenario.policies, choice.policy);
  const levers = choice.levers.length;
  return levers === 0 ? name : `${name}, with ${levers} ${levers === 1 ? "change" : "changes"}`;
}

function Tools({ state, actions, scenario }: { state: State; actions: Actions; scenario: Scenario }): ComponentChildren {
  const { choice } = state;
  const arabic = useMemo(() => scenario.places.some((place) => arabicName(place.aliases) !== null), [scenario]);
  return (
    <div class="map-switches">
      {differs(choice) && (
        <div class="switch" role="group" aria-label="What the discs of the map stand for">
          <button type="button" aria-pressed={choice.discs === "state"} onClick={() => actions.choose({ discs: "state" })}>
            On the day
          </button>
          <button type="button" aria-pressed={choice.discs === "change"} onClick={() => actions.choose({ discs: "change" })}>
            Difference
          </button>
        </div>
      )}
      <button type="button" aria-pressed={choice.maps === "two"} onClick={() => actions.choose({ maps: choice.maps === "two" ? "one" : "two" })}>
        Side by side
      </button>
      {arabic && (
        <button
          type="button"
          lang="ar"
          aria-pressed={choice.names === "arabic"}
          aria-label="العربية: names in Arabic letters"
          onClick={() => actions.choose({ names: choice.names === "arabic" ? "latin" : "arabic" })}
        >
          العربية
        </button>
      )}
    </div>
  );
}
