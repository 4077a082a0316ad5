"""Reads simsetting.yml: every key of Flee, unknown and dead keys told once each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import yaml

from corridor.formats.flee.files import FleeFiles
from corridor.formats.flee.schema import Settings
from corridor.formats.flee.settings_keys import KEYS, Key
from corridor.scenario.names import either, nearest

__all__ = ["read_settings"]

_NEEDS_LOG = {
    "S2": ("is read by Flee and used nowhere", "It is ignored."),
    "S3": ("asks for one of Flee's logs", "Logs of single people are not written; it is ignored."),
    "S4": ("steers connections, which change no move in a run from files", "It is ignored."),
    "S5": ("steers flood-driven arrivals, which need flood_zone_spawning_only", "It is ignored."),
    "S6": ("is never active in Flee when it comes from a file", "It is not supported here, and ignored."),
}
_LAW_ONLY = {"use_v1_rules"}
_NUMERAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def read_settings(files: FleeFiles, label: str) -> Settings:
    """Returns the settings of a folder; problems and notices go to `files`."""
    text = files.text(label)
    if text is None:
        files.notice("S0", label, 0, "is not there", "Flee's default settings are used.")
        return Settings()
    given = _parsed(files, label, text)
    if given is None:
        return Settings()
    lines = _lines(files, label, text)
    values: dict[str, Any] = {}
    for path, value in _walk(given):
        _take(files, label, lines.get(path, 0), path, value, values)
    conflict_driven = isinstance(given.get("spawn_rules"), dict) and "conflict_driven_spawning" in given["spawn_rules"]
    return _finish(files, label, values, bool(given.get("move_rules", {}) or {}) and _v1(given), conflict_driven)


def _parsed(files: FleeFiles, label: str, text: str) -> dict[str, Any] | None:
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        what = getattr(error, "problem", None) or "has an error"
        files.wrong(label, line, "", "", f"is not YAML: {what}", "Check the indentation and the colons of this line.")
        return None
    if given is None:
        return {}
    if not isinstance(given, dict):
        files.wrong(label, 1, "", str(given), "is not a table of keys", "Write lines such as 'max_move_speed: 200'.")
        return None
    return given


def _walk(given: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in given.items():
        path = f"{above}{key}"
        if isinstance(value, dict) and KEYS.get(path, Key("section")).kind == "section" and path in KEYS:
            yield from _walk(value, f"{path}.")
        else:
            yield path, value


def _lines(files: FleeFiles, label: str, text: str) -> dict[str, int]:
    """Returns the line of every key, the last where it is given twice, which is told."""
    found: dict[str, int] = {}

    def visit(node: yaml.Node, above: str) -> None:
        if isinstance(node, yaml.MappingNode):
            first: dict[str, int] = {}  # of this mapping alone
            for key, value in node.value:
                path, line = f"{above}{key.value}", key.start_mark.line + 1
                if path in first:
                    what = f"{path} is given on line {first[path]} already; Flee takes the last alone"
                    files.notice("S7", label, line, what, "The same here.")
                first.setdefault(path, line)
                found[path] = line
                visit(value, f"{path}.")

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        visit(root, "")
    return found


def _take(files: FleeFiles, label: str, line: int, path: str, value: Any, values: dict[str, Any]) -> None:
    key = KEYS.get(path)
    if key is None:
        _unknown(files, label, line, path)
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


def _unknown(files: FleeFiles, label: str, line: int, path: str) -> None:
    names = {known.rsplit(".", maxsplit=1)[-1]: known for known in KEYS}
    near = nearest(path.rsplit(".", maxsplit=1)[-1], names)
    hint = f"Did you mean {near!r}? " if near else ""
    files.notice("S1", label, line, f"{path} is not a key of Flee's, which ignores it silently", f"{hint}It is ignored.")


def _value(files: FleeFiles, label: str, line: int, path: str, key: Key, value: Any) -> Any:
    wrong: tuple[str, str] | None = None
    if key.kind in ("number", "whole"):
        value = _unquoted(value)
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
        if isinstance(value, list) and all(_is_number(one) for one in value):
            return tuple(float(one) for one in value)
        wrong = ("is not a list of numbers", "Write a list such as [1.0, 0.5, 0.1].")
    elif not _is_number(value):
        wrong = ("is not a number", "Write a number without quotes.")
    elif key.low is not None and value < key.low:
        bound = "greater than 0" if key.low == 1e-9 else f"{key.low:g} or more"
        wrong = (f"must be {bound}", "Correct the number.")
    elif key.kind == "whole" and value != int(value):
        wrong = ("is not a whole number", f"Write {round(value)}.")
    else:
        return int(value) if key.kind == "whole" else float(value)
    files.wrong(label, line, path, str(value), *wrong)
    return None


def _unquoted(value: Any) -> Any:
    """Returns the number that a text holds, as Flee casts it: quoted, or such as 1e3, which YAML takes for a text."""
    if not isinstance(value, str) or not _NUMERAL.fullmatch(value.strip()):
        return value
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _v1(given: dict[str, Any]) -> bool:
    rules = given.get("move_rules")
    return isinstance(rules, dict) and rules.get("use_v1_rules") is True


def _finish(files: FleeFiles, label: str, values: dict[str, Any], v1: bool, conflict_driven: bool) -> Settings:
    if conflict_driven:
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
