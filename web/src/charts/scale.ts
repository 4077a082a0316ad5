/** Scales and ticks of charts over time. */
import type { Fan } from "../api";
import { quantiles } from "../fans";

/** Returns round numbers that cover the values: steps of 1, 2 or 5 times a power of ten, zero among them. */
export function ticks(low: number, high: number, about: number): number[] {
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
  if (top === bottom) return [0, 1];
  const span = top - bottom;
  const power = 10 ** Math.floor(Math.log10(span / about));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each * about >= span * (1 - 1e-9)) ?? 10 * power;
  const first = Math.floor(bottom / step + 1e-9);
  const last = Math.ceil(top / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step, step));
}

function clean(value: number, step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Number(value.toFixed(digits)) + 0;
}

/** Returns the lowest and highest values of a fan, with further values beside it. */
export function rangeOf(fan: Fan | null, others: readonly number[] = []): [number, number] {
  let low = 0;
  let high = 0;
  for (const value of [...(fan?.q05 ?? []), ...(fan?.q95 ?? []), ...(fan?.q50 ?? []), ...others]) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

export type Run = { index: number; values: number[] }[];

/** Returns the stretches of days without a gap, so that what is suppressed stays blank. */
export function runsOf(fan: Fan): Run[] {
  const runs: Run[] = [];
  let run: Run = [];
  for (let index = 0; index < fan.q50.length; index++) {
    const values = quantiles(fan, index);
    if (values) run.push({ index, values });
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...runs, run] : runs;
}

type Place = (value: number) => number;

/** Returns the outline of a band between two of the five quantiles. */
export function band(run: Run, low: number, high: number, x: Place, y: Place): string {
  const there = run.map(({ index, values }) => `${x(index).toFixed(1)} ${y(values[high] ?? 0).toFixed(1)}`);
  const back = run.map(({ index, values }) => `${x(index).toFixed(1)} ${y(values[low] ?? 0).toFixed(1)}`).reverse();
  return `M${there.join("L")}L${back.join("L")}Z`;
}

export function line(run: Run, level: number, x: Place, y: Place): string {
  return `M${run.map(({ index, values }) => `${x(index).toFixed(1)} ${y(values[level] ?? 0).toFixed(1)}`).join("L")}`;
}
