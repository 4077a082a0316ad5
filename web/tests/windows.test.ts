import { describe, expect, it } from "vitest";
import { type CorridorLever, dayAt, draggedLever, extent, moved, shownWindows, windowsOf, without } from "../src/calendar/windows";
import { addDays } from "../src/days";

const DATES = Array.from({ length: 10 }, (_, index) => addDays("2020-02-25", index)); // over the end of a leap February

describe("windows of a corridor", () => {
  it("are the stretches of open days", () => {
    expect(windowsOf([0, 1, 1, 0, 0, 1, 0, 0, 1, 1], DATES)).toEqual([
      { from: "2020-02-26", until: "2020-02-28" },
      { from: "2020-03-01", until: "2020-03-02" },
      { from: "2020-03-04", until: null },
    ]);
    expect(windowsOf(undefined, DATES)).toEqual([]);
  });
  it("keep at least one open day, and stay within the run, however far they are dragged", () => {
    const window = { from: "2020-02-27", until: "2020-03-01" };
    expect(moved(window, "from", 99, DATES)).toEqual({ from: "2020-02-29", until: "2020-03-01" });
    expect(moved(window, "until", -99, DATES)).toEqual({ from: "2020-02-27", until: "2020-02-28" });
    expect(moved(window, "until", 99, DATES)).toEqual({ from: "2020-02-27", until: null });
    expect(moved(window, "whole", 99, DATES)).toEqual({ from: "2020-03-03", until: null });
    expect(moved(window, "whole", -99, DATES)).toEqual({ from: "2020-02-25", until: "2020-02-28" });
  });
  it("keep their length when they are moved whole", () => {
    expect(moved({ from: "2020-02-27", until: "2020-03-01" }, "whole", 2, DATES)).toEqual({ from: "2020-02-29", until: "2020-03-03" });
  });
  it("lose the days on which a lever closes them", () => {
    const all = [{ from: "2020-02-25", until: null }];
    expect(without(all, { from: "2020-02-27", until: "2020-03-01" })).toEqual([
      { from: "2020-02-25", until: "2020-02-27" },
      { from: "2020-03-01", until: null },
    ]);
    expect(without(all, { from: "2020-02-27", until: null })).toEqual([{ from: "2020-02-25", until: "2020-02-27" }]);
  });
  it("are a lever's own while it is set", () => {
    const lever = { kind: "corridor", id: "x", open: true, from: "2020-02-27", until: null, capacity_per_day: null, consent: null } as const;
    expect(shownWindows([lever], "x", null, [{ from: "2020-02-25", until: null }])).toEqual([{ from: "2020-02-27", until: null }]);
  });
  it("are shown under all levers of the corridor, and the one that opens it is dragged", () => {
    const shut: CorridorLever = { kind: "corridor", id: "x", open: false, from: "2020-02-26", until: "2020-02-28", capacity_per_day: null, consent: null };
    const open: CorridorLever = { ...shut, open: true, from: "2020-02-25", until: null };
    expect(shownWindows([shut, open], "x", null, [])).toEqual([
      { from: "2020-02-25", until: "2020-02-26" },
      { from: "2020-02-28", until: null },
    ]);
    expect(draggedLever([{ ...open, id: "y" }, shut, open], "x")).toBe(2);
    expect(draggedLever([{ ...open, id: "y" }, shut], "x")).toBe(1);
    expect(draggedLever([{ ...open, id: "y" }], "x")).toBe(1);
  });
  it("lie where their days lie", () => {
    expect(extent({ from: "2020-02-25", until: "2020-03-01" }, DATES)).toEqual({ left: 0, right: 0.5 });
    expect(dayAt(0.5, DATES)).toBe("2020-03-01");
    expect(dayAt(-1, DATES)).toBe("2020-02-25");
    expect(dayAt(2, DATES)).toBe("2020-03-05");
  });
});
