/** What lies where on the map and how much of it on a day: the part that does not depend on the sheet's size. */
import type { Exit, Picture, Route, Scenario } from "../api";
import { at, findFan, intervalAt } from "../fans";
import type { Interval } from "../words";
import type { Located } from "./projection";

export interface SpotFacts {
  place: Located;
  present: number;
  capacity: number;
  retaken: number | null;
  people: Interval; // of `present`, for the words
  difference: Interval | null;
}

export interface Link {
  key: string;
  start: string;
  end: string;
  open: boolean;
  corridor: boolean; // an organised way out is open on it
}

export interface Leg {
  key: string;
  start: string;
  end: string;
  people: number;
}

export interface Scene {
  spots: SpotFacts[];
  links: Link[];
  legs: Leg[];
}

export interface SceneInput {
  scenario: Scenario;
  picture: Picture | null;
  index: number;
  places: readonly Located[];
}

export function sceneOf(input: SceneInput): Scene {
  const known = new Set(input.places.map((place) => place.id));
  return {
    spots: input.places.map((place) => factsOf(place, input)),
    links: linksOf(input, known),
    legs: legsOf(input.picture?.exits ?? [], flowIndex(input.picture, input.picture?.dates[input.index] ?? ""), known),
  };
}

function factsOf(place: Located, { picture, index }: SceneInput): SpotFacts {
  const series = picture?.series ?? [];
  const fan = findFan(series, "present", place.id);
  const people = fan ? intervalAt(fan, index) : { middle: at(picture?.places[place.id]?.present, index), low: null, high: null };
  const difference = findFan(picture?.differences ?? [], "present", place.id);
  return {
    place,
    people,
    present: people.middle ?? 0,
    capacity: capacityOn(place, picture, index),
    retaken: at(picture?.zones[place.id]?.retaken, index),
    difference: difference ? intervalAt(difference, index) : null,
  };
}

/** Returns the places of a camp on a day: published, or what people and load say, or as at the start. */
function capacityOn(place: Located, picture: Picture | null, index: number): number {
  const given = at(findFan(picture?.series ?? [], "capacity", place.id)?.q50, index);
  const shown = picture?.places[place.id];
  const [present, load] = [at(shown?.present, index), at(shown?.load, index)];
  if (given !== null) return given;
  return present !== null && load !== null && load > 0 ? present / load : (place.capacity ?? 0);
}

/** Returns a link for each pair of places with a route between them, in either direction; open where any route is. */
function linksOf({ scenario, picture, index }: SceneInput, known: ReadonlySet<string>): Link[] {
  const inUse = scenario.corridors.filter((each) => picture?.corridors[each.id]?.[index] === 1);
  const organised = new Set(inUse.flatMap((each) => each.routes));
  const links = new Map<string, Link>();
  for (const route of scenario.routes) {
    if (!known.has(route.from) || !known.has(route.to) || route.from === route.to) continue;
    const key = pairKey(route.from, route.to);
    const link = links.get(key) ?? { key, start: route.from, end: route.to, open: false, corridor: false };
    const corridor = organised.has(route.id);
    links.set(key, { ...link, open: link.open || corridor || isOpen(route, picture, index), corridor: link.corridor || corridor });
  }
  return [...links.values()].sort((a, b) => a.key.localeCompare(b.key));
}

function isOpen(route: Route, picture: Picture | null, index: number): boolean {
  return picture?.routes[route.id]?.[index] !== 0;
}

/** Returns the position of the last flow date that is not after the day; -1 before the first. */
export function flowIndex(picture: Picture | null, day: string): number {
  return (picture?.flow_dates ?? []).findLastIndex((each) => each <= day);
}

/** Returns who had gone from where to where, summed over flows that share a stretch. "all" and "other" have no stretch. */
export function legsOf(exits: readonly Exit[], index: number, known: ReadonlySet<string>): Leg[] {
  const legs = new Map<string, Leg>();
  const add = (start: string, end: string, people: number): void => {
    if (start === end || !known.has(start) || !known.has(end) || people <= 0) return;
    const key = `${start}>${end}`;
    legs.set(key, { key, start, end, people: (legs.get(key)?.people ?? 0) + people });
  };
  for (const flow of exits) {
    const people = at(flow.q50, index) ?? 0;
    add(flow.origin, flow.exit, people);
    add(flow.exit, flow.destination, people);
  }
  return [...legs.values()].sort((a, b) => b.people - a.people);
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a}~${b}` : `${b}~${a}`;
}

/** Returns the most people or places of any camp on any day: what the largest disc stands for, on every day and map alike. */
export function mostPeople(pictures: readonly (Picture | null)[], scenario: Scenario): number {
  let most = 1;
  for (const { id, capacity, kind } of scenario.places) {
    if (kind !== "camp") continue;
    most = Math.max(most, capacity ?? 0);
    for (const picture of pictures) {
      const courses = [picture?.places[id]?.present, findFan(picture?.series ?? [], "capacity", id)?.q50];
      for (const value of courses.flatMap((course) => course ?? [])) most = Math.max(most, value ?? 0);
    }
  }
  return most;
}

/** Returns the people on the widest stretch at the end of the run. */
export function mostFlow(pictures: readonly (Picture | null)[], known: ReadonlySet<string>): number {
  return Math.max(1, ...pictures.map((each) => legsOf(each?.exits ?? [], (each?.flow_dates.length ?? 0) - 1, known)[0]?.people ?? 0));
}
