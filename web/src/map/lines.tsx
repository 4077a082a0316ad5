/** Everything of the map that is a line: land, routes, corridors, flows, the scale. */
import { type GeoProjection, geoPath } from "d3-geo";
import type { ComponentChildren } from "preact";
import type { BaseMap } from "../api";
import { type Land, linesOf } from "./land";
import { type Point, type Size, pixelsPerKm } from "./projection";
import type { Leg, Link } from "./scene";
import type { Spots } from "./spots";

const WIDEST_FLOW = 22;

export function LandLayer(props: { land: Land | null; basemap: BaseMap | null; projection: GeoProjection }): ComponentChildren {
  const path = geoPath(props.projection).digits(1);
  return (
    <g class="land" aria-hidden="true">
      {props.land && <path class="coast" d={path(props.land.coasts) ?? ""} />}
      {linesOf(props.basemap, props.land === null).map((line) => (
        <path class={line.kind} d={path({ type: "LineString", coordinates: line.points }) ?? ""} />
      ))}
      {props.land && <path class="country" d={path(props.land.borders) ?? ""} />}
    </g>
  );
}

export function LinkLayer({ links, spots }: { links: readonly Link[]; spots: Spots }): ComponentChildren {
  return (
    <g class="links" aria-hidden="true">
      {links.map((link) => {
        const [a, b] = [spots.get(link.start), spots.get(link.end)];
        if (!a || !b) return null;
        return (
          <g key={link.key}>
            <path class={`route ${link.open ? "open" : "closed"}`} d={straight(a, b)} />
            {!link.open && <path class="cross" d={cross([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])} />}
          </g>
        );
      })}
    </g>
  );
}

/** The corridors that are open, above the flows. */
export function CorridorLayer({ links, spots }: { links: readonly Link[]; spots: Spots }): ComponentChildren {
  return (
    <g class="corridors" aria-hidden="true">
      {links.map((link) => {
        const [a, b] = [spots.get(link.start), spots.get(link.end)];
        return link.corridor && a && b ? <path key={link.key} class="corridor-way" d={straight(a, b)} /> : null;
      })}
    </g>
  );
}

function straight(a: Point, b: Point): string {
  return `M${fixed(a)}L${fixed(b)}`;
}

function cross([x, y]: Point): string {
  return `M${fixed([x - 3, y - 3])}l6 6M${fixed([x - 3, y + 3])}l6-6`;
}

export function FlowLayer({ legs, spots, most }: { legs: readonly Leg[]; spots: Spots; most: number }): ComponentChildren {
  return (
    <g class="flows" aria-hidden="true">
      {legs.map((leg) => {
        const [a, b] = [spots.get(leg.start), spots.get(leg.end)];
        const width = flowWidth(leg.people, most);
        return a && b && width >= 0.4 ? <path key={leg.key} class="flow" d={bowed(a, b)} stroke-width={width.toFixed(1)} /> : null;
      })}
    </g>
  );
}

export function flowWidth(people: number, most: number): number {
  return (WIDEST_FLOW * people) / Math.max(1, most);
}

/** Returns a slightly bent line, so that there and back do not lie on each other. */
function bowed(a: Point, b: Point): string {
  const bend = 0.1;
  const middle: Point = [(a[0] + b[0]) / 2 - (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 + (b[0] - a[0]) * bend];
  return `M${fixed(a)}Q${fixed(middle)} ${fixed(b)}`;
}

function fixed([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

export function ScaleBar({ projection, size }: { projection: GeoProjection; size: Size }): ComponentChildren {
  const unit = pixelsPerKm(projection, size);
  const km = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => each * unit >= 56) ?? 500;
  const width = km * unit;
  const [x, y] = [size.width - 14 - width, size.height - 14];
  return (
    <g class="scale" aria-hidden="true">
      <path d={`M${x} ${y - 4}v4h${width}v-4`} />
      <text x={x + width / 2} y={y - 6} text-anchor="middle">
        {km} km
      </text>
    </g>
  );
}
