/** The calls to the server, and what it says when it refuses one. */
import type { Accepted, Named, NamedPolicy, PlaceSeries, RunRequest, Scenario } from "./api";
import type { Claims } from "./claims";

/** What the server refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function call<T>(address: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(address, init);
  if (!answer.ok) throw new Refused(answer.status, await reason(answer));
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function reason(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return text || `The server answered ${answer.status}.`;
}

function posted(body: unknown): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export const getScenario = (): Promise<Scenario> => call("/api/scenario");
export const getClaims = (): Promise<Claims> => call("/api/claims");
export const startRun = (request: RunRequest): Promise<Accepted> => call("/api/runs", posted(request));
export const stopRun = (id: string): Promise<void> => call(`/api/runs/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true });

/** Returns series and differences of one place of a finished run. */
export const getPlace = (run: string, place: string): Promise<PlaceSeries> =>
  call(`/api/runs/${encodeURIComponent(run)}/places/${encodeURIComponent(place)}`);

export const savePolicy = (policy: NamedPolicy): Promise<Named> => call("/api/policies", posted(policy));
