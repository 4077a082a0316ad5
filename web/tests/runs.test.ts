import { describe, expect, it } from "vitest";
import type { Picture, RunRequest } from "../src/api";
import { Refused } from "../src/server";
import { Runs, type Wire } from "../src/runs";

const REQUEST: RunRequest = { policy: "factual", baseline: "factual", levers: [], members: 100, page: "p" };

class Source extends EventTarget {
  closed = false;
  readyState = 1;
  close(): void {
    this.closed = true;
  }
  tell(name: string, data: unknown): void {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
}

function set() {
  const sources: Source[] = [];
  const started: RunRequest[] = [];
  const stopped: string[] = [];
  const told: string[] = [];
  const wire: Wire = {
    start: async (request) => {
      if (request.policy === "wrong") throw new Refused(422, "There is no policy 'wrong'.");
      started.push(request);
      return { id: `run-${started.length}`, events: "/events" };
    },
    stop: async (id) => void stopped.push(id),
    listen: () => {
      const source = new Source();
      sources.push(source);
      return source;
    },
  };
  const runs = new Runs(
    {
      picture: (picture) => told.push(`picture ${picture.members}`),
      done: (id) => told.push(`done ${id}`),
      failed: (message) => told.push(message),
    },
    wire,
  );
  return { runs, sources, started, stopped, told };
}

describe("runs", () => {
  it("tells every picture and the end, and closes the stream", async () => {
    const { runs, sources, told } = set();
    await runs.start(REQUEST);
    sources[0]?.tell("picture", { members: 4 } as Picture);
    sources[0]?.tell("picture", { members: 100 } as Picture);
    sources[0]?.tell("done", { id: "run-1" });
    expect(told).toEqual(["picture 4", "picture 100", "done run-1"]);
    expect(sources[0]?.closed).toBe(true);
  });
  it("stops the run before, and hears nothing more of it", async () => {
    const { runs, sources, stopped, told } = set();
    await runs.start(REQUEST);
    await runs.start(REQUEST);
    sources[0]?.tell("picture", { members: 4 } as Picture);
    expect(stopped).toEqual(["run-1"]);
    expect(told).toEqual([]);
  });
  it("stops a run that was overtaken while it was being asked for", async () => {
    const { runs, sources, stopped } = set();
    await Promise.all([runs.start(REQUEST), runs.start(REQUEST)]);
    expect(stopped).toEqual(["run-1"]);
    expect(sources.length).toBe(1);
  });
  it("asks the newest of many quick questions when the first answer is there", async () => {
    const { runs, sources, started } = set();
    for (const members of [4, 6, 8, 10]) runs.preview({ ...REQUEST, members });
    await Promise.resolve();
    await Promise.resolve();
    sources[0]?.tell("picture", { members: 4 } as Picture);
    await Promise.resolve();
    expect(started.map((request) => request.members)).toEqual([4, 10]);
  });
  it("says in the server's words why a question was refused", async () => {
    const { runs, told } = set();
    await runs.start({ ...REQUEST, policy: "wrong" });
    expect(told).toEqual(["There is no policy 'wrong'."]);
  });
  it("waits while the browser reconnects, and gives up when the stream is gone", async () => {
    const { runs, sources, told } = set();
    await runs.start(REQUEST);
    sources[0]?.tell("error", null);
    expect(told).toEqual([]);
    if (sources[0]) sources[0].readyState = 2;
    sources[0]?.tell("error", null);
    expect(told.length).toBe(1);
  });
});
