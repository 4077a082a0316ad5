/** Where each place is drawn, and which place lies in a direction from another. */
import type { GeoProjection } from "d3-geo";
import type { Located, Point } from "./projection";

export type Spots = Map<string, Point>;

const APART = 15;

/** Returns a spot for each place; places at nearly the same spot are moved apart, always the same way. */
export function spotsOf(places: readonly Located[], projection: GeoProjection): Spots {
  const spots: Spots = new Map();
  const turns = new Map<string, number>();
  for (const place of places) {
    const point = projection([place.lon, place.lat]);
    if (!point) continue;
    const cell = `${Math.round(point[0] / 9)},${Math.round(point[1] / 9)}`;
    const turn = turns.get(cell) ?? 0;
    turns.set(cell, turn + 1);
    const out = turn === 0 ? 0 : APART;
    spots.set(place.id, [point[0] + out * Math.cos(2.1 * turn), point[1] + out * Math.sin(2.1 * turn)]);
  }
  return spots;
}

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const STEPS: Record<Direction, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function isDirection(key: string): key is Direction {
  return key in STEPS;
}

/** Returns the nearest place that lies in the direction, within 60 degrees of it; null at the edge. */
export function neighbour(spots: Spots, from: string, direction: Direction): string | null {
  const origin = spots.get(from);
  if (!origin) return null;
  const [stepX, stepY] = STEPS[direction];
  let best: { id: string; cost: number } | null = null;
  for (const [id, [x, y]] of spots) {
    const [dx, dy] = [x - origin[0], y - origin[1]];
    const along = dx * stepX + dy * stepY;
    const aside = Math.abs(dx * stepY) + Math.abs(dy * stepX);
    if (id === from || along <= 0 || aside > along * 1.75) continue;
    const cost = along + 2 * aside;
    if (best === null || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}
