/** What the symbols of the map mean. */
import type { ComponentChildren } from "preact";
import type { PlaceKind } from "../api";
import { KIND_NAMES, PlaceSymbol } from "./symbols";

const SMALL: PlaceKind[] = ["station", "crossing", "host", "region", "town"];

export function Legend({ kinds, change }: { kinds: ReadonlySet<PlaceKind>; change: boolean }): ComponentChildren {
  return (
    <details class="map-legend">
      <summary>Key to the map</summary>
      <ul>
        {kinds.has("zone") && (
          <li>
            <Swatch>
              <g transform="scale(.55)">
                <PlaceSymbol kind="zone" present={0} capacity={0} most={1} retaken={0.35} />
              </g>
            </Swatch>
            City zone; sector and figure: the share retaken; an empty circle: not published
          </li>
        )}
        {kinds.has("camp") && !change && (
          <>
            <CampKey present={4} words="Camp: the disc is people, the ring its places" />
            <CampKey present={8.5} words="… over four fifths full" />
            <CampKey present={13} words="… beyond its capacity" />
          </>
        )}
        {change && (
          <>
            <li>
              <Swatch>
                <circle class="symbol change more sure" r="6" />
              </Swatch>
              More people than under the baseline
            </li>
            <li>
              <Swatch>
                <circle class="symbol change fewer sure" r="6" />
              </Swatch>
              Fewer
            </li>
            <li>
              <Swatch>
                <circle class="symbol change more unsure" r="6" />
              </Swatch>
              Pale: the sign is uncertain
            </li>
          </>
        )}
        {SMALL.filter((kind) => kinds.has(kind)).map((kind) => (
          <li>
            <Swatch>
              <PlaceSymbol kind={kind} present={0} capacity={0} most={1} retaken={0} />
            </Swatch>
            {KIND_NAMES[kind]}
          </li>
        ))}
        <li>
          <Swatch>
            <path class="corridor-way" d="M-11 0H11" />
          </Swatch>
          Corridor open on this day
        </li>
        <li>
          <Swatch>
            <path class="route" d="M-11 0H11" />
          </Swatch>
          Route, drawn straight
        </li>
        <li>
          <Swatch>
            <path class="route closed" d="M-11 0H11" />
            <path class="cross" d="M-3-3l6 6M-3 3l6-6" />
          </Swatch>
          Route closed
        </li>
        <li>
          <Swatch>
            <path class="flow" d="M-11 0H11" stroke-width="7" />
          </Swatch>
          People who had gone this way so far, by exit; not the road they took
        </li>
      </ul>
    </details>
  );
}

function CampKey({ present, words }: { present: number; words: string }): ComponentChildren {
  return (
    <li>
      <Swatch>
        <PlaceSymbol kind="camp" present={present} capacity={10} most={70} retaken={0} />
      </Swatch>
      {words}
    </li>
  );
}

function Swatch({ children }: { children: ComponentChildren }): ComponentChildren {
  return (
    <svg class="swatch" viewBox="-13 -13 26 26" width="26" height="26" aria-hidden="true">
      {children}
    </svg>
  );
}
