/** Two dialogs: the keys, and saving a what-if as a named policy. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refused, savePolicy } from "../server";
import { leverName, leverWords } from "../levers/words";
import type { State } from "../state";

interface DialogProps {
  title: string;
  close(): void;
  children: ComponentChildren;
}

function Dialog({ title, close, children }: DialogProps): ComponentChildren {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []); // before the next key, which may be Escape
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="dialog-title">
      <h2 id="dialog-title">{title}</h2>
      {children}
      <button type="button" class="remove" aria-label="Close" onClick={() => dialog.current?.close()}>
        ×
      </button>
    </dialog>
  );
}

const KEYS: [string, string][] = [
  ["Space", "play and pause"],
  ["[ and ]", "a day back and on (with Shift: a week)"],
  ["n and p", "next and previous dated event"],
  ["Tab", "from control to control; the map and the events are one stop each"],
  ["Arrow keys on the map", "to the next place in that direction; Enter selects it"],
  ["Arrow keys on an end of a corridor’s window", "a day (with Shift, Page up or Page down: a week); Delete sets it back"],
  ["?", "this list"],
];

export function KeysDialog({ close }: { close(): void }): ComponentChildren {
  return (
    <Dialog title="Keys" close={close}>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <>
            <dt>{key}</dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  );
}

export function SaveDialog(props: { state: State; close(): void; saved(id: string, name: string): void }): ComponentChildren {
  const { scenario, choice } = props.state;
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [message, setMessage] = useState("");
  const proposed = id || idFrom(name);
  const save = async (): Promise<void> => {
    try {
      const { policy, levers } = choice;
      const saved = await savePolicy({ id: proposed, name, policy, levers, scenario_folder_name: scenario.folder });
      props.saved(saved.id, saved.name);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setMessage(error.message);
    }
  };
  return (
    <Dialog title="Save as a named policy" close={props.close}>
      <p>It goes into the scenario’s folder, and can then be chosen by name, here and on the command line.</p>
      <ul class="levers-said">
        {choice.levers.map((lever) => (
          <li>
            {leverName(lever, scenario)}: {leverWords(lever)}
          </li>
        ))}
      </ul>
      <label class="field wide">
        <span>Name, in plain words</span>
        <input type="text" maxLength={120} value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label class="field wide">
        <span>Id</span>
        <input type="text" maxLength={60} value={proposed} onInput={(event) => setId(event.currentTarget.value)} />
      </label>
      <p class="refusal" role="alert">
        {message || (scenario.savable ? "" : "A built-in scenario cannot be changed: copy its folder, and serve the copy.")}
      </p>
      <button type="button" class="primary" disabled={name === "" || proposed === ""} onClick={() => void save()}>
        Save
      </button>
    </Dialog>
  );
}

/** Returns an id made of a name: small letters, digits and hyphens. */
export function idFrom(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}
