import { describe, expect, it } from "vitest";
import { ALL, DRAWING, FIRST, Latency } from "../src/latency";

function set() {
  let now = 0;
  const measured: [string, number][] = [];
  const clock = {
    now: () => now,
    measure: (name: string, span: { start: number; end: number }) => void measured.push([name, span.end - span.start]),
    clearMeasures: () => undefined,
    getEntriesByName: () => [],
  };
  const latency = new Latency(clock as unknown as Performance);
  return { latency, measured, wait: (ms: number) => (now += ms) };
}

describe("latency", () => {
  it("is from the question to the first picture drawn, and to the last", () => {
    const { latency, measured, wait } = set();
    latency.asked();
    latency.drawn(); // the page was drawn, but not with a picture
    wait(100);
    latency.pictured();
    wait(20);
    latency.drawn();
    wait(300);
    latency.pictured();
    latency.drawn();
    latency.done();
    expect(measured).toEqual([
      [FIRST, 120],
      [DRAWING, 20],
      [ALL, 420],
    ]);
  });
  it("drops a question that was overtaken", () => {
    const { latency, measured, wait } = set();
    latency.asked();
    wait(500);
    latency.asked();
    wait(70);
    latency.pictured();
    latency.drawn();
    latency.drawn();
    expect(measured).toEqual([
      [FIRST, 70],
      [DRAWING, 0],
    ]);
  });
});
