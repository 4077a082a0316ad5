/** The fields of which levers are made; each tells its value when it is settled, not at every key. */
import type { ComponentChildren, TargetedEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { Day } from "../api";
import { isDay, longDay } from "../days";
import { plain } from "../words";

interface Named {
  label: string;
}

type Input = TargetedEvent<HTMLInputElement>;

interface TypedProps extends Named {
  type: "date" | "number";
  value: string;
  min: string | number;
  max: string | number;
  step?: number | "any";
  placeholder?: string;
  /** Takes what was typed, or says why not. */
  take(input: HTMLInputElement): string;
}

/** A field that says why it does not take what was typed, keeps it while somebody types, and then shows what holds. */
function Typed({ label, value, take, ...rest }: TypedProps): ComponentChildren {
  const [refused, setRefused] = useState<string | null>(null); // what was typed, until the field is left
  const [why, say] = useState("");
  const id = useId();
  useEffect(() => {
    say(""); // what holds was changed since
    setRefused(null);
  }, [value]);
  const changed = ({ currentTarget }: Input): void => {
    const said = take(currentTarget);
    say(said);
    setRefused(said === "" ? null : currentTarget.value);
  };
  return (
    <div class="field">
      <label class="typed">
        <span>{label}</span>
        <input
          {...rest}
          value={refused ?? value}
          aria-invalid={why !== "" || undefined}
          aria-describedby={why === "" ? undefined : id}
          onChange={changed}
          onBlur={() => setRefused(null)}
        />
      </label>
      <small class="why-not" id={id} aria-live="polite">
        {why}
      </small>
    </div>
  );
}

export function DayField(props: Named & { value: Day; min: Day; max: Day; set(day: Day): void }): ComponentChildren {
  const { label, value, min, max } = props;
  const take = (input: HTMLInputElement): string => {
    const allowed = `${longDay(min)} to ${longDay(max)}`;
    if (!isDay(input.value)) return `Not taken: give a day from ${allowed}.`;
    if (input.value < min || input.value > max) return `${longDay(input.value)} is not taken: ${allowed} is possible.`;
    props.set(input.value);
    return "";
  };
  return <Typed type="date" label={label} value={value} min={min} max={max} take={take} />;
}

type NumberProps = Named & {
  value: number | null;
  min: number;
  max: number;
  step: number;
  whole?: boolean;
  none?: string; // what an empty field means, where it may be empty
  set(value: number | null): void;
};

export function NumberField(props: NumberProps): ComponentChildren {
  const { label, value, min, max, step, whole, none } = props;
  const take = (input: HTMLInputElement): string => {
    const number = input.valueAsNumber;
    const allowed = `${whole ? "a whole number from " : ""}${within(min)} to ${within(max)}`;
    if (input.value === "" && !input.validity.badInput && none !== undefined) props.set(null);
    else if (Number.isNaN(number)) return `Not taken: give ${whole ? "" : "a number from "}${allowed}.`;
    else if (number < min || number > max || (whole && !Number.isInteger(number))) return `${within(number)} is not taken: ${allowed} is possible.`;
    else props.set(number);
    return "";
  };
  return (
    <Typed
      type="number"
      label={label}
      value={String(value ?? "")}
      min={min}
      max={max}
      step={step}
      {...(none === undefined ? {} : { placeholder: none })}
      take={take}
    />
  );
}

function within(value: number): string {
  return plain(value, Number.isInteger(value) ? 1 : 0.01);
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
