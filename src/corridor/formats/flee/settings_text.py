"""The YAML of simsetting.yml as plain tables and the line of every key; what cannot be built safely is told, not raised."""

from __future__ import annotations

from typing import Any

import yaml

from corridor.formats.flee.files import FleeFiles
from corridor.scenario.document import harmful

__all__ = ["parsed"]

_DATE = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.SafeLoader):
    """Builds tables, lists, texts, numbers and switches; no setting of Flee's is a date, so that dates stay texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # as PyYAML declares it
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATE]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _number(loader: _Loader, node: yaml.ScalarNode) -> float | str:
    """Returns a number, or the text as it stands where Python has none for it (thousands of digits, bare signs)."""
    build = loader.construct_yaml_int if node.tag.endswith(":int") else loader.construct_yaml_float
    try:
        return build(node)
    except (ValueError, OverflowError):
        return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def parsed(files: FleeFiles, label: str, text: str) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Returns the settings and the line of every key by its path (the last where it is given twice, which is told).

    None where there are none to use; the problem is noted.
    """
    harm = harmful(text)
    if harm is not None:
        row, what, allowed, remedy = harm
        files.wrong(label, row, "", what, allowed, remedy)
        return None
    try:
        given = yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        wrong = getattr(error, "problem", None) or "has an error"
        files.wrong(label, line, "", "", f"is not YAML: {wrong}", "Check the indentation and the colons of this line.")
        return None
    if given is None:
        return {}, {}
    if not isinstance(given, dict):
        files.wrong(label, 1, "", str(given), "is not a table of keys", "Write lines such as 'max_move_speed: 200'.")
        return None
    return given, _lines(files, label, text)


def _lines(files: FleeFiles, label: str, text: str) -> dict[str, int]:
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
