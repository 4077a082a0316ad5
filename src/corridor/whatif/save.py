"""A what-if becomes a named policy in scenario.yaml: appended to the text as it stands, read back before it counts."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import yaml

from corridor.errors import PolicyError, ScenarioError, StoreError
from corridor.scenario import builtin
from corridor.scenario.policy import names
from corridor.scenario.read import read
from corridor.scenario.schema import Change, Policy, Scenario
from corridor.whatif.changes import reserved

__all__ = ["appended", "is_built_in", "save"]

_FILE = "scenario.yaml"
_KEY = "policies"
_LONGEST_NAME = 200


def is_built_in(scenario: Scenario) -> bool:
    """Returns whether a scenario is one of those that are shipped with Corridor."""
    return any(scenario.folder.resolve() == builtin.locate(name).resolve() for name in builtin.names())


def save(scenario: Scenario, policy: Policy) -> Policy:
    """Returns the policy as it now stands in the scenario's folder.

    The file is replaced whole, and only once a copy of the folder with the new text has been read without a problem and
    holds what was there before and this policy. Raises PolicyError, with what to do, where that is not so; StoreError
    where the file cannot be written.
    """
    _check(scenario, policy)
    path = scenario.folder / _FILE
    try:
        before = path.read_bytes()
        text = appended(before.decode("utf-8-sig"), policy)
        saved = _read_back(scenario, text, policy.id)
        _replace(path, text.encode("utf-8"))
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreError(f"{_FILE} could not be written: {said}. It is as it was; mend that and save again.") from error
    except UnicodeDecodeError:
        raise PolicyError(f"{_FILE} is not UTF-8 text, so nothing can be added to it. Save it as UTF-8 first.") from None
    return saved


def _check(scenario: Scenario, policy: Policy) -> None:
    if is_built_in(scenario):
        raise PolicyError(
            f"{scenario.id} is shipped with Corridor and is not changed. Copy its folder ({scenario.folder}) to one of your "
            "own and serve that: corridor serve FOLDER."
        )
    if not policy.changes:
        raise PolicyError("There is nothing to save: no lever is set.")
    if policy.id in names(scenario) or reserved(policy.id):
        raise PolicyError(f"{policy.id!r} is the id of another policy already. Give another one.")
    if not policy.name.strip() or len(policy.name) > _LONGEST_NAME or not policy.name.isprintable():
        raise PolicyError(f"The name of a policy is 1 to {_LONGEST_NAME} characters on one line.")


def appended(text: str, policy: Policy) -> str:
    """Returns the text of scenario.yaml with one policy more; nothing that stood there is touched.

    Every value is written as JSON, which is YAML that cannot be mistaken for anything else.
    """
    where = _policies(text)
    if where is None:
        return f"{text.rstrip()}\n\n{_KEY}:{_block(policy, '  ')}\n"
    if where.flow_style:
        end = where.end_mark.index - 1
        comma = ", " if where.value else ""
        return f"{text[:end].rstrip()}{comma}{_flow(policy)}{text[end:]}"
    end = text.find("\n", _last_leaf(where).end_mark.index)
    end = len(text) if end < 0 else end
    return f"{text[:end]}{_block(policy, _indent(text, where))}{text[end:]}"


def _policies(text: str) -> yaml.SequenceNode | None:
    root = yaml.compose(text, yaml.SafeLoader)
    entries = root.value if isinstance(root, yaml.MappingNode) else []
    found = next((value for key, value in entries if key.value == _KEY), None)
    if found is None:
        return None
    if not isinstance(found, yaml.SequenceNode):
        raise PolicyError(f"{_KEY} of {_FILE} is no list to which something can be added. Write the policy by hand.")
    return found


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """Returns the last thing in a block that has an end of its own; the block's end mark stands after what follows it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _indent(text: str, block: yaml.SequenceNode) -> str:
    """Returns what stands before the dashes of a block."""
    item = block.value[0].start_mark.index
    line = text[text.rfind("\n", 0, item) + 1 : item]
    return line[: line.index("-")]


def _block(policy: Policy, indent: str) -> str:
    lines = [f"- id: {_text(policy.id)}", f"  name: {_text(policy.name)}", "  changes:"]
    lines += [f"    - {_change(change)}" for change in policy.changes]
    return "".join(f"\n{indent}{line}" for line in lines)


def _flow(policy: Policy) -> str:
    changes = ", ".join(_change(change) for change in policy.changes)
    return f"{{id: {_text(policy.id)}, name: {_text(policy.name)}, changes: [{changes}]}}"


def _change(change: Change) -> str:
    parts = {"date": change.date.isoformat()}
    if change.until:
        parts["until"] = change.until.isoformat()
    parts |= {"target": _text(change.target), "quantity": _text(change.quantity)}
    if change.group:
        parts["group"] = _text(change.group)
    value = int(change.value) if change.value == int(change.value) else change.value
    return "{" + ", ".join(f"{key}: {part}" for key, part in (parts | {"value": repr(value)}).items()) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read_back(scenario: Scenario, text: str, id_: str) -> Policy:
    """Returns the policy as the reader finds it in a copy of the folder; PolicyError where it finds anything amiss."""
    with tempfile.TemporaryDirectory(prefix="corridor-") as place:
        copy = Path(place)
        for name in _files(scenario.folder):
            (copy / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(scenario.folder / name, copy / name)
        (copy / _FILE).write_text(text, encoding="utf-8")
        try:
            found = read(copy)
        except ScenarioError as error:
            raise PolicyError("\n".join(f"{each.given} {each.allowed}. {each.remedy}" for each in error.problems)) from None
    known = {policy.id: policy for policy in found.policies}
    rest = [policy for policy in found.policies if policy.id != id_]
    if id_ not in known or [policy.id for policy in rest] != list(names(scenario)[1:]):
        raise PolicyError(f"{_FILE} has been changed since it was opened. Stop the server and begin again, then save anew.")
    return known[id_]


def _files(folder: Path) -> list[Path]:
    """Returns the tables that are read with scenario.yaml, relative to the folder."""
    return [path.relative_to(folder) for pattern in ("*.csv", "observations/*.csv") for path in sorted(folder.glob(pattern))]


def _replace(path: Path, content: bytes) -> None:
    """Puts the content in place of the file, whole or not at all; a link stays a link."""
    real = path.resolve()
    descriptor, part = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, stat.S_IMODE(real.stat().st_mode))
        os.replace(part, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
