/** Comma-separated text that no spreadsheet takes for a formula, and how it reaches the disk. */
import type { Cell, Sheet } from "./charts/rows";

const FORMULA = /^[=+\-@\t\r]/;

/** Returns one cell; text that a spreadsheet would compute gets an apostrophe before it, numbers stay numbers. */
export function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(sheet: Sheet): string {
  return [sheet.head, ...sheet.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Offers the content as a file. */
export function offer(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Returns a file's name made of plain letters. */
export function fileName(parts: readonly string[], ending: string): string {
  const plain = parts.map((part) => part.replace(/[^A-Za-z0-9+-]+/g, "-").replace(/^-+|-+$/g, "")).filter((part) => part !== "");
  return `${plain.join("_").slice(0, 100)}.${ending}`;
}
