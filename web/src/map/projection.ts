/** Longitude and latitude on the sheet: which window of the earth is shown, and how it is moved and enlarged. */
import { type GeoProjection, geoMercator } from "d3-geo";
import type { Place } from "../api";

export interface Size {
  width: number;
  height: number;
}

export type Point = [number, number];

/** How a person moved the window: enlarged so many times, shifted by so many pixels. */
export interface View {
  zoom: number;
  shift: Point;
}

export const AT_REST: View = { zoom: 1, shift: [0, 0] };
const REACH_KM = 95;
const KM_PER_DEGREE = 111.195;
const SMALLEST_KM = 8;
const ZOOM = { least: 0.4, most: 24 };

export type Located = Place & { lat: number; lon: number };

export function located(places: readonly Place[]): Located[] {
  return places.filter((place): place is Located => place.lat !== null && place.lon !== null && Math.abs(place.lat) < 85);
}

/** Returns the places around the first zone's city, where there are enough to fill a sheet; else all. The report does the same. */
export function near(places: readonly Located[]): Located[] {
  const zones = places.filter((place) => place.kind === "zone");
  const city = around(zones, zones.slice(0, 1), 40);
  const close = around(places, city.length > 0 ? city : places, REACH_KM);
  return close.length >= 3 ? close : [...places];
}

function around(places: readonly Located[], centres: readonly Located[], reachKm: number): Located[] {
  if (centres.length === 0) return [];
  const lon = mean(centres.map((place) => place.lon));
  const lat = mean(centres.map((place) => place.lat));
  const narrowing = Math.cos((lat * Math.PI) / 180);
  return places.filter((place) => Math.hypot((place.lon - lon) * narrowing, place.lat - lat) * KM_PER_DEGREE <= reachKm);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Returns a projection that holds the places with a margin, then moved as the view says. */
export function fitted(places: readonly Located[], size: Size, view: View = AT_REST, margin = 44): GeoProjection {
  const frame: [Point, Point] = [
    [margin, margin],
    [Math.max(margin + 1, size.width - margin), Math.max(margin + 1, size.height - margin)],
  ];
  const projection = geoMercator().fitExtent(frame, { type: "MultiPoint", coordinates: corners(places) });
  const [x, y] = projection.translate();
  projection.scale(projection.scale() * view.zoom);
  projection.translate([x * view.zoom + view.shift[0], y * view.zoom + view.shift[1]]);
  return projection.clipExtent([
    [-60, -60],
    [size.width + 60, size.height + 60],
  ]);
}

/** Returns the corners of the places' rectangle, at least so many kilometres wide. */
function corners(places: readonly Located[]): Point[] {
  const least = SMALLEST_KM / KM_PER_DEGREE / 2;
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  const widen = (values: number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high - low < 2 * least ? [(low + high) / 2 - least, (low + high) / 2 + least] : [low, high];
  };
  const [west, east] = widen(lons);
  const [south, north] = widen(lats);
  return [
    [west, south],
    [east, north],
  ];
}

/** Returns the view enlarged by a factor about a point of the sheet, which stays where it is. */
export function zoomed(view: View, factor: number, about: Point): View {
  const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, view.zoom * factor));
  const real = zoom / view.zoom;
  return { zoom, shift: [about[0] - (about[0] - view.shift[0]) * real, about[1] - (about[1] - view.shift[1]) * real] };
}

export function shifted(view: View, by: Point): View {
  return { ...view, shift: [view.shift[0] + by[0], view.shift[1] + by[1]] };
}

/** Returns how many pixels a kilometre takes in the middle of the sheet. */
export function pixelsPerKm(projection: GeoProjection, size: Size): number {
  const middle: Point = [size.width / 2, size.height / 2];
  const position = projection.invert?.(middle);
  if (!position) return 1;
  const north = projection([position[0], position[1] + 0.1]);
  return north ? Math.abs(middle[1] - north[1]) / (0.1 * KM_PER_DEGREE) : 1;
}
