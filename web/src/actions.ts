/** What a person can do, and what follows from it: runs are asked for, the address is kept, the days are played. */
import type { Lever, Picture, PlaceSeries, RunRequest } from "./api";
import type { ClaimNumber } from "./claims";
import { Refused, getClaims, getPlace } from "./server";
import { clamp, indexOf } from "./days";
import { findFan } from "./fans";
import { Latency } from "./latency";
import { Runs } from "./runs";
import { type Choice, IDLE, type State, type Store, asksTheSame, differs } from "./state";
import { written } from "./url";

export const MEMBERS = 100;
const DAYS_A_SECOND = 14;
const CLAIMS_AGAIN_MS = 4000;

export class Actions {
  readonly latency = new Latency();
  readonly #runs: Runs;
  readonly #beside: Runs;
  readonly #page = `page-${crypto.randomUUID()}`;
  #asked: Choice | null = null;
  #baselineShown = "";
  #claimsAsked = false;
  #beforeDrag: readonly Lever[] | null = null;

  constructor(
    private readonly store: Store,
    private readonly usual: Choice,
  ) {
    this.#runs = new Runs({
      picture: (picture, request) => this.#pictured(picture, request),
      done: (id, request) => this.#done(id, request),
      failed: (message) => this.store.set({ progress: { ...IDLE, phase: "failed", message } }),
    });
    this.#beside = new Runs({
      picture: (beside) => this.store.set({ beside }),
      done: () => undefined,
      failed: (message) => this.store.set({ notice: message }),
    });
  }

  get state(): State {
    return this.store.state;
  }

  /** Changes the choice; asks for a run where it asks for another. */
  choose(part: Partial<Choice>): void {
    this.store.choose(part);
    const { choice } = this.store.state;
    if (this.#asked === null || !asksTheSame(choice, this.#asked)) this.ask();
    else void this.#complete();
    this.keepAddress();
  }

  ask(): void {
    this.latency.asked();
    const { choice } = this.state;
    this.#asked = choice;
    this.store.set({ runId: null, progress: { phase: "asked", members: 0, wanted: MEMBERS, message: "" }, notice: "" });
    void this.#runs.start(this.#request(choice, MEMBERS));
    this.#askBeside();
  }

  #request(choice: Choice, members: number): RunRequest {
    const watch = choice.place === "all" ? [] : [choice.place];
    return { policy: choice.policy, baseline: choice.baseline, levers: choice.levers, members, watch, page: this.#page };
  }

  /** The baseline's own picture, for the second map and the calendar's grey bars. */
  #askBeside(): void {
    const { baseline } = this.state.choice;
    if (baseline === this.#baselineShown) return;
    this.#baselineShown = baseline;
    void this.#beside.start({ policy: baseline, baseline, levers: [], members: MEMBERS, watch: [], page: `${this.#page}-b` });
  }

  #pictured(picture: Picture, request: RunRequest): void {
    this.store.set({ picture, progress: { phase: "running", members: picture.members, wanted: request.members, message: "" } });
    if (!this.state.dragging) this.latency.pictured();
  }

  #done(id: string, request: RunRequest): void {
    const members = this.state.picture?.members ?? request.members;
    this.store.set({ runId: id, progress: { phase: "done", members, wanted: request.members, message: "" } });
    this.latency.done();
    void this.#complete();
  }

  /** Fetches the series of places that the last picture came without. */
  async #complete(): Promise<void> {
    const { runId, picture, choice, scenario } = this.state;
    if (runId === null || picture === null) return;
    const camps = scenario.places.filter((place) => place.kind === "camp" && picture.places[place.id]).map((place) => place.id);
    const wanted = [...(choice.place === "all" ? [] : [choice.place]), ...(choice.discs === "change" ? camps : [])];
    const there = new Set(picture.series.map((fan) => fan.place));
    const missing = [...new Set(wanted)].filter((place) => !there.has(place));
    const found = (await Promise.all(missing.map((place) => placeSeries(runId, place)))).filter((part) => part !== null);
    if (found.length === 0 || this.state.runId !== runId || this.state.picture === null) return;
    this.store.set({ picture: merged(this.state.picture, found) });
  }

  setLevers(levers: readonly Lever[], released = true): void {
    if (released) {
      this.#beforeDrag = null;
      this.store.set({ dragging: false });
      this.choose({ levers });
      return;
    }
    this.#beforeDrag ??= this.state.choice.levers;
    this.store.set({ dragging: true });
    this.store.choose({ levers });
    this.#asked = null;
    // The next one stops it after its first picture: were it to end there, the server would make everything of a last picture.
    this.#runs.preview(this.#request(this.state.choice, MEMBERS));
  }

  /** Puts back what was set before a drag that the browser or the person broke off. */
  cancelDrag(): void {
    if (this.#beforeDrag !== null) this.setLevers(this.#beforeDrag);
  }

  go(day: string): void {
    this.store.choose({ day });
    if (!this.state.playing) this.keepAddress();
  }

  step(days: number): void {
    const { dates } = this.state.scenario;
    const index = clamp(indexOf(dates, this.state.choice.day) + days, 0, dates.length - 1);
    this.go(dates[index] as string);
  }

  /** Plays from the day on, from the first where it stands on the last. */
  play(on: boolean): void {
    if (on === this.state.playing) return;
    this.store.set({ playing: on });
    if (!on) return this.keepAddress();
    const { dates } = this.state.scenario;
    const start = this.state.choice.day === dates.at(-1) ? 0 : indexOf(dates, this.state.choice.day);
    const began = performance.now();
    const tick = (now: number): void => {
      if (!this.state.playing) return;
      // A frame's time may lie a little before the moment at which it was asked for.
      const played = Math.max(0, Math.floor(((now - began) / 1000) * DAYS_A_SECOND));
      const index = Math.min(dates.length - 1, start + played);
      if (dates[index] !== this.state.choice.day) this.store.choose({ day: dates[index] as string });
      if (index === dates.length - 1) this.play(false);
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  dialog(dialog: State["dialog"]): void {
    this.store.set({ dialog });
  }

  /** Shows on map and chart what a claim's number is about. */
  showClaim({ quantity, places, date, policy, against }: ClaimNumber): void {
    const { choice, scenario } = this.state;
    const known = places.find((place) => [...scenario.places, ...scenario.sets].some((each) => each.id === place));
    this.choose({
      policy,
      baseline: against ?? choice.baseline,
      levers: [],
      place: known ?? "all",
      quantity,
      day: date ?? scenario.end,
      show: against ? "difference" : "level",
      discs: against ? "change" : "state",
    });
  }

  /** Enters a policy that was just saved, and chooses it in place of the levers that made it. */
  saved(id: string, name: string): void {
    const { scenario } = this.state;
    const policies = [...scenario.policies, { id, name, note: "", factual: false }];
    this.store.set({ scenario: { ...scenario, policies }, dialog: null });
    this.choose({ policy: id, levers: [] });
  }

  keepAddress(): void {
    history.replaceState(null, "", `#${written(this.state.choice, this.usual)}`);
  }

  /** Asks for the verdicts once, and again while they are being computed. */
  async loadClaims(again = false): Promise<void> {
    if (!this.state.scenario.claims || (this.#claimsAsked && !again)) return;
    this.#claimsAsked = true;
    try {
      const claims = await getClaims();
      this.store.set({ claims });
      if (claims.computing) setTimeout(() => void this.loadClaims(true), CLAIMS_AGAIN_MS);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.store.set({ notice: error.message });
    }
  }

  get compared(): boolean {
    return differs(this.state.choice);
  }
}

async function placeSeries(run: string, place: string): Promise<PlaceSeries | null> {
  try {
    return await getPlace(run, place);
  } catch (error) {
    if (error instanceof Refused) return null; // nothing may be shown of this place
    throw error;
  }
}

/** Returns a picture with further series; none is entered twice. */
export function merged(picture: Picture, parts: readonly PlaceSeries[]): Picture {
  const add = (name: "series" | "differences") => [
    ...picture[name],
    ...parts.flatMap((part) => part[name].filter((fan) => findFan(picture[name], fan.quantity, fan.place, fan.group) === null)),
  ];
  return { ...picture, series: add("series"), differences: add("differences") };
}
