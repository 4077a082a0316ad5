/** The fields of which levers are made; each tells its value when it is settled, not at every key. */
import type { ComponentChildren } from "preact";
import type { Day } from "../api";
import { isDay } from "../days";

interface Named {
  label: string;
}

export function DayField(props: Named & { value: Day; min: Day; max: Day; set(day: Day): void }): ComponentChildren {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        type="date"
        value={props.value}
        min={props.min}
        max={props.max}
        onChange={(event) => {
          const { value, validity } = event.currentTarget;
          if (isDay(value) && validity.valid) props.set(value);
          else event.currentTarget.value = props.value;
        }}
      />
    </label>
  );
}

type NumberProps = Named & {
  value: number | null;
  min: number;
  max: number;
  step: number;
  none?: string; // what an empty field means, where it may be empty
  set(value: number | null): void;
};

export function NumberField(props: NumberProps): ComponentChildren {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        type="number"
        value={props.value ?? ""}
        min={props.min}
        max={props.max}
        step={props.step}
        placeholder={props.none}
        onChange={(event) => {
          const { value, valueAsNumber } = event.currentTarget;
          const inside = valueAsNumber >= props.min && valueAsNumber <= props.max;
          if (value === "" && props.none !== undefined) props.set(null);
          else if (inside) props.set(valueAsNumber);
          else event.currentTarget.value = String(props.value ?? "");
        }}
      />
    </label>
  );
}

/** Of two, one: what is true first. */
export function Toggle(props: Named & { value: boolean; words: readonly [string, string]; set(value: boolean): void }): ComponentChildren {
  const [yes, no] = props.words;
  return (
    <Choice
      label={props.label}
      value={props.value ? "yes" : "no"}
      options={[
        ["yes", yes],
        ["no", no],
      ]}
      set={(value) => props.set(value === "yes")}
    />
  );
}

export function Choice<T extends string>(props: Named & { value: T; options: readonly (readonly [T, string])[]; set(value: T): void }): ComponentChildren {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.set(event.currentTarget.value as T)}>
        {props.options.map(([value, words]) => (
          <option value={value}>{words}</option>
        ))}
      </select>
    </label>
  );
}
