/** How long a person waits: from letting go to the first picture drawn, and to the last. The browser's own tools show it. */

export const FIRST = "corridor:first picture";
export const DRAWING = "corridor:drawing"; // the page's own part of it
export const ALL = "corridor:all members";
const KEPT = 600;

/** Notes when something was asked, and measures when it was answered; a new question drops the one before it. */
export class Latency {
  #asked: number | null = null;
  #pictured: number | null = null;
  #first = false;

  constructor(private readonly clock: Pick<Performance, "now" | "measure" | "clearMeasures" | "getEntriesByName"> = performance) {}

  asked(): void {
    this.#asked = this.clock.now();
    this.#pictured = null;
    this.#first = true;
  }

  pictured(): void {
    if (this.#asked !== null) this.#pictured ??= this.clock.now();
  }

  /** To be called when the page has been drawn. */
  drawn(): void {
    if (this.#pictured === null || !this.#first) return;
    this.#first = false;
    this.#measure(FIRST, this.#asked);
    this.#measure(DRAWING, this.#pictured);
  }

  done(): void {
    this.#measure(ALL, this.#asked);
    this.#asked = null;
  }

  #measure(name: string, start: number | null): void {
    if (start === null) return;
    if (this.clock.getEntriesByName(name).length >= KEPT) this.clock.clearMeasures(name);
    this.clock.measure(name, { start, end: this.clock.now() });
  }
}
