/** Where the page begins: the scenario is loaded, the address is read, everything is drawn and kept drawn. */
import { render } from "preact";
import { Actions } from "./actions";
import type { Scenario } from "./api";
import { getScenario } from "./server";
import { mostCounted } from "./fans";
import { listenToKeys } from "./keys";
import { type Land, loadLand } from "./map/land";
import { located } from "./map/projection";
import { Page } from "./page";
import { type Choice, IDLE, type State, Store } from "./state";
import { knownOf, read } from "./url";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/calendar.css";
import "./styles/drawings.css";
import "./styles/panels.css";
import "./styles/print.css";

function usualChoice(scenario: Scenario): Choice {
  const factual = scenario.policies.find((policy) => policy.factual)?.id ?? "factual";
  const middle = scenario.dates[Math.floor(scenario.dates.length / 2)] ?? scenario.start;
  return {
    policy: factual,
    baseline: factual,
    levers: [],
    day: middle,
    ...mostCounted(scenario),
    show: "difference",
    maps: "one",
    discs: "state",
    pane: "chart",
    names: "latin",
  };
}

function noticeOf(unread: readonly string[]): string {
  return unread.length > 0 ? `Part of the address could not be read, and is left out: ${unread.join(", ")}.` : "";
}

function begin(scenario: Scenario, root: HTMLElement): void {
  const usual = usualChoice(scenario);
  const known = knownOf(scenario);
  const { choice, unread } = read(location.hash, usual, known);
  const notice = noticeOf(unread);
  const state: State = {
    scenario,
    choice,
    picture: null,
    beside: null,
    progress: IDLE,
    claims: null,
    runId: null,
    playing: false,
    dragging: false,
    dialog: null,
    notice,
  };
  let land: Land | null = null;
  const draw = (now: State): void => {
    render(<Page state={now} actions={actions} land={land} />, root);
    if (now.choice.pane === "verdicts" && now.claims === null) void actions.loadClaims();
    actions.latency.drawn();
  };
  const store = new Store(state, draw);
  const actions = new Actions(store, usual);
  root.replaceChildren();
  document.title = `${scenario.title} – Corridor`;
  draw(state);
  listenToKeys(actions);
  actions.ask();
  if (notice) store.set({ notice });
  addEventListener("hashchange", () => {
    const again = read(location.hash, usual, known);
    actions.choose(again.choice);
    store.set({ notice: noticeOf(again.unread) });
  });
  void loadLand(located(scenario.places)).then((loaded) => {
    land = loaded;
    store.set({});
  });
}

async function start(): Promise<void> {
  const root = document.getElementById("page");
  if (!root) throw new Error("The page has no element to draw in.");
  try {
    begin(await getScenario(), root);
  } catch (error) {
    root.replaceChildren(Object.assign(document.createElement("p"), { className: "boot", textContent: String(error) }));
    throw error;
  }
}

void start();
