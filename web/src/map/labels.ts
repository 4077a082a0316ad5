/** Labels that do not collide: each takes the first free spot around its symbol, the important ones first. */
import type { Point, Size } from "./projection";

export interface Label {
  id: string;
  words: string;
  at: Point;
  radius: number;
  rank: number;
  size: number;
  bold: boolean;
  gaps: readonly number[]; // how far from the symbol it may stand, nearest first
  broken?: readonly string[]; // the same words on several lines, for where one line finds no room
  kind?: string;
  must?: boolean; // where there is no other room, it may cover small symbols
  clear?: "of all" | "of its kind"; // of which other symbols none may be nearer to it than its own
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Placed extends Label {
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  lines: readonly string[]; // from top to bottom; x and y are those of the last
}

export const LINE = 1.15; // heights of a letter from line to line

export type Measure = (words: string, size: number, bold: boolean) => number;

const SMALL = 12; // pixels across: a triangle, a diamond, a house, an empty camp
const AS_NEAR = 1; // pixels that no eye tells apart

const AROUND: Point[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [0.8, -0.8],
  [0.8, 0.8],
  [-0.8, -0.8],
  [-0.8, 0.8],
];

/** Returns the labels that found room, in order of rank; the others are left out. */
export function placed(labels: readonly Label[], taken: readonly Box[], sheet: Size, measure: Measure): Placed[] {
  const boxes: Box[] = [];
  const large = taken.filter((box) => box.right - box.left > SMALL);
  const found: Placed[] = [];
  for (const label of [...labels].sort((a, b) => b.rank - a.rank || a.words.localeCompare(b.words))) {
    const fits = ({ box }: Spot): boolean =>
      inside(box, sheet) && !boxes.some((other) => meets(other, box)) && (!label.clear || belongs(box, label, labels));
    const spots = [...spotsFor(label, sheet, measure)].filter(fits);
    const beside = (others: readonly Box[]): Spot | undefined => spots.find(({ box }) => !others.some((other) => meets(other, box)));
    const spot = beside(taken) ?? (label.must ? beside(large) : undefined);
    if (!spot) continue;
    boxes.push(spot.box);
    found.push({ ...label, ...base(label, spot.box, spot.anchor), anchor: spot.anchor, lines: spot.lines });
  }
  return found;
}

interface Spot {
  box: Box;
  anchor: Placed["anchor"];
  lines: readonly string[];
}

/** Yields where a label may stand, best first. */
function* spotsFor(label: Label, sheet: Size, measure: Measure): Generator<Spot> {
  const forms = [[label.words], ...(label.broken ? [label.broken] : [])].map((lines) => ({
    lines,
    room: [Math.max(...lines.map((line) => measure(line, label.size, label.bold))) + 3, label.size * LINE * lines.length] as Point,
  }));
  for (const gap of label.gaps) {
    for (const { lines, room } of forms) for (const way of AROUND) yield { ...boxFor(label, way, label.radius + gap, room, sheet), lines };
  }
}

/** Returns whether a reader takes the words for this symbol's: no other one is nearer to them. */
function belongs(box: Box, label: Label, labels: readonly Label[]): boolean {
  const own = away(box, label);
  const rivals = label.clear === "of all" ? labels : labels.filter((other) => other.kind === label.kind);
  return rivals.every((other) => other === label || away(box, other) >= own - AS_NEAR);
}

function away(box: Box, { at: [x, y], radius }: Label): number {
  return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) - radius;
}

export function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function inside(box: Box, sheet: Size): boolean {
  return box.left >= 2 && box.right <= sheet.width - 2 && box.top >= 2 && box.bottom <= sheet.height - 2;
}

function boxFor(label: Label, [dx, dy]: Point, out: number, [wide, tall]: Point, sheet: Size): Omit<Spot, "lines"> {
  const x = label.at[0] + dx * out;
  const y = label.at[1] + dy * out;
  const centred = Math.min(Math.max(3, x - wide / 2), sheet.width - 3 - wide); // above and below it may slide along the edge
  const left = dx > 0 ? x : dx < 0 ? x - wide : centred;
  const top = Math.abs(dy) < 0.5 ? y - tall / 2 : dy > 0 ? y : y - tall;
  const anchor = dx > 0 ? "start" : dx < 0 ? "end" : "middle";
  return { box: { left, top, right: left + wide, bottom: top + tall }, anchor };
}

function base(label: Label, box: Box, anchor: Placed["anchor"]): { x: number; y: number } {
  const x = anchor === "start" ? box.left + 1 : anchor === "end" ? box.right - 1 : (box.left + box.right) / 2;
  return { x, y: box.bottom - label.size * 0.26 };
}
