"""Reads simsetting.yml: every key of Flee, unknown and dead keys told once each."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corridor.formats.flee.files import FleeFiles
from corridor.formats.flee.schema import Settings
from corridor.formats.flee.settings_keys import KEYS, Key
from corridor.formats.flee.settings_text import parsed
from corridor.scenario.names import either, nearest

__all__ = ["read_settings"]

BY_CONFLICT = "conflict_driven_spawning"
_NEEDS_LOG = {
    "S2": ("is read by Flee and used nowhere", "It is ignored."),
    "S3": ("asks for one of Flee's logs", "Logs of single people are not written; it is ignored."),
    "S4": ("steers connections, which change no move in a run from files", "It is ignored."),
    "S5": ("steers flood-driven arrivals, which need flood_zone_spawning_only", "It is ignored."),
    "S8": ("adds the column 'total IDPs' to Flee's out.csv", "The out.csv written here has no such column."),
    "S6": ("is never active in Flee when it comes from a file", "It is not supported here, and ignored."),
}
_NUMERAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def read_settings(files: FleeFiles, label: str) -> Settings:
    """Returns the settings of a folder; problems and notices go to `files`."""
    text = files.text(label)
    if text is None:
        files.notice("S0", label, 0, "is not there", "Flee's default settings are used.")
        return Settings()
    read = parsed(files, label, text)
    if read is None:
        return Settings()
    given, lines = read
    values: dict[str, Any] = {}
    for path, value in _walk(given):
        _take(files, label, lines.get(path, 0), path, value, values)
    rules = given.get("spawn_rules")
    by_conflict = isinstance(rules, dict) and rules.get(BY_CONFLICT) is not None
    if isinstance(rules, dict) and BY_CONFLICT in rules and not by_conflict:
        what = f"{BY_CONFLICT} is empty, which is to Flee as if it were not there: arrivals come from the counts"
        files.notice("P6", label, lines.get(f"spawn_rules.{BY_CONFLICT}", 0), what, "The same here.")
    return _finish(files, label, values, _v1(given), by_conflict)


def _walk(given: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in given.items():
        path = f"{above}{key}"
        if isinstance(value, dict) and KEYS.get(path, Key("section")).kind == "section" and path in KEYS:
            yield from _walk(value, f"{path}.")
        else:
            yield path, value


def _take(files: FleeFiles, label: str, line: int, path: str, value: Any, values: dict[str, Any]) -> None:
    key = KEYS.get(path)
    if key is None:
        _unknown(files, label, line, path)
        return
    if key.kind == "section" and value is not None:
        _no_table(files, label, line, path, value)
        return
    if key.kind in ("ignored", "section"):
        if key.notice and value not in (None, 0, False, "", []):
            what, instead = _NEEDS_LOG[key.notice]
            files.notice(key.notice, label, line, f"{path} {what}", instead)
        return
    if value is None and key.kind != "numbers":
        files.wrong(label, line, path, "", "has no value", "Write one, or delete the line.")
        return
    read = _value(files, label, line, path, key, value)
    if read is None:
        return
    if key.refused:
        if read:
            remedy = "Take the key out to run the folder without them."
            files.wrong(label, line, path, str(value), key.refused, remedy)
    elif key.field:
        values[key.field] = read


def _no_table(files: FleeFiles, label: str, line: int, path: str, value: Any) -> None:
    """A section that is a list or a single value: none of its keys would be read."""
    first = next(key.removeprefix(f"{path}.") for key in KEYS if key.startswith(f"{path}."))
    given = "a list; take the dashes away" if isinstance(value, list) else "a single value"
    remedy = f"Write '{path.rsplit('.', maxsplit=1)[-1]}:' and its keys below it, indented, such as '{first}: …'."
    files.wrong(label, line, path, str(value), f"is not a table of keys but {given}", remedy)


def _unknown(files: FleeFiles, label: str, line: int, path: str) -> None:
    names = {known.rsplit(".", maxsplit=1)[-1]: known for known in KEYS}
    near = nearest(path.rsplit(".", maxsplit=1)[-1], names)
    hint = f"Did you mean {near!r}? " if near else ""
    files.notice("S1", label, line, f"{path} is not a key of Flee's, which ignores it silently", f"{hint}It is ignored.")


def _value(files: FleeFiles, label: str, line: int, path: str, key: Key, value: Any) -> Any:
    wrong: tuple[str, str] | None = None
    given, value = value, _unquoted(value) if key.kind in ("number", "whole") else value
    if key.kind == "flag":
        if isinstance(value, bool):
            return value
        wrong = ("is neither true nor false", "Write true or false.")
    elif key.kind == "words":
        if str(value) in key.words:
            return str(value)
        wrong = (f"is not one of {either(key.words)}", "Write one of these.")
    elif key.kind == "numbers":
        if value is None:
            return ()
        wrong = _list_refused(value, key)
        if wrong is None:
            return tuple(float(one) for one in value)
    else:
        wrong = _number_refused(value, key)
        if wrong is None:
            return int(value) if key.kind == "whole" else float(value)
    files.wrong(label, line, path, str(given), *wrong)
    return None


def _list_refused(value: Any, key: Key) -> tuple[str, str] | None:
    if not isinstance(value, list) or not all(_is_number(one) for one in value):
        return "is not a list of numbers", "Write a list such as [1.0, 0.5, 0.1]."
    if key.low is not None and any(one < key.low for one in value):
        return f"must have only numbers of {key.low:g} or more", "Correct the numbers."
    return None


def _number_refused(value: Any, key: Key) -> tuple[str, str] | None:
    if not _is_number(value):
        if _too_large(value):
            return "is too large a number", "Correct the number."
        return "is not a number", "Write a number without quotes."
    if key.low is not None and value < key.low:
        bound = "greater than 0" if key.low == 1e-9 else f"{key.low:g} or more"
        return f"must be {bound}", "Correct the number."
    if key.kind == "whole" and value != int(value):
        return "is not a whole number", f"Write {round(value)}."
    return None


def _unquoted(value: Any) -> Any:
    """Returns the number that a text holds, as Flee casts it: quoted, or such as 1e3, which YAML takes for a text."""
    if not isinstance(value, str) or not _NUMERAL.fullmatch(value.strip()):
        return value
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _too_large(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) > sys.float_info.max


def _v1(given: dict[str, Any]) -> bool:
    rules = given.get("move_rules")
    return isinstance(rules, dict) and rules.get("use_v1_rules") is True


def _finish(files: FleeFiles, label: str, values: dict[str, Any], v1: bool, by_conflict: bool) -> Settings:
    if by_conflict:
        values.setdefault("spawn_mode", "constant")
        values.setdefault("displaced_per_conflict_day", 0.01 if values["spawn_mode"] == "pop_ratio" else 500.0)
    if values.get("capacity_buffer", 0.9) > 1.0:
        files.wrong(
            label, 0, "move_rules.capacity_buffer", f"{values['capacity_buffer']:g}", "must be from 0 to 1",
            "Write the share of a capacity from which a camp attracts less.",
        )  # fmt: skip
    settings = Settings(**values)
    if v1:
        settings = replace(
            settings, max_move_speed=200.0, start_on_foot=False, avoid_short_stints=False, camp_weight=2.0,
            conflict_weight=0.25,
        )  # fmt: skip
    return settings
