/** The verdict table: what was stated, what model and evidence say of it, and where that is on the map. */
import type { ComponentChildren } from "preact";
import type { ClaimCell, ClaimEvidence, ClaimNumber, ClaimPart, ClaimRow, Claims } from "../claims";
import { shortDay } from "../days";
import { plain, signed, stepOf } from "../words";
import { Sources } from "./Sources";

export interface VerdictsProps {
  claims: Claims | null;
  offered: boolean;
  show(number: ClaimNumber): void;
}

export function Verdicts({ claims, offered, show }: VerdictsProps): ComponentChildren {
  if (!offered) return <p>This scenario has no claims.</p>;
  if (claims === null) return <p class="missing">Loading the claims…</p>;
  return (
    <div class="verdicts">
      <p class="status" role="status">
        {claims.message || (claims.computing ? progressWords(claims) : claims.note)}
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
            <Row key={row.number} row={row} show={show} />
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

function Row({ row, show }: { row: ClaimRow; show(number: ClaimNumber): void }): ComponentChildren {
  return (
    <tr>
      <th scope="row">{row.number}</th>
      <td>
        <p class="statement">{row.statement}</p>
        {row.parts.map((part) => (
          <Part part={part} alone={row.parts.length === 1} show={show} />
        ))}
      </td>
    </tr>
  );
}

function Part({ part, alone, show }: { part: ClaimPart; alone: boolean; show(number: ClaimNumber): void }): ComponentChildren {
  return (
    <div class="part">
      {!alone && <p class="says">{part.says}</p>}
      <p class={`verdict ${verdictClass(part.verdict)}`}>
        <b>{part.verdict ?? "being computed"}</b>
        {part.label && ` · ${part.label}`} {part.grade && <small>direct evidence: {part.grade}</small>}
      </p>
      {part.why && <p class="why">{part.why}</p>}
      {part.numbers.map((number) => (
        <NumberLine number={number} show={show} />
      ))}
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

function Evidence({ each }: { each: ClaimEvidence }): ComponentChildren {
  return (
    <li>
      {shortDay(each.date)}: {each.what} ({each.weighs}
      {each.party && `; a party's own claim: ${each.party}`}) <Sources text={each.source} />
    </li>
  );
}

function NumberLine({ number, show }: { number: ClaimNumber; show(number: ClaimNumber): void }): ComponentChildren {
  const cells = Object.entries(number.cells ?? {});
  return (
    <div class="claim-number">
      <p>
        {number.what ?? number.name}
        {cells.length > 0 && (
          <span class="cells">
            {cells.map(([set, cell]) => (
              <span>
                {set}: {cellWords(cell, number)}
              </span>
            ))}
          </span>
        )}
      </p>
      {!number.quantity.startsWith("fighters") && (
        <button type="button" onClick={() => show(number)} aria-label={`Show on the map: ${number.what ?? number.name}`}>
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

/** Returns estimate and interval under one prior set; of fighters the range alone. */
export function cellWords(cell: ClaimCell, number: Pick<ClaimNumber, "unit" | "range_only" | "difference">): string {
  if (cell.low === null || cell.high === null) return cell.missing || "not shown";
  const fine = ["share", "probability", "ratio"].includes(number.unit ?? "");
  const step = stepOf(cell.high - cell.low, fine ? 0.01 : 1);
  const write = number.difference ? signed : plain;
  const range = `${write(cell.low, step)} to ${write(cell.high, step)}`;
  return number.range_only || cell.estimate === null ? range : `${write(cell.estimate, step)} (${range})`;
}

function verdictClass(verdict: string | null): string {
  if (verdict === null) return "pending";
  if (verdict.startsWith("supported") || verdict === "documented") return "yes";
  return verdict.startsWith("contradicted") ? "no" : "open";
}
