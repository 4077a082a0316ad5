/** Everything that the page knows at a moment, and how it changes. */
import type { Day, Lever, Picture, Scenario } from "./api";
import type { Claims } from "./claims";

export type Pane = "chart" | "side" | "fighters" | "verdicts" | "about";

/** What a person chose; the address holds all of it. */
export interface Choice {
  policy: string;
  baseline: string;
  levers: readonly Lever[];
  day: Day;
  place: string; // a place, or "all"
  quantity: string;
  show: "difference" | "level";
  maps: "one" | "two"; // the baseline's map beside it, or not
  discs: "state" | "change"; // what the discs of the map stand for
  pane: Pane;
  names: "latin" | "arabic";
}

/** How far the run has come whose picture is shown. */
export interface Progress {
  phase: "idle" | "asked" | "running" | "done" | "failed";
  members: number;
  wanted: number;
  message: string;
}

export interface State {
  scenario: Scenario;
  choice: Choice;
  picture: Picture | null;
  beside: Picture | null; // the baseline's own picture, for the second map
  progress: Progress;
  claims: Claims | null;
  runId: string | null; // of the picture, once it is finished
  playing: boolean;
  dragging: boolean;
  dialog: "save" | "keys" | null;
  notice: string;
}

export const IDLE: Progress = { phase: "idle", members: 0, wanted: 0, message: "" };

/** Holds the state and tells one listener, once a frame, that it changed. */
export class Store {
  #state: State;
  #due = false;

  constructor(
    state: State,
    private readonly changed: (state: State, before: State) => void,
    private readonly later: (run: () => void) => void = (run) => requestAnimationFrame(run),
  ) {
    this.#state = state;
    this.#told = state;
  }

  #told: State;

  get state(): State {
    return this.#state;
  }

  set(part: Partial<State>): void {
    this.#state = { ...this.#state, ...part };
    if (this.#due) return;
    this.#due = true;
    this.later(() => {
      this.#due = false;
      const before = this.#told;
      this.#told = this.#state;
      this.changed(this.#state, before);
    });
  }

  choose(part: Partial<Choice>): void {
    this.set({ choice: { ...this.#state.choice, ...part } });
  }
}

/** Returns whether two choices ask for the same runs. */
export function asksTheSame(a: Choice, b: Choice): boolean {
  return a.policy === b.policy && a.baseline === b.baseline && JSON.stringify(a.levers) === JSON.stringify(b.levers);
}

/** Returns whether policy and levers differ from the baseline at all. */
export function differs(choice: Choice): boolean {
  return choice.policy !== choice.baseline || choice.levers.length > 0;
}

/** Returns what a lever is about. There may be several of one target, from different days: they are told apart by their place in the list. */
export function targetKey(lever: { kind: string; id?: string }): string {
  return lever.kind === "advice" ? "advice" : `${lever.kind}:${lever.id ?? ""}`;
}

/** Returns the levers with the one at a place set anew or taken away; past the last place it is added. */
export function withLever(levers: readonly Lever[], at: number, lever: Lever | null): Lever[] {
  if (lever === null) return levers.filter((_, index) => index !== at);
  return at < levers.length ? levers.map((each, index) => (index === at ? lever : each)) : [...levers, lever];
}
