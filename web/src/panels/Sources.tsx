/** Where something is from: addresses as links, which nothing follows by itself, the rest as words. */
import type { ComponentChildren } from "preact";
import { addressesIn, hostOf } from "../calendar/events";

export function Sources({ text }: { text: string }): ComponentChildren {
  const addresses = addressesIn(text);
  if (text === "") return null;
  if (addresses.length === 0) return <cite class="source">({text})</cite>;
  return (
    <cite class="source">
      {addresses.map((address) => (
        <a href={address} target="_blank" rel="noopener noreferrer">
          {hostOf(address)}
        </a>
      ))}
    </cite>
  );
}
