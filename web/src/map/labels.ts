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
}

export type Measure = (words: string, size: number, bold: boolean) => number;

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
  const boxes = [...taken];
  const found: Placed[] = [];
  for (const label of [...labels].sort((a, b) => b.rank - a.rank || a.words.localeCompare(b.words))) {
    const wide = measure(label.words, label.size, label.bold) + 3;
    for (const gap of label.gaps) {
      const spot = AROUND.map((way) => boxFor(label, way, label.radius + gap, wide, sheet)).find(
        (box) => inside(box.box, sheet) && !boxes.some((other) => meets(other, box.box)),
      );
      if (!spot) continue;
      boxes.push(spot.box);
      found.push({ ...label, ...base(label, spot.box, spot.anchor), anchor: spot.anchor });
      break;
    }
  }
  return found;
}

export function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function inside(box: Box, sheet: Size): boolean {
  return box.left >= 2 && box.right <= sheet.width - 2 && box.top >= 2 && box.bottom <= sheet.height - 2;
}

function boxFor(label: Label, [dx, dy]: Point, out: number, wide: number, sheet: Size): { box: Box; anchor: Placed["anchor"] } {
  const tall = label.size * 1.15;
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
