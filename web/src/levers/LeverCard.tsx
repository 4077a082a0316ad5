/** One lever that is set, with everything that can be changed of it. */
import type { ComponentChildren } from "preact";
import type { Day, Lever, Scenario } from "../api";
import { addDays } from "../days";
import { Choice, DayField, NumberField, Toggle } from "./fields";
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
  switch (lever.kind) {
    case "corridor":
      return <CorridorFields lever={lever} scenario={scenario} set={set} />;
    case "screening":
      return <ScreeningFields lever={lever} scenario={scenario} set={set} />;
    case "camp":
      return <CampFields lever={lever} scenario={scenario} set={set} />;
    case "border":
      return <BorderFields lever={lever} scenario={scenario} set={set} />;
    case "advice":
      return <AdviceFields lever={lever} scenario={scenario} set={set} />;
  }
}

type Of<K extends Lever["kind"]> = { lever: Extract<Lever, { kind: K }>; scenario: Scenario; set(lever: Lever): void };

const OPEN = ["open", "closed"] as const;

/** The day from which a lever without a window holds. */
function From({ lever, scenario, set }: Of<Lever["kind"]>): ComponentChildren {
  return <DayField label="From" value={lever.from} min={scenario.start} max={scenario.end} set={(from) => set({ ...lever, from })} />;
}

function CorridorFields({ lever, scenario, set }: Of<"corridor">): ComponentChildren {
  const last = addDays(scenario.end, 1);
  const reopened = (until: Day): Day | null => (until >= last ? null : until);
  return (
    <>
      <Toggle label="In the window" value={lever.open} words={OPEN} set={(open) => set({ ...lever, open })} />
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
      <DayField label="Opens" value={lever.from} min={scenario.start} max={addDays(lever.until ?? last, -1)} set={(from) => set({ ...lever, from })} />
      <DayField label="Closes" value={lever.until ?? last} min={addDays(lever.from, 1)} max={last} set={(day) => set({ ...lever, until: reopened(day) })} />
      {lever.open && (
        <NumberField
          label="People a day, at most"
          value={lever.capacity_per_day}
          min={0}
          max={1_000_000}
          step={100}
          none="no limit set"
          set={(people) => set({ ...lever, capacity_per_day: people })}
        />
      )}
    </>
  );
}

function ScreeningFields({ lever, scenario, set }: Of<"screening">): ComponentChildren {
  return (
    <>
      <Toggle
        label="Screening"
        value={lever.on}
        words={["on", "off"]}
        set={(on) => set({ ...lever, on, capacity_factor: on ? lever.capacity_factor : null })}
      />
      {lever.on && (
        <NumberField
          label="Times as many a day"
          value={lever.capacity_factor}
          min={0.1}
          max={10}
          step={0.1}
          none="as on record"
          set={(factor) => set({ ...lever, capacity_factor: factor })}
        />
      )}
      <From lever={lever} scenario={scenario} set={set} />
    </>
  );
}

function CampFields({ lever, scenario, set }: Of<"camp">): ComponentChildren {
  return (
    <>
      <NumberField
        label="Places"
        value={lever.capacity}
        min={0}
        max={1_000_000}
        step={1}
        whole
        set={(places) => places !== null && set({ ...lever, capacity: places })}
      />
      <From lever={lever} scenario={scenario} set={set} />
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
      <Toggle label="The border is" value={lever.open} words={OPEN} set={(open) => set({ ...lever, open })} />
      <From lever={lever} scenario={scenario} set={set} />
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

function AdviceFields({ lever, scenario, set }: Of<"advice">): ComponentChildren {
  return (
    <>
      <Toggle label="People are asked to" value={lever.stay} words={["stay at home", "leave"]} set={(stay) => set({ ...lever, stay })} />
      <From lever={lever} scenario={scenario} set={set} />
    </>
  );
}
