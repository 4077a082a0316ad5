/** Which of the scenario's policies: one, or several that are combined. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Policy } from "../api";

export interface PolicyPickerProps {
  label: string;
  policies: readonly Policy[];
  value: string;
  set(policy: string): void;
}

export function PolicyPicker({ label, policies, value, set }: PolicyPickerProps): ComponentChildren {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const outside = event.target instanceof Node && !box.current?.contains(event.target);
      if (outside && box.current) box.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
    };
  }, []);
  const factual = policies.find((policy) => policy.factual)?.id ?? "factual";
  const chosen = value === factual ? [] : value.split("+");
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    set(next.length === 0 ? factual : next.join("+"));
  };
  const closed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !box.current?.open) return;
    box.current.open = false;
    box.current.querySelector("summary")?.focus();
    event.stopPropagation();
  };
  return (
    <details class="picker" ref={box} onKeyDown={closed}>
      <summary>
        <small>{label}</small> <b>{policyName(policies, value)}</b>
      </summary>
      <fieldset>
        <legend>{label}: one policy, or several combined</legend>
        <label>
          <input type="checkbox" checked={chosen.length === 0} onChange={() => set(factual)} /> {policyName(policies, factual)}
        </label>
        {policies
          .filter((policy) => !policy.factual)
          .map((policy) => (
            <label>
              <input type="checkbox" checked={chosen.includes(policy.id)} onChange={() => toggle(policy.id)} /> <span>{policy.name}</span>
              <code>{policy.id}</code>
            </label>
          ))}
      </fieldset>
    </details>
  );
}

/** Returns the names of a policy or of the policies combined in it. */
export function policyName(policies: readonly Policy[], id: string): string {
  return id
    .split("+")
    .map((part) => policies.find((policy) => policy.id === part)?.name ?? part)
    .join("; and ");
}
