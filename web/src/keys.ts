/** Keys that work anywhere on the page, unless a control wants them for itself. */
import type { Actions } from "./actions";
import { eventDays } from "./calendar/events";

const OWN = "input, select, textarea, button, a, summary, dialog, [role=option], [role=slider]";

export function listenToKeys(actions: Actions): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === " " ? target?.closest(OWN) : target?.closest("input[type=text], input[type=number], input[type=date], select, dialog")) return;
    if (act(event, actions)) event.preventDefault();
  });
}

function act(event: KeyboardEvent, actions: Actions): boolean {
  switch (event.key) {
    case " ":
      actions.play(!actions.state.playing);
      return true;
    case "[":
    case "{":
      actions.step(event.shiftKey ? -7 : -1);
      return true;
    case "]":
    case "}":
      actions.step(event.shiftKey ? 7 : 1);
      return true;
    case "n":
    case "p":
      toEvent(actions, event.key === "n");
      return true;
    case "?":
      actions.dialog("keys");
      return true;
    default:
      return false;
  }
}

function toEvent(actions: Actions, forward: boolean): void {
  const { scenario, choice } = actions.state;
  const days = eventDays(scenario.events, scenario.dates);
  const next = forward ? days.find((each) => each.day > choice.day) : days.findLast((each) => each.day < choice.day);
  if (next) actions.go(next.day);
}
