import { describe, expect, it } from "vitest";
import { compact, plain, sign, signed, spoken, stepOf, withRange } from "../src/words";

describe("numbers as the report writes them", () => {
  it("rounds to a twentieth of the interval", () => {
    expect([63_000, 15_000, 4].map((width) => stepOf(width))).toEqual([1000, 100, 1]);
    expect(withRange({ middle: 158_949, low: 133_020, high: 196_400 }, "people")).toBe("159,000 (133,000 to 196,000)");
  });
  it("gives a difference its sign, with a true minus", () => {
    expect(signed(-70_123, 1000)).toBe("−70,000");
    expect(signed(1200)).toBe("+1,200");
    expect(signed(0)).toBe("0");
    expect(signed(0.4)).toBe("0");
  });
  it("says what is suppressed", () => {
    expect(plain(null)).toBe("fewer than 50");
    expect(spoken({ middle: null, low: null, high: null }, "people", false)).toEqual({ middle: "fewer than 50", range: "" });
  });
  it("keeps decimals of shares", () => {
    expect(withRange({ middle: 0.456, low: 0.3, high: 0.6 }, "ratio")).toBe("0.46 (0.3 to 0.6)");
  });
  it("writes ticks short", () => {
    expect([0, 500, 20_000, 1_500_000, -30_000].map(compact)).toEqual(["0", "500", "20,000", "1.5\u00a0million", "−30,000"]);
  });
  it("tells a certain sign from an uncertain one", () => {
    expect(sign({ middle: 5, low: 1, high: 9 })).toBe("more");
    expect(sign({ middle: -5, low: -9, high: -1 })).toBe("fewer");
    expect(sign({ middle: 5, low: -1, high: 9 })).toBe("uncertain");
    expect(sign({ middle: 0, low: 0, high: 0 })).toBe("none");
    expect(sign({ middle: -7000, low: -37_000, high: -80 })).toBe("uncertain"); // written "−37,000 to 0"
  });
});
