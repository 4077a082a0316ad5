import { describe, expect, it } from "vitest";
import type { Lever } from "../src/api";
import { targetKey, withLever } from "../src/state";

const FIRST: Lever = { kind: "camp", id: "river-camp", capacity: 10, from: "2020-03-10" };
const SECOND: Lever = { kind: "camp", id: "river-camp", capacity: 20, from: "2020-03-20" };
const OTHER: Lever = { kind: "advice", stay: true, from: "2020-03-10" };

describe("levers of one target", () => {
  const levers = [FIRST, SECOND, OTHER];
  it("are taken away one by one", () => {
    expect(targetKey(FIRST)).toBe(targetKey(SECOND));
    expect(withLever(levers, 1, null)).toEqual([FIRST, OTHER]);
    expect(withLever(levers, 0, null)).toEqual([SECOND, OTHER]);
  });
  it("are changed one by one", () => {
    const changed: Lever = { ...SECOND, capacity: 30 };
    expect(withLever(levers, 1, changed)).toEqual([FIRST, changed, OTHER]);
  });
  it("come last when they are new", () => {
    expect(withLever([FIRST], 1, SECOND)).toEqual([FIRST, SECOND]);
    expect(withLever([], 0, OTHER)).toEqual([OTHER]);
  });
});
