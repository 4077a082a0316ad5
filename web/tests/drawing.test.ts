import { describe, expect, it } from "vitest";
import type { Exit, Fan, Place } from "../src/api";
import { sheetOf, thinned } from "../src/charts/rows";
import { runsOf, ticks } from "../src/charts/scale";
import { cell, csv, fileName } from "../src/csv";
import { mondayOf, monthTicks } from "../src/days";
import { arabicName } from "../src/fans";
import { type Label, meets, placed } from "../src/map/labels";
import { AT_REST, fitted, near, zoomed } from "../src/map/projection";
import { legsOf } from "../src/map/scene";
import { neighbour } from "../src/map/spots";
import { discRadius, loadClass, wedge } from "../src/map/symbols";

const place = (id: string, kind: Place["kind"], lat: number, lon: number) => ({
  id,
  name: id,
  aliases: [],
  kind,
  lat,
  lon,
  schematic: false,
  capacity: null,
  source: "",
  note: "",
});
const fan = (q50: (number | null)[]): Fan => ({ quantity: "present", place: "x", group: "all", unit: "people", q05: q50, q25: q50, q50, q75: q50, q95: q50 });

describe("charts", () => {
  it("have round ticks that cover the values, and zero", () => {
    expect(ticks(0, 430_000, 4)).toEqual([0, 200_000, 400_000, 600_000]);
    expect(ticks(-70, 9, 4)).toEqual([-80, -60, -40, -20, 0, 20]);
    expect(ticks(0.1, 0.35, 4)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(ticks(0, 0, 4)).toEqual([0, 1]);
  });
  it("leave blank what is suppressed", () => {
    expect(runsOf(fan([1, null, null, 4, 5])).map((run) => run.map((each) => each.index))).toEqual([[0], [3, 4]]);
  });
  it("label the year where it begins", () => {
    const dates = ["2016-11-30", "2016-12-01", "2016-12-31", "2017-01-01", "2017-02-01"];
    expect(monthTicks(dates, 9).map((tick) => tick.label)).toEqual(["Dec 2016", "Jan 2017", "Feb"]);
  });
  it("show one row a week, the chosen day and the last", () => {
    expect(thinned([...Array(20).keys()], 9)).toEqual([0, 7, 9, 14, 19]);
  });
  it("find the Monday of a week", () => {
    expect(["2017-02-19", "2017-02-20", "2017-02-21"].map(mondayOf)).toEqual(["2017-02-13", "2017-02-20", "2017-02-20"]);
  });
});

describe("files", () => {
  it("hold no formula", () => {
    expect(["=1+1", "@x", "+49", 'a "b", c', -5, null].map(cell)).toEqual(["'=1+1", "'@x", "'+49", '"a ""b"", c"', "-5", ""]);
  });
  it("have a row a day, and an empty cell where a number is suppressed", () => {
    const said = { policy: { id: "p", name: "A policy, that" }, baseline: { id: "b", name: "What happened" }, difference: false, members: 100 };
    const lines = csv(sheetOf(fan([1, null]), ["2017-01-01", "2017-01-02"], [], said)).split("\r\n");
    expect(lines.length).toBe(4);
    expect(lines[2]).toBe('2017-01-02,present,x,people,level,p,"A policy, that",b,What happened,100,,,,,,,');
  });
  it("have plain names", () => {
    expect(fileName(["mosul-2016", "../../etc", "a>b"], "csv")).toBe("mosul-2016_etc_a-b.csv");
  });
});

describe("map", () => {
  it("is about the first zone's city", () => {
    const places = [place("a", "zone", 36, 43), place("b", "zone", 36.1, 43.1), place("c", "camp", 36.3, 43.3), place("far", "zone", 36, 39)];
    expect(near(places).map((each) => each.id)).toEqual(["a", "b", "c"]);
  });
  it("keeps the point under the pointer where it is", () => {
    const places = [place("a", "zone", 36, 43), place("b", "zone", 37, 44)];
    const size = { width: 600, height: 400 };
    const before = fitted(places, size)([43.4, 36.4]) as [number, number];
    const after = fitted(places, size, zoomed(AT_REST, 3, before))([43.4, 36.4]) as [number, number];
    expect(after[0]).toBeCloseTo(before[0], 6);
    expect(after[1]).toBeCloseTo(before[1], 6);
  });
  it("goes by arrow keys to what lies in that direction", () => {
    const spots = new Map<string, [number, number]>([
      ["middle", [0, 0]],
      ["right", [50, 10]],
      ["further", [200, 0]],
      ["up", [5, -40]],
    ]);
    expect(neighbour(spots, "middle", "ArrowRight")).toBe("right");
    expect(neighbour(spots, "middle", "ArrowUp")).toBe("up");
    expect(neighbour(spots, "middle", "ArrowLeft")).toBeNull();
  });
  it("places labels apart from each other and inside the sheet", () => {
    const labels: Label[] = [...Array(30).keys()].map((index) => ({
      id: String(index),
      words: `label ${index}`,
      at: [100 + (index % 6) * 20, 100 + Math.floor(index / 6) * 12],
      radius: 4,
      rank: index,
      size: 11,
      bold: false,
      gaps: [3, 11],
    }));
    const found = placed(labels, [], { width: 300, height: 240 }, (words) => words.length * 6);
    const boxes = found.map((each) => {
      const wide = each.words.length * 6;
      const left = each.anchor === "start" ? each.x : each.anchor === "end" ? each.x - wide : each.x - wide / 2;
      return { left, right: left + wide, top: each.y - 8, bottom: each.y };
    });
    expect(found.length).toBeGreaterThan(5);
    expect(found[0]?.rank).toBe(29);
    boxes.forEach((box, index) => boxes.slice(index + 1).forEach((other) => expect(meets(box, other)).toBe(false)));
  });
  it("breaks a name on two lines where one finds no room", () => {
    const zone: Label = { id: "z", words: "Districts around", broken: ["Districts", "around"], at: [50, 50], radius: 5, rank: 1, size: 10, bold: true, gaps: [3] };
    const [label] = placed([zone], [], { width: 100, height: 100 }, (words) => words.length * 7);
    expect(label?.lines).toEqual(["Districts", "around"]);
    const [wider] = placed([zone], [], { width: 200, height: 100 }, (words) => words.length * 7);
    expect(wider?.lines).toEqual(["Districts around"]);
  });
  it("covers small symbols with a name that must be there, large ones with none", () => {
    const name = (id: string, must: boolean): Label => ({ id, words: id, at: [50, 50], radius: 5, rank: 1, size: 10, bold: false, gaps: [3], must });
    const grid = (across: number) =>
      [...Array(100).keys()].map((index) => {
        const [left, top] = [(index % 10) * 10, Math.floor(index / 10) * 10];
        return { left, top, right: left + across, bottom: top + across };
      });
    const found = (must: boolean, across: number) =>
      placed([name("one", must), name("two", must)], grid(across), { width: 100, height: 100 }, (words) => words.length * 5);
    expect([found(false, 9), found(true, 9), found(true, 13)].map((each) => each.length)).toEqual([0, 2, 0]);
    expect(new Set(found(true, 9).map((each) => `${each.x} ${each.y}`)).size).toBe(2);
  });
  it("leaves a name out where a reader would take it for a neighbour's", () => {
    const camp = (id: string, x: number, clear: "of all" | "of its kind"): Label => ({ id, words: id, at: [x, 50], radius: 6, rank: 1, size: 10, bold: false, gaps: [3], clear, kind: id });
    const crowd = (clear: "of all" | "of its kind") => [camp("middle", 50, clear), ...[36, 64].map((x) => camp(`${x}`, x, "of its kind"))];
    const walls = [
      { left: 0, top: 0, right: 100, bottom: 36 },
      { left: 0, top: 65, right: 58, bottom: 100 },
    ];
    const names = (clear: "of all" | "of its kind") => placed(crowd(clear), walls, { width: 100, height: 100 }, (words) => words.length * 5).map((each) => each.id);
    expect(names("of its kind")).toContain("middle");
    expect(names("of all")).not.toContain("middle");
  });
  it("adds up flows that share a stretch, and draws no totals", () => {
    const flow = (origin: string, exit: string, destination: string, people: number): Exit => {
      const days = [people];
      return { origin, exit, destination, q05: days, q25: days, q50: days, q75: days, q95: days };
    };
    const exits = [flow("all", "gate", "all", 30), flow("city", "gate", "all", 30), flow("all", "gate", "camp", 20), flow("all", "gate", "other", 10)];
    expect(legsOf(exits, 0, new Set(["city", "gate", "camp"])).map((leg) => [leg.key, leg.people])).toEqual([
      ["city>gate", 30],
      ["gate>camp", 20],
    ]);
  });
  it("has symbols that say how much", () => {
    expect(discRadius(400, 1600)).toBeCloseTo(discRadius(1600, 1600) / 2);
    expect([10, 90, 101].map((people) => loadClass(people, 100))).toEqual(["roomy", "filling", "over"]);
    expect(wedge(0, 10)).toBe("");
    expect(wedge(0.25, 10)).toBe("M0 0V-10A10 10 0 0 1 10.00 0.00Z");
  });
  it("finds the name in Arabic letters", () => {
    expect(arabicName(["East Mosul", "الساحل الأيسر", "شرق الموصل"])).toBe("الساحل الأيسر");
    expect(arabicName(["HAA1"])).toBeNull();
  });
});
