import { describe, expect, it } from "vitest";
import type { ClaimCell } from "../src/claims";
import { cellWords } from "../src/panels/Verdicts";

const cell = (estimate: number | null, low: number | null, high: number | null, missing = ""): ClaimCell => ({ estimate, low, high, probability: null, missing });
const people = { unit: "people", range_only: false, difference: false };

describe("a number of a claim", () => {
  it("is a median with its range, no finer than that", () => {
    expect(cellWords(cell(158_949, 133_020, 196_400), people)).toBe("159,000 (133,000 to 196,000)");
    expect(cellWords(cell(-2787, -8909, -442), { ...people, difference: true })).toBe("−2,800 (−8,900 to −400)");
  });
  it("is in per cent where it is a share or a probability", () => {
    expect(cellWords(cell(0.1945, 0.1239, 0.2612), { ...people, unit: "share" })).toBe("19\u00a0% (12 to 26\u00a0%)");
    expect(cellWords(cell(0.0059, 0.0013, 0.0157), { ...people, unit: "share" })).toBe("0.6\u00a0% (0.1 to 1.6\u00a0%)");
    expect(cellWords(cell(0, 0, 0.0263), { ...people, unit: "probability" })).toBe("0\u00a0% (0 to 2.6\u00a0%)");
  });
  it("is a range alone where it counts fighters", () => {
    expect(cellWords(cell(null, 0, 0.2), { unit: "share", range_only: true, difference: true })).toBe("0 to +20\u00a0%");
  });
  it("says that a day is not reached within the run", () => {
    expect(cellWords(cell(316, 218, null), { ...people, unit: "days" })).toBe("316 (218 to after the last day)");
    expect(cellWords(cell(-1.9, -8.7, 4.2), { unit: "days", range_only: false, difference: true })).toBe("−2 (−9 to +4)");
  });
  it("says why there is none", () => {
    expect(cellWords(cell(null, null, null, "too few people live there"), { ...people, unit: "days" })).toBe("too few people live there");
    expect(cellWords(cell(null, null, null), people)).toBe("not shown");
  });
});
