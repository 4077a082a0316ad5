import { describe, expect, it } from "vitest";
import type { Lever } from "../src/api";
import type { Choice } from "../src/state";
import { type Known, leverFrom, leverText, read, written } from "../src/url";

const USUAL: Choice = {
  policy: "factual",
  baseline: "factual",
  levers: [],
  day: "2017-02-01",
  place: "all",
  quantity: "displaced_ever",
  show: "difference",
  maps: "one",
  discs: "state",
  pane: "chart",
  names: "latin",
};

const KNOWN: Known = { dates: ["2017-02-01", "2017-05-04"], places: new Set(["all", "haj-ali"]) };

const LEVERS: Lever[] = [
  { kind: "corridor", id: "east", open: true, from: "2017-01-01", until: "2017-03-01", capacity_per_day: 2000, consent: "agreed" },
  { kind: "corridor", id: "odd:name,&=%", open: false, from: "2017-01-01", until: null, capacity_per_day: null, consent: null },
  { kind: "screening", id: "stations", on: false, capacity_factor: null, from: "2017-01-01" },
  { kind: "screening", id: "gogjali", on: true, capacity_factor: 1.5, from: "2017-01-01" },
  { kind: "camp", id: "haj-ali", capacity: 0, from: "2016-12-15" },
  { kind: "border", id: "a>b", open: false, groups: ["men_boys", "dependants"], from: "2016-12-15" },
  { kind: "border", id: "a>b", open: true, groups: [], from: "2016-12-15" },
  { kind: "advice", stay: true, from: "2016-12-15" },
];

describe("the address", () => {
  it.each(LEVERS)("keeps a lever: $kind $id", (lever) => {
    expect(leverFrom(leverText(lever))).toEqual(lever);
  });
  it("keeps everything that was chosen", () => {
    const choice: Choice = { ...USUAL, policy: "exits-none+camps-half", baseline: "pace-slow", levers: LEVERS, day: "2017-05-04", maps: "two", pane: "side" };
    expect(read(`#${written(choice, USUAL)}`, USUAL, KNOWN)).toEqual({ choice, unread: [] });
  });
  it("leaves out what is usual", () => {
    expect(written(USUAL, USUAL)).toBe("policy=factual&day=2017-02-01&quantity=displaced_ever");
  });
  it("says what it could not read, and reads the rest", () => {
    const { choice, unread } = read("#policy=exits-none&lever=flank:mosul:0&lever=camp:haj-ali:many:2017-01-01&day=2017-02-30&maps=three", USUAL, KNOWN);
    expect(unread).toEqual(["flank:mosul:0", "camp:haj-ali:many:2017-01-01", "2017-02-30", "three"]);
    expect(choice).toEqual({ ...USUAL, policy: "exits-none" });
  });
  it.each(["day=2030-01-01", "day=2016-01-01", "place=nope", "place=", "show=neither", "pane=all", "names=greek", "discs=none"])("does not take %s, and says so", (part) => {
    expect(read(`#${part}`, USUAL, KNOWN)).toEqual({ choice: USUAL, unread: [part.slice(part.indexOf("=") + 1)] });
  });
  it("takes a day of the run and a place of the scenario", () => {
    expect(read("#day=2017-05-04&place=haj-ali", USUAL, KNOWN)).toEqual({ choice: { ...USUAL, day: "2017-05-04", place: "haj-ali" }, unread: [] });
  });
  it.each([
    "corridor:x:open:2017-01-01:2017-06-11:-500:agreed",
    "corridor:x:open:2017-01-01:2017-06-11:abc:agreed",
    "corridor:x:open:2017-01-01::1e3:",
    "corridor:x:open:2017-01-01::5:agreed:more",
    "screening:x:on:2017-01-01:-1",
    "screening:x:on:2017-01-01:twice",
    "camp:x:-5:2017-01-01",
    "camp:x:5:2017-01-01:2017-02-01",
  ])("does not run %s as if it said less", (text) => {
    expect(leverFrom(text)).toBeNull();
    expect(read(`#lever=${text}`, USUAL, KNOWN).unread).toEqual([text]);
  });
  it.each(["", "corridor", "corridor:x:open", "corridor:x:ajar:2017-01-01", "corridor:x:open:2017-01-01:never", "advice:perhaps:2017-01-01", "camp:%E0%A4%A:1:2017-01-01"])(
    "refuses %j",
    (text) => expect(leverFrom(text)).toBeNull(),
  );
});
