/** Looking things up in a picture. */
import type { Count, Fan, Numbers, Picture, Scenario } from "./api";
import type { Interval } from "./words";

export const LEVELS = ["q05", "q25", "q50", "q75", "q95"] as const;

export function findFan(fans: readonly Fan[], quantity: string, place: string, group = "all"): Fan | null {
  return fans.find((fan) => fan.quantity === quantity && fan.place === place && fan.group === group) ?? null;
}

export function at(numbers: Numbers | undefined, index: number): number | null {
  return numbers?.[index] ?? null;
}

/** Returns median and 90 % range of a fan on a day. */
export function intervalAt(fan: Fan | null, index: number): Interval {
  return { middle: at(fan?.q50, index), low: at(fan?.q05, index), high: at(fan?.q95, index) };
}

/** Returns what a fan's day is, with a suppressed low end taken as zero where larger numbers stand beside it, as the report does. */
export function quantiles(fan: Fan, index: number): number[] | null {
  const values = LEVELS.map((level) => at(fan[level], index));
  if (values.every((value) => value === null)) return null;
  return values.map((value) => value ?? 0);
}

/** Returns the quantities that a picture has of a place, in the order of the scenario's list. */
export function quantitiesOf(picture: Picture | null, scenario: Scenario, place: string): string[] {
  const fans = picture === null ? [] : [...picture.series, ...picture.differences];
  const present = new Set(fans.filter((fan) => fan.place === place && fan.group === "all").map((fan) => fan.quantity));
  return scenario.quantities.map((quantity) => quantity.id).filter((id) => present.has(id));
}

/** Returns the places and sets of which a picture has any series. */
export function placesWithSeries(picture: Picture | null): Set<string> {
  return new Set((picture?.series ?? []).map((fan) => fan.place));
}

const PREFERRED: Record<string, string[]> = {
  all: ["displaced_current", "displaced_ever"],
  zone: ["trapped", "exposed_person_days", "displaced_ever", "present"],
  camp: ["present", "load", "arrivals"],
  station: ["waiting", "arrivals", "held"],
  crossing: ["passages", "arrivals"],
  host: ["present", "arrivals"],
  town: ["present", "arrivals"],
  region: ["present", "events", "arrivals"],
};

/** Returns the quantity to show first of a place: the one chosen before where the place has it. */
export function quantityFor(picture: Picture | null, scenario: Scenario, place: string, wanted: string): string {
  const offered = quantitiesOf(picture, scenario, place);
  if (offered.includes(wanted)) return wanted;
  const kind = scenario.places.find((each) => each.id === place)?.kind ?? "all";
  return (PREFERRED[kind] ?? []).find((id) => offered.includes(id)) ?? offered[0] ?? wanted;
}

export function countsOf(scenario: Scenario, quantity: string, place: string): Count[] {
  return scenario.observations.filter((count) => count.quantity === quantity && count.place === place && count.group === "all");
}

/** Returns the total that was counted most often in public: the page opens with it, for there model and record stand side by side. */
export function mostCounted(scenario: Scenario): { place: string; quantity: string } {
  const totals = new Set(["all", ...scenario.sets.map((set) => set.id)]);
  const times = new Map<string, { place: string; quantity: string; count: number }>();
  for (const { place, quantity, group } of scenario.observations) {
    if (group !== "all" || !totals.has(place)) continue;
    const key = `${quantity} of ${place}`;
    times.set(key, { place, quantity, count: (times.get(key)?.count ?? 0) + 1 });
  }
  const most = [...times.values()].sort((a, b) => b.count - a.count)[0];
  return most ? { place: most.place, quantity: most.quantity } : { place: "all", quantity: "displaced_ever" };
}

export function nameOf(scenario: Scenario, id: string): string {
  if (id === "all") return "All places together";
  const named = [...scenario.places, ...scenario.sets, ...scenario.corridors].find((each) => each.id === id);
  return named?.name ?? id;
}

/** Returns the first alias in Arabic letters, or nothing. */
export function arabicName(aliases: readonly string[]): string | null {
  return aliases.find((alias) => /\p{Script=Arabic}/u.test(alias)) ?? null;
}
