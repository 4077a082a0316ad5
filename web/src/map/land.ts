/** The land under the map: Natural Earth's countries and the scenario's own rivers and roads. */
import { geoBounds } from "d3-geo";
import type { FeatureCollection, MultiLineString } from "geojson";
import { feature, mesh } from "topojson-client";
import atlasAddress from "world-atlas/countries-50m.json?url";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { BaseMap, LandLine } from "../api";
import type { Located } from "./projection";

export interface Land {
  borders: MultiLineString;
  coasts: MultiLineString;
}

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

const MARGIN_DEGREES = 6;

/** Returns borders and coasts near the places; the file comes with the page, and apart from it because it is large. */
export async function loadLand(places: readonly Located[]): Promise<Land> {
  const answer = await fetch(atlasAddress);
  if (!answer.ok) throw new Error(`The borders could not be loaded: ${answer.status}.`);
  return landOf((await answer.json()) as Countries, places);
}

export function landOf(atlas: Countries, places: readonly Located[]): Land {
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  const frame = {
    west: Math.min(...lons) - MARGIN_DEGREES,
    east: Math.max(...lons) + MARGIN_DEGREES,
    south: Math.min(...lats) - MARGIN_DEGREES,
    north: Math.max(...lats) + MARGIN_DEGREES,
  };
  const all = feature(atlas, atlas.objects.countries) as FeatureCollection;
  const near = new Set<string>();
  all.features.forEach((country) => {
    const [[west, south], [east, north]] = geoBounds(country);
    const apart = west > frame.east || (east < frame.west && east > west) || south > frame.north || north < frame.south;
    if (!apart) near.add(String(country.properties?.["name"]));
  });
  const geometries = atlas.objects.countries.geometries.filter((each) => near.has(String((each.properties as { name?: string } | undefined)?.name)));
  const part = { type: "GeometryCollection" as const, geometries } as GeometryCollection<{ name: string }>;
  return {
    borders: mesh(atlas, part, (a, b) => a !== b),
    coasts: mesh(atlas, part, (a, b) => a === b),
  };
}

/** Returns the scenario's own lines; its borders only where Natural Earth's are not drawn, so that none is drawn twice. */
export function linesOf(basemap: BaseMap | null, withBorders: boolean): LandLine[] {
  return (basemap?.lines ?? []).filter((line) => line.kind === "river" || line.kind === "road" || (withBorders && line.kind === "country"));
}
