/** The lever that stands for what is on record, from the day on which a person begins to change it. */
import type { CampOffer, CorridorOffer, Day, Lever, Offer, Scenario } from "../api";
import { addDays } from "../days";

export type Kind = Lever["kind"];
type Of<K extends Kind> = Extract<Lever, { kind: K }>;

const USUAL_WINDOW_DAYS = 60;

/** Returns what a corridor's lever begins with: its longest window on record, else sixty days from `day` on. */
export function corridorLever(offer: CorridorOffer, day: Day, last: Day): Of<"corridor"> {
  const window = offer.windows[0] ?? { from: day, until: addDays(day, USUAL_WINDOW_DAYS) };
  const until = window.until !== null && window.until > last ? null : window.until;
  return { kind: "corridor", id: offer.id, open: true, from: window.from, until, capacity_per_day: null, consent: null };
}

/** Returns the places that a camp has on a day, as on record. */
export function capacityOn(offer: CampOffer, day: Day): number {
  const step = offer.steps.findLast((each) => each.from <= day);
  return Math.round(step?.capacity ?? offer.capacity ?? 0);
}

export function newLever(kind: Kind, id: string, scenario: Scenario, day: Day): Lever {
  switch (kind) {
    case "corridor": {
      const offer = targetOf(scenario, "corridor", id);
      return corridorLever(offer ?? { id, consent: "unilateral", windows: [] }, day, scenario.end);
    }
    case "screening":
      return { kind, id, on: true, capacity_factor: 2, from: day };
    case "camp": {
      const offer = targetOf(scenario, "camp", id);
      const before = offer ? capacityOn(offer, day) : 0;
      return { kind, id, capacity: before > 0 ? 2 * before : 10_000, from: day };
    }
    case "border":
      return { kind, id, open: false, groups: [], from: day };
    case "advice":
      return { kind, stay: false, from: day };
  }
}

type Target<K extends Kind> = Extract<Offer, { kind: K }>["targets"][number];

export function targetsOf<K extends Kind>(scenario: Scenario, kind: K): Target<K>[] {
  const offer = scenario.levers.find((each) => each.kind === kind);
  return (offer?.targets ?? []) as Target<K>[];
}

export function targetOf<K extends Kind>(scenario: Scenario, kind: K, id: string): Target<K> | undefined {
  return targetsOf(scenario, kind).find((each) => each.id === id);
}

/** Returns the kind of lever that a place of the map has, if any. */
export function kindFor(scenario: Scenario, place: string): Kind | null {
  const kinds: Kind[] = ["camp", "screening", "border"];
  return kinds.find((kind) => targetOf(scenario, kind, place) !== undefined) ?? null;
}
