/** What if: the levers that are set, and a way to set another. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Day, Lever, Scenario } from "../api";
import { nameOf } from "../fans";
import { targetKey } from "../state";
import { type Kind, kindFor, newLever, targetsOf } from "./defaults";
import { LeverCard } from "./LeverCard";
import { KIND_TITLES } from "./words";

export interface LeversPanelProps {
  scenario: Scenario;
  levers: readonly Lever[];
  day: Day;
  place: string;
  set(at: number, lever: Lever | null): void;
  save(): void;
}

export function LeversPanel(props: LeversPanelProps): ComponentChildren {
  return (
    <section class="levers" aria-labelledby="levers-title">
      <h2 id="levers-title">What if</h2>
      {props.levers.length === 0 && (
        <p class="hint">Drag a corridor’s window on the calendar, or choose below what to change. Everything before that day stays as it was.</p>
      )}
      {props.levers.map((lever, at) => (
        <LeverCard key={keyAt(props.levers, at)} lever={lever} scenario={props.scenario} set={(next) => props.set(at, next)} />
      ))}
      <Adder {...props} />
      {props.levers.length > 0 && (
        <p class="lever-actions">
          <button type="button" onClick={props.save}>
            Save as a named policy…
          </button>
        </p>
      )}
      <details class="not-offered">
        <summary>What cannot be changed here</summary>
        <ul>
          {props.scenario.levers_missing.map((each) => (
            <li>
              <b>{each.kind.replace("_", "-")}</b>: {each.reason}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** A card stays itself while its day is edited: it is known by its target, and by how many of the same stand before it. */
function keyAt(levers: readonly Lever[], at: number): string {
  const key = targetKey(levers[at] as Lever);
  return `${key}#${levers.slice(0, at).filter((lever) => targetKey(lever) === key).length}`;
}

function Adder({ scenario, levers, day, place, set }: LeversPanelProps): ComponentChildren {
  const kinds = scenario.levers.map((offer) => offer.kind);
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "corridor");
  const [target, setTarget] = useState("");
  // A place chosen on the map brings its own lever forward.
  useEffect(() => {
    const own = kindFor(scenario, place);
    if (own === null) return;
    setKind(own);
    setTarget(place);
  }, [scenario, place]);
  if (kinds.length === 0) return <p class="hint">This scenario has no lever.</p>;
  const taken = new Set(levers.map(targetKey));
  const free = kind === "advice" ? [] : targetsOf(scenario, kind).filter((each) => !taken.has(`${kind}:${each.id}`));
  const chosen = free.find((each) => each.id === target)?.id ?? free[0]?.id ?? "";
  const possible = kind === "advice" ? !taken.has("advice") : chosen !== "";
  const add = (): void => {
    set(levers.length, newLever(kind, chosen, scenario, day));
  };
  return (
    <div class="adder" role="group" aria-label="Change something">
      <label class="field wide">
        <span>Change</span>
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
          {kinds.map((each) => (
            <option value={each}>{KIND_TITLES[each]}</option>
          ))}
        </select>
      </label>
      {kind !== "advice" && (
        <label class="field wide">
          <span>Which</span>
          <select value={chosen} onChange={(event) => setTarget(event.currentTarget.value)} disabled={free.length === 0}>
            {free.map((each) => (
              <option value={each.id}>{nameOf(scenario, each.id)}</option>
            ))}
          </select>
        </label>
      )}
      <button type="button" class="primary" disabled={!possible} onClick={add}>
        {kind === "corridor" ? "Open this corridor" : "Change this"}
      </button>
    </div>
  );
}
