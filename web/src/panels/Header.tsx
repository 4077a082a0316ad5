/** The head of the page: what is simulated, which policies are compared, how far the run is, what can be taken away. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Actions } from "../actions";
import { csv, fileName, offer } from "../csv";
import { leverName, leverWords } from "../levers/words";
import { located } from "../map/projection";
import { savePng } from "../png";
import type { Progress, State } from "../state";
import { PolicyPicker } from "./PolicyPicker";

export function Header({ state, actions }: { state: State; actions: Actions }): ComponentChildren {
  const { scenario, choice } = state;
  return (
    <header class="masthead">
      <p class="brand">
        Corridor <span>live page</span>
      </p>
      <h1>{scenario.title}</h1>
      <div class="compared">
        <PolicyPicker label="Policy" policies={scenario.policies} value={choice.policy} set={(policy) => actions.choose({ policy })} />
        <span class="against">against</span>
        <PolicyPicker label="Baseline" policies={scenario.policies} value={choice.baseline} set={(baseline) => actions.choose({ baseline })} />
      </div>
      <Sharpness progress={state.progress} />
      <Share />
      <Export state={state} />
      <button type="button" onClick={() => actions.dialog("keys")} aria-haspopup="dialog" aria-label="Keys and help">
        ?
      </button>
    </header>
  );
}

/** How many members the picture has: it sharpens as they arrive. */
function Sharpness({ progress }: { progress: Progress }): ComponentChildren {
  const { phase, members, wanted } = progress;
  const words = {
    idle: "",
    asked: "asking…",
    running: `${members} of ${wanted} members`,
    done: `${members} members`,
    failed: "stopped",
  }[phase];
  return (
    <p class={`sharpness ${phase}`} title="A member is one simulated course of events">
      <progress max={Math.max(1, wanted)} value={phase === "asked" ? 0 : members} aria-label="Members of the picture" />
      <span>{words}</span>
    </p>
  );
}

function Share(): ComponentChildren {
  const [said, say] = useState("");
  const share = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      say("Copied");
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      say("Copy the address above"); // a browser may refuse the clipboard; the address bar has it too
    }
    setTimeout(() => say(""), 2500);
  };
  return (
    <button type="button" class="share" onClick={() => void share()}>
      <span aria-live="polite">{said || "Share"}</span>
    </button>
  );
}

function Export({ state }: { state: State }): ComponentChildren {
  const { runId, scenario, choice, picture } = state;
  const policy = picture?.policy ?? choice.policy;
  const file = (name: string): string => `/api/runs/${encodeURIComponent(runId ?? "")}/${name}`;
  const map = (): void => void savePng("map", fileName([scenario.id, policy, "map", choice.day], "png"));
  const levers = (): void => {
    const rows = choice.levers.map((lever) => [policy, lever.kind, leverName(lever, scenario), leverWords(lever), JSON.stringify(lever)]);
    const text = csv({ head: ["policy", "kind", "target", "what", "lever"], rows });
    offer(fileName([scenario.id, policy, "levers"], "csv"), new Blob([text], { type: "text/csv" }));
  };
  return (
    <details class="picker export">
      <summary>Export</summary>
      <ul>
        <li>
          {located(scenario.places).length > 0 && (
            <button type="button" onClick={map}>
              Map as PNG
            </button>
          )}
        </li>
        {choice.levers.length > 0 && (
          <li>
            <button type="button" onClick={levers}>
              Levers as CSV
            </button>
          </li>
        )}
        {runId === null ? (
          <li class="hint">Tables and report come when all members are there.</li>
        ) : (
          ["daily.csv", "contrast.csv", "report.html"].map((name) => (
            <li>
              <a href={file(name)} download>
                {{ "daily.csv": "Every day as CSV", "contrast.csv": "Differences as CSV", "report.html": "Report as HTML" }[name]}
              </a>
            </li>
          ))
        )}
      </ul>
    </details>
  );
}
