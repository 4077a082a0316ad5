/** The page: what stands where. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Actions } from "./actions";
import type { Lever } from "./api";
import { Calendar, type CorridorRow } from "./calendar/Calendar";
import { type CorridorLever, draggedLever, shownWindows, windowsOf } from "./calendar/windows";
import { ChartPane } from "./charts/ChartPane";
import { indexOf, longDay } from "./days";
import { findFan, intervalAt } from "./fans";
import { corridorLever, targetOf } from "./levers/defaults";
import { LeversPanel } from "./levers/LeversPanel";
import type { Land } from "./map/land";
import { MapArea, whatIfName } from "./map/MapArea";
import { About } from "./panels/About";
import { Always } from "./panels/Always";
import { KeysDialog, SaveDialog } from "./panels/Dialogs";
import { Fighters } from "./panels/Fighters";
import { Header } from "./panels/Header";
import { policyName } from "./panels/PolicyPicker";
import { SideBySide } from "./panels/SideBySide";
import { Verdicts } from "./panels/Verdicts";
import { type Pane, type State, differs, withLever } from "./state";
import { withRange } from "./words";

export interface PageProps {
  state: State;
  actions: Actions;
  land: Land | null;
}

export function Page({ state, actions, land }: PageProps): ComponentChildren {
  const { scenario, choice, picture } = state;
  const index = indexOf(scenario.dates, choice.day);
  const corridors = useMemo(() => rowsOf(state), [scenario, choice.levers, picture, state.beside]);
  return (
    <>
      <a class="skip" href="#map" onClick={(event) => focusOn(event, ".places [tabindex='0']")}>
        To the map
      </a>
      <Header state={state} actions={actions} />
      <main class={choice.maps === "two" ? "wide-maps" : ""}>
        <Always picture={picture} index={index} differs={differs(choice)} />
        <LeversPanel
          scenario={scenario}
          levers={choice.levers}
          day={choice.day}
          place={choice.place}
          set={(at, lever) => actions.setLevers(withLever(choice.levers, at, lever))}
          save={() => actions.dialog("save")}
        />
        <MapArea state={state} actions={actions} land={land} />
        <Panes state={state} actions={actions} index={index} />
        <Calendar
          dates={scenario.dates}
          day={choice.day}
          playing={state.playing}
          events={scenario.events}
          corridors={corridors}
          go={(day) => actions.go(day)}
          play={(on) => actions.play(on)}
          move={(id, window, released) => actions.setLevers(withWindow(actions.state, id, window), released)}
          cancel={() => actions.cancelDrag()}
          reset={(id) => actions.setLevers(choice.levers.filter((lever) => lever.kind !== "corridor" || lever.id !== id))}
        />
      </main>
      <Notices state={state} />
      {state.dialog === "keys" && <KeysDialog close={() => actions.dialog(null)} />}
      {state.dialog === "save" && <SaveDialog state={state} close={() => actions.dialog(null)} saved={(id, name) => actions.saved(id, name)} />}
    </>
  );
}

function focusOn(event: Event, selector: string): void {
  event.preventDefault();
  document.querySelector<HTMLElement>(selector)?.focus();
}

function rowsOf({ scenario, choice, picture, beside }: State): CorridorRow[] {
  return scenario.corridors
    .filter((corridor) => targetOf(scenario, "corridor", corridor.id) !== undefined)
    .map((corridor) => {
      const levers = choice.levers.filter((each): each is CorridorLever => each.kind === "corridor" && each.id === corridor.id);
      const usual = targetOf(scenario, "corridor", corridor.id)?.windows ?? [];
      const flags = beside?.corridors[corridor.id];
      return {
        id: corridor.id,
        name: corridor.name,
        windows: shownWindows(levers, corridor.id, picture, usual),
        before: flags ? windowsOf(flags, scenario.dates) : usual,
        changed: levers.length > 0,
        agreed: (levers.find((lever) => lever.open)?.consent ?? corridor.consent) === "agreed",
      };
    });
}

/** Returns the levers with another window of a corridor; what else its lever holds is kept. */
function withWindow({ scenario, choice }: State, id: string, window: { from: string; until: string | null }): Lever[] {
  const at = draggedLever(choice.levers, id);
  const there = choice.levers[at] as CorridorLever | undefined;
  const offer = targetOf(scenario, "corridor", id) ?? { id, consent: "unilateral" as const, windows: [] };
  return withLever(choice.levers, at, { ...(there ?? corridorLever(offer, window.from, scenario.end)), open: true, ...window });
}

const PANES: [Pane, string][] = [
  ["chart", "Chart"],
  ["side", "In numbers"],
  ["fighters", "Fighters"],
  ["verdicts", "Verdicts"],
  ["about", "About"],
];

function Panes({ state, actions, index }: { state: State; actions: Actions; index: number }): ComponentChildren {
  const { scenario, choice, picture } = state;
  const turn = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const at = (PANES.findIndex(([pane]) => pane === choice.pane) + step + PANES.length) % PANES.length;
    const [pane] = PANES[at] as [Pane, string];
    actions.choose({ pane });
    document.getElementById(`tab-${pane}`)?.focus();
    event.preventDefault();
  };
  return (
    <section class="panes" aria-label="Results">
      <div class="tabs" role="tablist" aria-label="Results" onKeyDown={turn}>
        {PANES.map(([pane, title]) => (
          <button
            type="button"
            role="tab"
            id={`tab-${pane}`}
            aria-selected={choice.pane === pane}
            aria-controls="pane"
            tabIndex={choice.pane === pane ? 0 : -1}
            onClick={() => actions.choose({ pane })}
          >
            {title}
          </button>
        ))}
      </div>
      <div class={`pane pane-${choice.pane}`} id="pane" role="tabpanel" aria-labelledby={`tab-${choice.pane}`} tabIndex={0}>
        {choice.pane === "chart" && (
          <ChartPane
            scenario={scenario}
            choice={choice}
            picture={picture}
            beside={state.beside}
            progress={state.progress}
            choose={(part) => actions.choose(part)}
            go={(day) => actions.go(day)}
          />
        )}
        {choice.pane === "side" && (
          <SideBySide
            scenario={scenario}
            picture={picture}
            beside={state.beside}
            day={choice.day}
            index={index}
            names={{ policy: whatIfName(state), baseline: policyName(scenario.policies, choice.baseline) }}
          />
        )}
        {choice.pane === "fighters" && <Fighters scenario={scenario} picture={picture} day={choice.day} />}
        {choice.pane === "verdicts" && (
          <Verdicts claims={state.claims} scenario={scenario} show={(number) => actions.showClaim(number)} go={(day) => actions.go(day)} />
        )}
        {choice.pane === "about" && <About scenario={scenario} picture={picture} />}
      </div>
    </section>
  );
}

/** What went wrong, on screen; and what a picture says, for those who cannot see it. */
function Notices({ state }: { state: State }): ComponentChildren {
  const { progress, notice } = state;
  const message = progress.phase === "failed" ? progress.message : notice;
  return (
    <>
      {message && (
        <p class="notice" role="alert">
          {message}
        </p>
      )}
      <p class="unseen" aria-live="polite">
        {spokenPicture(state)}
      </p>
    </>
  );
}

function spokenPicture({ picture, progress, choice, scenario, playing, dragging }: State): string {
  if (!picture || playing || dragging || progress.phase !== "done") return "";
  const index = indexOf(scenario.dates, choice.day);
  const fans = differs(choice) ? picture.differences : picture.series;
  const words = (quantity: string): string => withRange(intervalAt(findFan(fans, quantity, "all"), index), "people", differs(choice));
  const what = differs(choice) ? "difference to the baseline" : "level";
  return `${picture.members} members. ${longDay(choice.day)}, ${what}: trapped ${words("trapped")}; exposed person-days ${words("exposed_person_days")}.`;
}
