/** One lever that is set, with everything that can be changed of it. */
import type { ComponentChildren } from "preact";
import type { Day, Lever, Scenario } from "../api";
import { addDays } from "../days";
import { Choice, DayField, NumberField } from "./fields";
import { leverName } from "./words";

export interface LeverCardProps {
  lever: Lever;
  scenario: Scenario;
  set(lever: Lever | null): void;
}

export function LeverCard({ lever, scenario, set }: LeverCardProps): ComponentChildren {
  const name = leverName(lever, scenario);
  return (
    <fieldset class="lever">
      <legend>{name}</legend>
      <Fields lever={lever} scenario={scenario} set={set} />
      <button type="button" class="remove" aria-label={`Take away: ${name}`} onClick={() => set(null)}>
        ×
      </button>
    </fieldset>
  );
}

function Fields({ lever, scenario, set }: LeverCardProps): ComponentChildren {
  const from = (label: string): ComponentChildren => (
    <DayField label={label} value={lever.from} min={scenario.start} max={scenario.end} set={(day) => set({ ...lever, from: day })} />
  );
  switch (lever.kind) {
    case "corridor":
      return <CorridorFields lever={lever} scenario={scenario} set={set} />;
    case "screening":
      return (
        <>
          <Choice
            label="Screening"
            value={lever.on ? "on" : "off"}
            options={[
              ["on", "on"],
              ["off", "off"],
            ]}
            set={(value) => set({ ...lever, on: value === "on", capacity_factor: value === "on" ? lever.capacity_factor : null })}
          />
          {lever.on && (
            <NumberField
              label="Times as many a day"
              value={lever.capacity_factor}
              min={0.1}
              max={10}
              step={0.1}
              none="as on record"
              set={(value) => set({ ...lever, capacity_factor: value })}
            />
          )}
          {from("From")}
        </>
      );
    case "camp":
      return (
        <>
          <NumberField
            label="Places"
            value={lever.capacity}
            min={0}
            max={1_000_000}
            step={1}
            set={(value) => value !== null && set({ ...lever, capacity: Math.round(value) })}
          />
          {from("From")}
        </>
      );
    case "border":
      return <BorderFields lever={lever} scenario={scenario} set={set} />;
    case "advice":
      return (
        <>
          <Choice
            label="People are asked to"
            value={lever.stay ? "stay" : "leave"}
            options={[
              ["stay", "stay at home"],
              ["leave", "leave"],
            ]}
            set={(value) => set({ ...lever, stay: value === "stay" })}
          />
          {from("From")}
        </>
      );
  }
}

type Of<K extends Lever["kind"]> = { lever: Extract<Lever, { kind: K }>; scenario: Scenario; set(lever: Lever): void };

function CorridorFields({ lever, scenario, set }: Of<"corridor">): ComponentChildren {
  const last = addDays(scenario.end, 1);
  const reopened = (until: Day): Day | null => (until >= last ? null : until);
  return (
    <>
      <Choice
        label="In the window"
        value={lever.open ? "open" : "closed"}
        options={[
          ["open", "open"],
          ["closed", "closed"],
        ]}
        set={(value) => set({ ...lever, open: value === "open" })}
      />
      {lever.open && (
        <Choice
          label="Consent"
          value={lever.consent ?? "record"}
          options={[
            ["record", "as on record"],
            ["agreed", "agreed by both sides"],
            ["unilateral", "declared by one side"],
          ]}
          set={(value) => set({ ...lever, consent: value === "record" ? null : value })}
        />
      )}
      <DayField
        label="Opens"
        value={lever.from}
        min={scenario.start}
        max={addDays(lever.until ?? last, -1)}
        set={(day) => set({ ...lever, from: day })}
      />
      <DayField
        label="Closes"
        value={lever.until ?? last}
        min={addDays(lever.from, 1)}
        max={last}
        set={(day) => set({ ...lever, until: reopened(day) })}
      />
      {lever.open && (
        <NumberField
          label="People a day, at most"
          value={lever.capacity_per_day}
          min={0}
          max={1_000_000}
          step={100}
          none="no limit set"
          set={(value) => set({ ...lever, capacity_per_day: value })}
        />
      )}
    </>
  );
}

function BorderFields({ lever, scenario, set }: Of<"border">): ComponentChildren {
  const ticked = (id: string): boolean => lever.groups.length === 0 || lever.groups.includes(id);
  const toggle = (id: string): void => {
    const groups = scenario.groups.map((group) => group.id).filter((group) => (group === id ? !ticked(id) : ticked(group)));
    if (groups.length > 0) set({ ...lever, groups: groups.length === scenario.groups.length ? [] : groups });
  };
  return (
    <>
      <Choice
        label="The border is"
        value={lever.open ? "open" : "closed"}
        options={[
          ["open", "open"],
          ["closed", "closed"],
        ]}
        set={(value) => set({ ...lever, open: value === "open" })}
      />
      <DayField label="From" value={lever.from} min={scenario.start} max={scenario.end} set={(day) => set({ ...lever, from: day })} />
      <div class="field groups" role="group" aria-label="For whom">
        {scenario.groups.map((group) => (
          <label>
            <input type="checkbox" checked={ticked(group.id)} onChange={() => toggle(group.id)} /> {group.name}
          </label>
        ))}
      </div>
    </>
  );
}
