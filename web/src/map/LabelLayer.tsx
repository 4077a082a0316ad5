/** Names beside the places, in Latin or Arabic letters, as many as find room. */
import type { ComponentChildren } from "preact";
import type { PlaceKind } from "../api";
import { arabicName } from "../fans";
import { percent } from "../words";
import { type Box, LINE, type Label, type Placed, placed } from "./labels";
import type { Size } from "./projection";
import type { Scene, SpotFacts } from "./scene";
import type { Spots } from "./spots";
import { ZONE_RADIUS, discRadius } from "./symbols";

const RANK = { zone: 100, station: 45, crossing: 40, camp: 30, town: 30, region: 35, host: 8 } as const;

/** Of these there are many side by side: a name in doubt is left out, and is there when the map is enlarged. */
const CROWDED: ReadonlySet<PlaceKind> = new Set(["camp", "host", "town", "region"]);

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;
let family = "";

/** Returns how wide words are; each is measured once, for to ask the browser is slow. */
function measured(words: string, size: number, bold: boolean): number {
  const key = `${bold}${size}${words}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  pen ??= document.createElement("canvas").getContext("2d");
  family ||= getComputedStyle(document.body).fontFamily;
  if (!pen) return words.length * size * 0.55;
  pen.font = `${bold ? "600 " : ""}${size}px ${family}`;
  const width = pen.measureText(words).width;
  widths.set(key, width);
  return width;
}

export function labelsOf(scene: Scene, spots: Spots, size: Size, most: number, names: "latin" | "arabic", selected: string): Placed[] {
  const seen = scene.spots.filter((facts) => onSheet(spots.get(facts.place.id), size));
  const labels = seen.map((facts) => labelOf(facts, spots, most, names, selected));
  const taken = [...seen.map((facts) => symbolBox(facts, spots, most)), ...corners(size)];
  return placed(labels, taken, size, measured);
}

function labelOf(facts: SpotFacts, spots: Spots, most: number, names: "latin" | "arabic", selected: string): Label {
  const { place } = facts;
  const name = names === "arabic" ? (arabicName(place.aliases) ?? place.name) : place.name;
  const chosen = place.id === selected;
  const figure = facts.retaken === null ? "" : percent(facts.retaken);
  return {
    id: place.id,
    words: withFigure(name, figure),
    ...(place.kind === "zone" ? { broken: broken(name, figure), must: true } : {}),
    kind: place.kind,
    ...(chosen ? {} : { clear: CROWDED.has(place.kind) ? "of all" : "of its kind" }),
    at: spots.get(place.id) ?? [0, 0],
    radius: radiusOf(facts, most),
    rank: (chosen ? 1000 : 0) + RANK[place.kind] + (facts.present / most) * 40,
    size: place.kind === "zone" ? 13 : 11.5,
    bold: chosen || place.kind === "zone",
    gaps: chosen || place.kind === "zone" ? [3, 11, 24, 38] : [3, 11],
  };
}

/** Returns a name and its figure; the name isolated, so that Arabic does not draw the figure into its own direction. */
function withFigure(name: string, figure: string): string {
  return figure === "" ? name : `\u2068${name}\u2069 ${figure}`;
}

/** Returns the same on two lines that are about as long. */
function broken(name: string, figure: string): string[] {
  const words = name.split(" ");
  const cut = words.findIndex((_, index) => words.slice(0, index + 1).join(" ").length >= (name.length + figure.length) / 2 - 2);
  const [first, second] = [words.slice(0, cut + 1).join(" "), words.slice(cut + 1).join(" ")];
  return second === "" ? [name, figure].filter(Boolean) : [first, withFigure(second, figure)];
}

export function radiusOf(facts: SpotFacts, most: number): number {
  if (facts.place.kind === "zone") return ZONE_RADIUS;
  if (facts.place.kind !== "camp") return 6.5;
  return Math.max(3, discRadius(Math.max(facts.present, facts.capacity), most));
}

function onSheet(point: [number, number] | undefined, size: Size): boolean {
  return point !== undefined && point[0] > 0 && point[1] > 0 && point[0] < size.width && point[1] < size.height;
}

function symbolBox(facts: SpotFacts, spots: Spots, most: number): Box {
  const [x, y] = spots.get(facts.place.id) ?? [0, 0];
  const radius = radiusOf(facts, most) * 0.8;
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** The corners where tools, legend and scale lie. */
function corners(size: Size): Box[] {
  return [
    { left: 0, top: 0, right: 345, bottom: 40 },
    { left: size.width - 132, top: 0, right: size.width, bottom: 40 },
    { left: 0, top: size.height - 40, right: 165, bottom: size.height },
    { left: size.width - 150, top: size.height - 34, right: size.width, bottom: size.height },
  ];
}

export function Labels({ labels, arabic }: { labels: readonly Placed[]; arabic: boolean }): ComponentChildren {
  return (
    <g class="labels" aria-hidden="true">
      {labels.map((label) => (
        <text
          key={label.id}
          class={`maplabel${label.bold ? " strong" : ""}`}
          x={label.x.toFixed(1)}
          y={label.y.toFixed(1)}
          text-anchor={label.anchor}
          style={{ fontSize: `${label.size}px` }}
          lang={arabic && /\p{Script=Arabic}/u.test(label.words) ? "ar" : undefined}
        >
          {label.lines.map((line, index) => (
            <tspan x={label.x.toFixed(1)} y={(label.y - (label.lines.length - 1 - index) * label.size * LINE).toFixed(1)}>
              {line}
            </tspan>
          ))}
        </text>
      ))}
    </g>
  );
}

