/** Levers in plain words. */
import type { Lever, Scenario } from "../api";
import { shortDay } from "../days";
import { nameOf } from "../fans";
import { plain } from "../words";
import type { Kind } from "./defaults";

export const KIND_TITLES: Record<Kind, string> = {
  corridor: "Corridors",
  screening: "Screening",
  camp: "Camps",
  border: "Border, by civilian group",
  advice: "Advice to residents",
};

export function leverName(lever: Lever, scenario: Scenario): string {
  return lever.kind === "advice" ? "Advice to residents" : nameOf(scenario, lever.id);
}

/** Returns what a lever does, in one line. */
export function leverWords(lever: Lever): string {
  const since = `from ${shortDay(lever.from)}`;
  switch (lever.kind) {
    case "corridor": {
      const span = lever.until === null ? `${since} on` : `${since} to ${shortDay(lever.until)}`;
      const limit = lever.capacity_per_day === null ? "" : `, ${plain(lever.capacity_per_day)} people a day`;
      const consent = lever.consent === null ? "" : lever.consent === "agreed" ? ", agreed by both sides" : ", declared by one side";
      return `${lever.open ? "open" : "closed"} ${span}${lever.open ? limit + consent : ""}`;
    }
    case "screening":
      return lever.on ? `on, ${lever.capacity_factor ?? 1} times as many people a day, ${since}` : `off ${since}`;
    case "camp":
      return `${plain(lever.capacity)} places ${since}`;
    case "border":
      return `${lever.open ? "open" : "closed"} ${since} ${lever.groups.length > 0 ? `for ${lever.groups.length} groups` : "for all civilians"}`;
    case "advice":
      return `people are asked to ${lever.stay ? "stay" : "leave"} ${since}`;
  }
}
