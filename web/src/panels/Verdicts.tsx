/** The verdict table: what was stated, what model and evidence say of it, and where that is on the map. */
import type { ComponentChildren } from "preact";
import { MEMBERS } from "../actions";
import type { Day, Policy, Scenario } from "../api";
import type { ClaimCell, ClaimEvidence, ClaimNumber, ClaimPart, ClaimRow, Claims } from "../claims";
import { shortDay } from "../days";
import { isShare, plain, signed, stepOf } from "../words";
import { policyName } from "./PolicyPicker";
import { Sources } from "./Sources";

export interface VerdictsProps {
  claims: Claims | null;
  scenario: Scenario;
  show(number: ClaimNumber): void;
  go(day: Day): void;
}

type Ways = Omit<VerdictsProps, "claims">;

export function Verdicts({ claims, ...ways }: VerdictsProps): ComponentChildren {
  if (!ways.scenario.claims) return <p>This scenario has no claims.</p>;
  if (claims === null) return <p class="missing">Loading the claims…</p>;
  return (
    <div class="verdicts">
      <p class="status" role="status">
        {claims.message || (claims.computing ? progressWords(claims) : claims.note)}
      </p>
      <p class="assumptions">
        A number is a median with the range that holds nine in ten parameter draws, under each set of assumptions: P1 is taken as most plausible, P2
        leans towards fighters moving on, P3 away from it; P0 knows only what was public before the first day. Verdicts rest on {claims.members} members,
        pictures on {MEMBERS}, so that numbers on the map differ a little.
      </p>
      <table>
        <caption class="unseen">Statements, verdicts, estimates and evidence</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Statement, verdict and evidence</th>
          </tr>
        </thead>
        <tbody>
          {claims.claims.map((row) => (
            <Row key={row.number} row={row} {...ways} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function progressWords({ finished, total }: Claims): string {
  const far = total > 0 ? ` (${Math.round((100 * finished) / total)} %)` : "";
  return `The verdicts are being computed${far}; evidence and sources are here already.`;
}

function Row({ row, ...ways }: Ways & { row: ClaimRow }): ComponentChildren {
  return (
    <tr>
      <th scope="row">{row.number}</th>
      <td>
        <p class="statement">{row.statement}</p>
        {row.parts.map((part) => (
          <Part part={part} alone={row.parts.length === 1} {...ways} />
        ))}
      </td>
    </tr>
  );
}

function Part({ part, alone, ...ways }: Ways & { part: ClaimPart; alone: boolean }): ComponentChildren {
  return (
    <div class="part">
      {!alone && <p class="says">{part.says}</p>}
      <p class={`verdict ${verdictClass(part.verdict)}`}>
        <b>{part.verdict ?? "being computed"}</b>
        {part.label && <span>{part.label}</span>}
        {part.grade && !part.verdict?.includes(part.grade) && <small>direct evidence: {part.grade}</small>}
      </p>
      {part.why && <p class="why">{part.why}</p>}
      {part.numbers.map((number) => (
        <NumberLine number={number} policies={ways.scenario.policies} show={ways.show} />
      ))}
      {!part.numbers.some(onMap) && <ShowDay part={part} {...ways} />}
      {part.evidence.length > 0 && (
        <details>
          <summary>
            {part.evidence.length} {part.evidence.length === 1 ? "piece" : "pieces"} of evidence
          </summary>
          <ul>
            {part.evidence.map((each) => (
              <Evidence each={each} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Where no number can be shown on the map: the first day of the run that a piece of evidence is about. */
function ShowDay({ part, scenario, go }: Ways & { part: ClaimPart }): ComponentChildren {
  const day = part.evidence.map((each) => each.date).find((date) => date >= scenario.start && date <= scenario.end);
  return (
    day && (
      <p class="show-day">
        <button type="button" onClick={() => go(day)}>
          Show {shortDay(day)} on the map
        </button>
      </p>
    )
  );
}

function Evidence({ each }: { each: ClaimEvidence }): ComponentChildren {
  return (
    <li>
      {shortDay(each.date)}: {each.what} ({each.weighs}
      {each.party && `; a party's own claim: ${each.party}`}) <Sources text={each.source} />
    </li>
  );
}

/** Returns whether a number may be shown on the map: fighters never are. */
function onMap(number: ClaimNumber): boolean {
  return !number.quantity.startsWith("fighters");
}

function NumberLine({ number, policies, show }: { number: ClaimNumber; policies: readonly Policy[]; show(number: ClaimNumber): void }): ComponentChildren {
  const cells = Object.entries(number.cells ?? {});
  return (
    <div class="claim-number">
      <p class="name">{number.name}</p>
      {number.against && (
        <p class="against">
          “{policyName(policies, number.policy)}” minus “{policyName(policies, number.against)}”
        </p>
      )}
      {cells.length > 0 && (
        <dl class="cells">
          {cells.map(([set, cell]) => (
            <div>
              <dt>{set}</dt>
              <dd>{cellWords(cell, number)}</dd>
            </div>
          ))}
        </dl>
      )}
      {onMap(number) && (
        <button type="button" onClick={() => show(number)} aria-label={`Show on the map: ${number.name}`}>
          Show on the map
        </button>
      )}
      {number.sentence && (
        <details>
          <summary>In full</summary>
          {number.sentence}
        </details>
      )}
    </div>
  );
}

/** Returns estimate and interval under one prior set; of fighters the range alone, shares in per cent. */
export function cellWords(cell: ClaimCell, number: Pick<ClaimNumber, "unit" | "range_only" | "difference">): string {
  if (cell.missing) return cell.missing;
  const unit = number.unit ?? "";
  if (unit === "days" && !number.difference) return daysWords(cell);
  if (cell.low === null || cell.high === null) return "not shown";
  const share = isShare(unit) || unit === "probability";
  const [low, high] = [cell.low, cell.high].map((value) => (share ? 100 * value : value)) as [number, number];
  const step = stepOf(high - low, share && high - low < FINE_PERCENT ? 0.1 : 1);
  const write = (value: number): string => (number.difference ? signed : plain)(value, step);
  const per = share ? "\u00a0%" : "";
  const range = `${write(low)} to ${write(high)}${per}`;
  return number.range_only || cell.estimate === null ? range : `${write(share ? 100 * cell.estimate : cell.estimate)}${per} (${range})`;
}

const FINE_PERCENT = 5; // ranges narrower than this have a decimal

/** A day that is never reached within the run comes as null. */
function daysWords({ estimate, low, high }: ClaimCell): string {
  const write = (value: number | null): string => (value === null ? "after the last day" : plain(value));
  return `${write(estimate)} (${write(low)} to ${write(high)})`;
}

function verdictClass(verdict: string | null): string {
  if (verdict === null) return "pending";
  if (verdict.startsWith("supported") || verdict === "documented") return "yes";
  return verdict.startsWith("contradicted") ? "no" : "open";
}
