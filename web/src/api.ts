/** What passes between page and server, in types. */

export type Day = string; // YYYY-MM-DD
export type Numbers = (number | null)[]; // null: suppressed

export type PlaceKind = "zone" | "town" | "camp" | "station" | "crossing" | "host" | "region";

export interface Place {
  id: string;
  name: string;
  aliases: string[];
  kind: PlaceKind;
  lat: number | null;
  lon: number | null;
  schematic: boolean;
  capacity: number | null;
  source: string;
  note: string;
}

export interface Route {
  id: string;
  from: string;
  to: string;
  km: number;
  mode: string;
}

export interface Corridor {
  id: string;
  name: string;
  routes: string[];
  groups: string[];
  consent: "agreed" | "unilateral";
  announced: Day | null;
  source: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Policy extends Named {
  note: string;
  factual: boolean;
}

export interface Quantity {
  id: string;
  unit: string;
  kind: "stock" | "flow" | "cumulative" | "ratio";
  sentence: string;
}

/** A dated event of the timeline: a row of the schedule, in words. */
export interface DatedEvent {
  id: string;
  date: Day;
  until: Day | null;
  target: string;
  quantity: string;
  text: string;
  note: string;
  source: string;
  confidence: string;
}

/** A published count that stands beside a fan. */
export interface Count {
  series: string;
  date: Day;
  value: number;
  low: number | null;
  high: number | null;
  quantity: string;
  place: string;
  group: string;
  scored: boolean;
  source: string;
}

/** A stretch of days on which something is open. */
export interface Window {
  from: Day;
  until: Day | null;
}

/** What the server lets the page change, by kind, with what is on record. */
export type Offer =
  | { kind: "corridor"; targets: CorridorOffer[] }
  | { kind: "screening"; targets: { id: string; stations: string[]; since: Day | null }[] }
  | { kind: "camp"; targets: CampOffer[] }
  | { kind: "border"; targets: { id: string; routes: string[] }[] }
  | { kind: "advice"; targets: { id: string }[] };

export interface CorridorOffer {
  id: string;
  consent: "agreed" | "unilateral";
  windows: Window[];
}

export interface CampOffer {
  id: string;
  capacity: number | null;
  steps: { from: Day; capacity: number }[];
}

export type Lever =
  | {
      kind: "corridor";
      id: string;
      open: boolean;
      from: Day;
      until: Day | null;
      capacity_per_day: number | null;
      consent: "agreed" | "unilateral" | null;
    }
  | { kind: "screening"; id: string; on: boolean; capacity_factor: number | null; from: Day }
  | { kind: "camp"; id: string; capacity: number; from: Day }
  | { kind: "border"; id: string; open: boolean; groups: string[]; from: Day }
  | { kind: "advice"; stay: boolean; from: Day };

export interface LandLine {
  kind: "country" | "river" | "coast" | "road";
  name: string;
  points: [number, number][];
}

export interface BaseMap {
  source: string;
  licence: string;
  lines: LandLine[];
}

export interface Scenario {
  id: string;
  title: string;
  start: Day;
  end: Day;
  dates: Day[];
  folder: string;
  savable: boolean;
  places: Place[];
  sets: Named[];
  origins: (Named & { zones: string[] })[];
  routes: Route[];
  corridors: Corridor[];
  groups: Named[];
  policies: Policy[];
  quantities: Quantity[];
  levers: Offer[];
  levers_missing: { kind: string; reason: string }[];
  events: DatedEvent[];
  observations: Count[];
  sources: { source: string; rows: Record<string, number> }[];
  basemap: BaseMap | null;
  fighters: boolean;
  claims: boolean;
  limits: string[];
}

export interface Fan {
  quantity: string;
  place: string;
  group: string;
  unit: string;
  q05: Numbers;
  q25: Numbers;
  q50: Numbers;
  q75: Numbers;
  q95: Numbers;
}

/** People who had arrived by each flow date; origin and destination are "all" in totals. */
export interface Exit {
  origin: string;
  exit: string;
  destination: string;
  q05: Numbers;
  q25: Numbers;
  q50: Numbers;
  q75: Numbers;
  q95: Numbers;
}

export interface FighterWeek {
  week: Day;
  region: string;
  quantity: string;
  low: number;
  high: number;
  prior_low: number;
  prior_high: number;
}

export interface Picture {
  members: number;
  complete: boolean; // whether these are all members that were asked for
  policy: string;
  policy_name: string;
  baseline: string;
  first_day: Day | null; // the first day on which the two are set otherwise
  dates: Day[];
  flow_dates: Day[];
  series: Fan[];
  differences: Fan[];
  exits: Exit[];
  places: Record<string, { present?: Numbers; load?: Numbers }>; // medians, for the map
  zones: Record<string, { retaken: Numbers }>;
  routes: Record<string, (0 | 1)[]>;
  corridors: Record<string, (0 | 1)[]>;
  fighters: FighterWeek[];
  always: string[];
  withheld: string[];
}

export interface RunRequest {
  policy: string;
  baseline: string;
  levers: readonly Lever[];
  members: number;
  watch?: string[]; // places whose series are wanted beside the totals; none given: all, in the last picture
  page: string; // a new run of the same page stops the one before it
}

export interface Accepted {
  id: string;
  events: string;
}

export type PlaceSeries = Pick<Picture, "series" | "differences">;

export interface NamedPolicy {
  id: string;
  name: string;
  policy: string; // that the levers were set on
  levers: readonly Lever[];
  scenario_folder_name: string;
}
