/** One run after the other: the newest question wins, the one before it is stopped. */
import type { Accepted, Picture, RunRequest } from "./api";
import { Refused, startRun, stopRun } from "./server";

export interface Listener {
  picture(picture: Picture, request: RunRequest): void;
  done(id: string, request: RunRequest): void;
  failed(message: string, request: RunRequest): void;
}

/** What a Runs needs of the world; a test gives its own. */
export interface Wire {
  start(request: RunRequest): Promise<Accepted>;
  stop(id: string): Promise<void>;
  listen(address: string): EventTarget & { close(): void };
}

export const WIRE: Wire = {
  start: startRun,
  stop: stopRun,
  listen: (address) => new EventSource(address),
};

export class Runs {
  #turn = 0;
  #current: { id: string; source: { close(): void } } | null = null;
  #waiting = false; // asked, and no picture yet
  #next: RunRequest | null = null;

  constructor(
    private readonly listener: Listener,
    private readonly wire: Wire = WIRE,
  ) {}

  /** Asks at once; whatever runs is stopped. */
  async start(request: RunRequest): Promise<void> {
    this.#next = null;
    this.#stopCurrent();
    const turn = ++this.#turn;
    this.#waiting = true;
    try {
      const accepted = await this.wire.start(request);
      if (turn === this.#turn) this.#listen(accepted, request, turn);
      else await this.wire.stop(accepted.id);
    } catch (error) {
      if (turn === this.#turn) this.#failed(error, request);
    }
  }

  /** Asks when the answer before it is there: for questions that come faster than pictures, as while a handle is dragged. */
  preview(request: RunRequest): void {
    if (this.#waiting) this.#next = request;
    else void this.start(request);
  }

  stop(): void {
    this.#turn++;
    this.#next = null;
    this.#waiting = false;
    this.#stopCurrent();
  }

  #listen(accepted: Accepted, request: RunRequest, turn: number): void {
    const source = this.wire.listen(accepted.events);
    this.#current = { id: accepted.id, source };
    const mine = (act: (event: Event) => void) => (event: Event) => {
      if (turn === this.#turn) act(event);
    };
    source.addEventListener("picture", mine((event) => this.#pictured(dataOf(event) as Picture, request)));
    source.addEventListener("done", mine(() => this.#finished(() => this.listener.done(accepted.id, request))));
    source.addEventListener(
      "failed",
      mine((event) => this.#finished(() => this.listener.failed((dataOf(event) as { message: string }).message, request))),
    );
    source.addEventListener("error", mine(() => this.#lost(source, request)));
  }

  #pictured(picture: Picture, request: RunRequest): void {
    this.#waiting = false;
    this.listener.picture(picture, request);
    const next = this.#next;
    if (next !== null) void this.start(next);
  }

  #finished(tell: () => void): void {
    this.#current?.source.close();
    this.#current = null;
    this.#waiting = false;
    tell();
  }

  /** A browser reconnects by itself unless the address is gone for good. */
  #lost(source: EventTarget, request: RunRequest): void {
    if ((source as EventSource).readyState !== 2) return;
    this.#finished(() => this.listener.failed("The server ended the connection before the run was done. Is it still running?", request));
  }

  #failed(error: unknown, request: RunRequest): void {
    this.#waiting = false;
    const message = error instanceof Refused ? error.message : "The server does not answer. Is `corridor serve` still running?";
    this.listener.failed(message, request);
  }

  #stopCurrent(): void {
    const current = this.#current;
    if (current === null) return;
    this.#current = null;
    current.source.close();
    // A run that ended meanwhile is not there to be stopped, which is no fault.
    this.wire.stop(current.id).catch((error: unknown) => {
      if (!(error instanceof Refused)) console.warn("A run could not be stopped.", error);
    });
  }
}

function dataOf(event: Event): unknown {
  return JSON.parse((event as MessageEvent<string>).data);
}
