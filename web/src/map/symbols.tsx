/** The symbols of places, by kind: shape first, colour second, so that they differ in grey and to every eye. */
import type { ComponentChildren } from "preact";
import type { PlaceKind } from "../api";
import { percent } from "../words";

export const ZONE_RADIUS = 19;
const LARGEST_CAMP = 25;
const SMALLEST_CAMP = 3.2;

/** Returns the radius of a disc whose area stands for people. */
export function discRadius(people: number, most: number): number {
  return people <= 0 || most <= 0 ? 0 : Math.max(1.5, LARGEST_CAMP * Math.sqrt(people / most));
}

/** Returns how full a camp is, in three steps that differ in lightness. */
export function loadClass(present: number, capacity: number): "roomy" | "filling" | "over" {
  if (capacity <= 0) return present > 0 ? "over" : "roomy";
  return present > capacity ? "over" : present > 0.8 * capacity ? "filling" : "roomy";
}

export interface SymbolProps {
  kind: PlaceKind;
  present: number;
  capacity: number;
  most: number; // people that the largest disc stands for
  retaken: number | null; // null: not published
  difference?: { people: number; sure: boolean } | undefined;
}

/** Draws a place about the origin. */
export function PlaceSymbol(props: SymbolProps): ComponentChildren {
  switch (props.kind) {
    case "zone":
      return <Zone share={props.retaken} />;
    case "camp":
      return props.difference ? <Change {...props.difference} most={props.most} /> : <Camp {...props} />;
    case "station":
      return <path class="symbol station" d="M0-6.5 6.5 0 0 6.5-6.5 0Z" />;
    case "crossing":
      return <path class="symbol crossing" d="M0-6 5.8 4.5H-5.8Z" />;
    case "host":
      return <path class="symbol host" d="M-5 5V-1L0-5.5 5-1V5Z" />;
    case "region":
      return <rect class="symbol region" x="-4.5" y="-4.5" width="9" height="9" />;
    case "town":
      return <circle class="symbol town" r="4" />;
  }
}

function Zone({ share }: { share: number | null }): ComponentChildren {
  return (
    <>
      {share !== null && <circle class="wash held" r={ZONE_RADIUS} />}
      {share !== null && <path class="wash retaken" d={wedge(share, ZONE_RADIUS)} />}
      <circle class={`wash-edge${share === null ? " withheld" : ""}`} r={ZONE_RADIUS} />
      <rect class="symbol zone" x="-3.5" y="-3.5" width="7" height="7" />
    </>
  );
}

/** Returns a sector from twelve o'clock, clockwise. */
export function wedge(share: number, radius: number): string {
  const whole = Math.min(1, Math.max(0, share));
  if (whole <= 0.004) return "";
  if (whole >= 0.996) return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
  const angle = 2 * Math.PI * whole;
  const x = short(radius * Math.sin(angle));
  const y = short(-radius * Math.cos(angle));
  return `M0 0V${-radius}A${radius} ${radius} 0 ${whole > 0.5 ? 1 : 0} 1 ${x} ${y}Z`;
}

function short(value: number): string {
  return (Math.round(value * 100) / 100 + 0).toFixed(2); // + 0: no "-0.00"
}

function Camp({ present, capacity, most }: SymbolProps): ComponentChildren {
  const ring = discRadius(capacity, most);
  const disc = discRadius(present, most);
  if (ring === 0 && disc === 0) return <circle class="symbol camp unopened" r={SMALLEST_CAMP} />;
  return (
    <>
      {disc > 0 && <circle class={`symbol camp ${loadClass(present, capacity)}`} r={disc} />}
      {ring > 0 && <circle class="ring" r={ring} />}
    </>
  );
}

/** A difference: more people than under the baseline is a full disc, fewer a hollow one; pale where the sign is uncertain. */
function Change({ people, sure, most }: { people: number; sure: boolean; most: number }): ComponentChildren {
  const radius = Math.max(SMALLEST_CAMP, discRadius(Math.abs(people), most));
  const kind = people === 0 ? "same" : people > 0 ? "more" : "fewer";
  return <circle class={`symbol change ${kind} ${sure ? "sure" : "unsure"}`} r={people === 0 ? 2.5 : radius} />;
}

export const KIND_NAMES: Record<PlaceKind, string> = {
  zone: "City zone",
  camp: "Camp",
  station: "Screening site",
  crossing: "Crossing or checkpoint",
  host: "Host community",
  region: "Region",
  town: "Town",
};

/** Returns what the retaken share of a zone is called. */
export function retakenWords(share: number | null): string {
  return share === null ? "share retaken not published" : share <= 0 ? "not entered" : share >= 0.995 ? "retaken" : `${percent(share)} retaken`;
}
