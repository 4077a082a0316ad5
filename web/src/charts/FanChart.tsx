/** A fan: the median as a line, half of the members in the dark band, nine in ten in the light one. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Count, Day, Fan } from "../api";
import { clamp, indexOf, monthTicks, shortDay } from "../days";
import { intervalAt } from "../fans";
import { useSize } from "../map/useSize";
import { compact, withRange } from "../words";
import { type Run, band, line, rangeOf, runsOf, ticks } from "./scale";

const TOP = 22;
const BOTTOM = 22;
const RIGHT = 14;
const LETTER = 6.3;

export interface FanChartProps {
  id: string;
  title: string;
  fan: Fan;
  dates: readonly Day[];
  day: Day;
  difference: boolean;
  counts: readonly Count[];
  ceiling: Fan | null; // the capacity of a camp
  beside: Fan | null; // the baseline's course, as a line
  go(day: Day): void;
}

interface Frame {
  width: number;
  height: number;
  left: number;
  levels: number[];
  x(index: number): number;
  y(value: number): number;
}

export function FanChart(props: FanChartProps): ComponentChildren {
  const [holder, size] = useSize<HTMLDivElement>({ width: 360, height: 220 });
  const [pointed, setPointed] = useState<number | null>(null);
  const frame = frameOf(props, size.width, size.height);
  const today = indexOf(props.dates, props.day);
  const read = pointed ?? today;
  const under = (event: PointerEvent): number => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = (event.clientX - box.left - frame.left) / (frame.width - frame.left - RIGHT);
    return clamp(Math.round(share * (props.dates.length - 1)), 0, props.dates.length - 1);
  };
  const runs = runsOf(props.fan);
  return (
    <div class="chart-holder" ref={holder}>
      <svg
        id={props.id}
        class="chart"
        role="img"
        aria-label={`${props.title}. ${shortDay(props.day)}: ${withRange(intervalAt(props.fan, today), props.fan.unit, props.difference)}.`}
        width={size.width}
        height={size.height}
        viewBox={`0 0 ${size.width} ${size.height}`}
        onPointerMove={(event) => setPointed(under(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => props.go(props.dates[under(event as unknown as PointerEvent)] as Day)}
      >
        <Axes frame={frame} dates={props.dates} unit={props.fan.unit} difference={props.difference} />
        {runs.map((run) => (
          <FanRun run={run} frame={frame} />
        ))}
        {props.beside && runsOf(props.beside).map((run) => <path class="beside" d={line(run, 2, frame.x, frame.y)} />)}
        {props.ceiling && runsOf(props.ceiling).map((run) => <path class="ceiling" d={stepped(run, frame)} />)}
        {props.counts.map((count) => (
          <CountMark count={count} frame={frame} dates={props.dates} />
        ))}
        <path class="today-line" d={`M${frame.x(today).toFixed(1)} ${TOP - 6}V${frame.height - BOTTOM}`} />
        {pointed !== null && <path class="pointer-line" d={`M${frame.x(pointed).toFixed(1)} ${TOP}V${frame.height - BOTTOM}`} />}
      </svg>
      <p class="readout" aria-hidden="true">
        {shortDay(props.dates[read] as Day)}: <b>{withRange(intervalAt(props.fan, read), props.fan.unit, props.difference)}</b>
      </p>
    </div>
  );
}

function frameOf(props: FanChartProps, width: number, height: number): Frame {
  const others = [...props.counts.map((count) => count.value), ...(props.ceiling?.q50 ?? []), ...(props.beside?.q50 ?? [])];
  const [low, high] = rangeOf(
    props.fan,
    others.filter((value) => value !== null),
  );
  const levels = ticks(low, high, height > 230 ? 6 : 4);
  const left = 10 + LETTER * Math.max(...levels.map((level) => compact(level).length));
  const [bottom, top] = [levels[0] ?? 0, levels.at(-1) ?? 1];
  const days = Math.max(1, props.dates.length - 1);
  return {
    width,
    height,
    left,
    levels,
    x: (index) => left + ((width - left - RIGHT) * index) / days,
    y: (value) => height - BOTTOM - (height - TOP - BOTTOM) * ((clamp(value, bottom, top) - bottom) / (top - bottom)),
  };
}

function Axes({ frame, dates, unit, difference }: { frame: Frame; dates: readonly Day[]; unit: string; difference: boolean }): ComponentChildren {
  const floor = frame.height - BOTTOM;
  const months = monthTicks(dates, Math.max(2, Math.floor((frame.width - 70) / 76)));
  return (
    <g class="axes" aria-hidden="true">
      {frame.levels.map((level) => (
        <>
          <path class={level === 0 ? "base" : "grid"} d={`M${frame.left} ${frame.y(level).toFixed(1)}H${frame.width - RIGHT}`} />
          <text x={frame.left - 6} y={(frame.y(level) + 4).toFixed(1)} text-anchor="end">
            {difference && level > 0 ? `+${compact(level)}` : compact(level)}
          </text>
        </>
      ))}
      {months.map((tick, index) => {
        const x = frame.x(indexOf(dates, tick.day));
        const anchor = index === 0 && x < frame.left + 20 ? "start" : x > frame.width - 34 ? "end" : "middle";
        return (
          <>
            <path class="base" d={`M${x.toFixed(1)} ${floor}v4`} />
            <text x={x.toFixed(1)} y={floor + 16} text-anchor={anchor}>
              {tick.label}
            </text>
          </>
        );
      })}
      <text class="unit" x={frame.left} y={TOP - 10}>
        {difference ? `${unit}, more or fewer than the baseline` : unit}
      </text>
    </g>
  );
}

function FanRun({ run, frame }: { run: Run; frame: Frame }): ComponentChildren {
  const shown = run.length > 1 ? run : [...run, ...run.map((each) => ({ ...each, index: each.index + 0.8 }))];
  return (
    <g>
      <path class="b90" d={band(shown, 0, 4, frame.x, frame.y)} />
      <path class="b50" d={band(shown, 1, 3, frame.x, frame.y)} />
      <path class="mid" d={line(shown, 2, frame.x, frame.y)} />
    </g>
  );
}

/** A capacity changes on the day it changes, so its line has steps. */
function stepped(run: Run, frame: Frame): string {
  let path = "";
  let before: number | null = null;
  for (const { index, values } of run) {
    const value = values[2] ?? 0;
    if (before === null) path += `M${frame.x(index).toFixed(1)} ${frame.y(value).toFixed(1)}`;
    else if (value !== before) path += `H${frame.x(index).toFixed(1)}V${frame.y(value).toFixed(1)}`;
    before = value;
  }
  return `${path}H${frame.x(run.at(-1)?.index ?? 0).toFixed(1)}`;
}

function CountMark({ count, frame, dates }: { count: Count; frame: Frame; dates: readonly Day[] }): ComponentChildren {
  if (count.date < (dates[0] ?? "") || count.date > (dates.at(-1) ?? "")) return null;
  const x = frame.x(indexOf(dates, count.date));
  const y = frame.y(count.value);
  const at = `${x.toFixed(1)} ${y.toFixed(1)}`;
  return (
    <g>
      <title>{`${shortDay(count.date)}: ${count.value.toLocaleString("en-GB")} (${count.series})`}</title>
      {count.low !== null && count.high !== null && <path class="countrange" d={`M${x} ${frame.y(count.low)}V${frame.y(count.high)}`} />}
      {count.scored ? <circle class="scored" cx={x} cy={y} r="3" /> : <path class="other" d={`M${at}m0-3.6l3.6 3.6-3.6 3.6-3.6-3.6Z`} />}
    </g>
  );
}
