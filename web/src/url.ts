/** The address holds what was chosen (policies, levers, day, selection), so that it can be shared; the rest is the server's. */
import type { Day, Lever, Scenario } from "./api";
import { isDay } from "./days";
import type { Choice } from "./state";

const PANES = ["chart", "side", "fighters", "verdicts", "about"] as const;

/** Returns the fragment of the address: readable, and without what is left at its default. */
export function written(choice: Choice, usual: Choice): string {
  const entries: [string, string][] = [["policy", choice.policy]];
  const add = (name: keyof Choice, value: string, standard: string): void => {
    if (value !== standard) entries.push([name, value]);
  };
  add("baseline", choice.baseline, usual.baseline);
  for (const lever of choice.levers) entries.push(["lever", leverText(lever)]);
  add("day", choice.day, "");
  add("place", choice.place, usual.place);
  add("quantity", choice.quantity, "");
  add("show", choice.show, usual.show);
  add("maps", choice.maps, usual.maps);
  add("discs", choice.discs, usual.discs);
  add("pane", choice.pane, usual.pane);
  add("names", choice.names, usual.names);
  return entries.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`).join("&");
}

/** What an address may name. */
export interface Known {
  dates: readonly Day[];
  places: ReadonlySet<string>; // with sets of places, and "all"
}

export function knownOf(scenario: Scenario): Known {
  return { dates: scenario.dates, places: new Set(["all", ...[...scenario.places, ...scenario.sets].map((each) => each.id)]) };
}

/** Returns the choice that a fragment describes; what it does not say, or says wrongly, is as `usual`, and what it says wrongly is `unread`. */
export function read(fragment: string, usual: Choice, known: Known): { choice: Choice; unread: string[] } {
  const entries = new URLSearchParams(fragment.replace(/^#/, ""));
  const unread: string[] = [];
  const taken = (name: string, otherwise: string, allowed: (given: string) => boolean): string => {
    const given = entries.get(name) ?? otherwise;
    if (given === otherwise || allowed(given)) return given;
    unread.push(given);
    return otherwise;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T =>
    taken(name, otherwise, (given) => (allowed as readonly string[]).includes(given)) as T;
  const levers: Lever[] = [];
  for (const text of entries.getAll("lever")) {
    const lever = leverFrom(text);
    if (lever === null) unread.push(text);
    else levers.push(lever);
  }
  return {
    choice: {
      policy: entries.get("policy") ?? usual.policy,
      baseline: entries.get("baseline") ?? usual.baseline,
      levers,
      day: taken("day", usual.day, (day) => known.dates.includes(day)),
      place: taken("place", usual.place, (place) => known.places.has(place)),
      quantity: entries.get("quantity") ?? usual.quantity,
      show: oneOf("show", ["difference", "level"], usual.show),
      maps: oneOf("maps", ["one", "two"], usual.maps),
      discs: oneOf("discs", ["state", "change"], usual.discs),
      pane: oneOf("pane", PANES, usual.pane),
      names: oneOf("names", ["latin", "arabic"], usual.names),
    },
    unread,
  };
}

/** Returns a lever on one line, its parts divided by colons: `corridor:ID:open:2017-01-01:2017-03-01:2000:agreed`. */
export function leverText(lever: Lever): string {
  return leverParts(lever)
    .map((part) => encodeURIComponent(part))
    .join(":");
}

function leverParts(lever: Lever): string[] {
  switch (lever.kind) {
    case "corridor":
      return ["corridor", lever.id, lever.open ? "open" : "closed", lever.from, lever.until ?? "", number(lever.capacity_per_day), lever.consent ?? ""];
    case "screening":
      return ["screening", lever.id, lever.on ? "on" : "off", lever.from, number(lever.capacity_factor)];
    case "camp":
      return ["camp", lever.id, String(lever.capacity), lever.from];
    case "border":
      return ["border", lever.id, lever.open ? "open" : "closed", lever.from, lever.groups.join(",")];
    case "advice":
      return ["advice", lever.stay ? "stay" : "leave", lever.from];
  }
}

const MOST_PARTS: Record<string, number> = { corridor: 7, screening: 5, camp: 4, border: 5, advice: 3 };

/** Returns the lever of such a line, or null where it is none. */
export function leverFrom(text: string): Lever | null {
  const parts = text.split(":").map(decoded);
  const [kind = "", id = "", state = "", from = ""] = parts;
  if (parts.length > (MOST_PARTS[kind] ?? 0)) return null;
  if (kind === "advice") return ["stay", "leave"].includes(id) && isDay(state) ? { kind, stay: id === "stay", from: state } : null;
  if (id === "") return null;
  switch (kind) {
    case "corridor":
      return corridorFrom(id, state, from, parts.slice(4));
    case "screening":
      return isDay(from) && ["on", "off"].includes(state) && isAmount(parts[4])
        ? { kind, id, on: state === "on", from, capacity_factor: amount(parts[4]) }
        : null;
    case "camp":
      return isDay(from) && /^\d+$/.test(state) ? { kind, id, capacity: Number(state), from } : null;
    case "border":
      return isDay(from) && ["open", "closed"].includes(state)
        ? { kind, id, open: state === "open", from, groups: (parts[4] ?? "").split(",").filter((group) => group !== "") }
        : null;
    default:
      return null;
  }
}

function corridorFrom(id: string, state: string, from: string, rest: string[]): Lever | null {
  const [until = "", capacity = "", consent = ""] = rest;
  if (!isDay(from) || (until !== "" && !isDay(until)) || !["open", "closed"].includes(state)) return null;
  if (!["", "agreed", "unilateral"].includes(consent) || !isAmount(capacity)) return null;
  return {
    kind: "corridor",
    id,
    open: state === "open",
    from,
    until: until === "" ? null : until,
    capacity_per_day: amount(capacity),
    consent: consent === "agreed" || consent === "unilateral" ? consent : null,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return ""; // a stray % in an address typed by hand
    throw error;
  }
}

function number(value: number | null): string {
  return value === null ? "" : String(value);
}

/** Returns whether a text is a number from 0 on, or none at all. */
function isAmount(text = ""): boolean {
  return text === "" || /^\d+(\.\d+)?$/.test(text);
}

function amount(text = ""): number | null {
  return text === "" ? null : Number(text);
}
