/** What the page rests on: limits, what is withheld, sources, how to read an interval. */
import type { ComponentChildren } from "preact";
import type { Picture, Scenario } from "../api";
import { Sources } from "./Sources";

export function About({ scenario, picture }: { scenario: Scenario; picture: Picture | null }): ComponentChildren {
  return (
    <div class="about">
      <h3>How to read this page</h3>
      <p>
        Every number is a median with the range that holds nine in ten simulated courses of events. A difference is taken member by member between
        two courses that share all chance and all parameters, so that only the change remains. <b>Prior only: the model was not fitted to the
        published counts.</b>
      </p>
      <h3>What the model leaves out</h3>
      <ul>
        {scenario.limits.map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
      {picture && picture.withheld.length > 0 && (
        <>
          <h3>What is not shown</h3>
          <ul>
            {picture.withheld.map((each) => (
              <li>{each}</li>
            ))}
          </ul>
        </>
      )}
      <h3>Map</h3>
      <p>
        Borders: Natural Earth (public domain). {scenario.basemap ? `Rivers: ${scenario.basemap.source.replace(/\.$/, "")}.` : ""} Places marked
        schematic are drawn near, not at, where they are.
      </p>
      <h3>Sources</h3>
      <details>
        <summary>{scenario.sources.length} sources of dates, places, parameters and counts</summary>
        <ul class="sources">
          {scenario.sources.map((each) => (
            <li>
              <Sources text={each.source} /> {Object.entries(each.rows).map(([table, rows]) => `${table} ${rows}`).join(", ")}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
