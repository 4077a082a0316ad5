/** A fan small enough to stand beside a number. */
import type { ComponentChildren } from "preact";
import type { Fan } from "../api";
import { band, line, rangeOf, runsOf } from "./scale";

const SIZE = { width: 116, height: 46 };

export function Spark({ fan, index }: { fan: Fan; index: number }): ComponentChildren {
  const [low, high] = rangeOf(fan);
  const span = high - low || 1;
  const days = Math.max(1, fan.q50.length - 1);
  const x = (day: number): number => 1 + ((SIZE.width - 2) * day) / days;
  const y = (value: number): number => SIZE.height - 2 - ((SIZE.height - 4) * (value - low)) / span;
  return (
    <svg class="spark" aria-hidden="true" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}>
      <path class="base" d={`M0 ${y(0).toFixed(1)}H${SIZE.width}`} />
      {runsOf(fan).map((run) => (
        <g>
          <path class="b90" d={band(run, 0, 4, x, y)} />
          <path class="b50" d={band(run, 1, 3, x, y)} />
          <path class="mid" d={line(run, 2, x, y)} />
        </g>
      ))}
      <path class="today-line" d={`M${x(index).toFixed(1)} 0V${SIZE.height}`} />
    </svg>
  );
}
