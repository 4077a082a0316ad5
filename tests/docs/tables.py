"""The tables of docs/ that the code decides: rendered from it, found between their marks, compared by a test.

After a change of the code: `.venv/bin/python -m tests.docs.renew` writes tables and recorded outputs anew.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from pathlib import Path

import corridor
from corridor import errors
from corridor.scenario import refusals
from corridor.scenario.check_map import ENDS
from corridor.scenario.check_numbers import COUNTED
from corridor.scenario.parameter_names import PARAMETER_NAMES, ParameterName
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import Parameter
from corridor.scenario.terms import TERMS

__all__ = ["DOCS", "ROOT", "TABLES", "first_cells", "table_in", "with_tables"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_MARKED = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(text: str) -> str:
    """Returns a page with every marked table as the code has it."""
    return _MARKED.sub(lambda match: f"{match[1]}{TABLES[match['name']]()}{match[3]}", text)


def table_in(text: str, heading: str) -> list[list[str]]:
    """Returns the cells of the first table below a heading, without its header, one list a row."""
    below = f"\n{text}".split(f"\n{heading}\n", 1)[1]
    rows: list[list[str]] = []
    for line in below.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def first_cells(rows: Iterable[Sequence[str]]) -> list[str]:
    """Returns the names in the first column, without their marks."""
    return [row[0].strip("`") for row in rows]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


# ------------------------------------------------------------------------------------------------------------ api.md


def _public() -> str:
    def row(name: str) -> tuple[str, str, str]:
        thing = getattr(corridor, name)
        return f"[`{name}`](#{name.lower()})", "type" if inspect.isclass(thing) else "function", _first_line(thing)

    return _table(("Name", "What", "In one line"), map(row, corridor.__all__))


def _members(name: str) -> str:
    """Properties and methods of a type, by first docstring line."""
    type_ = getattr(corridor, name)
    found = [
        (key, value.fget if isinstance(value, property) else value, isinstance(value, property))
        for key, value in vars(type_).items()
        if not key.startswith("_") and (isinstance(value, property) or inspect.isfunction(value))
    ]
    rows = [(f"`{key}`" if is_property else f"`{key}()`", _first_line(thing)) for key, thing, is_property in found]
    return _table(("Name", "In one line"), rows)


def _fields(name: str) -> str:
    type_ = getattr(corridor, name)
    return _table(("Field", "Type"), ((f"`{key}`", f"`{kind}`") for key, kind in type_.__annotations__.items()))


def _errors() -> str:
    def row(name: str) -> tuple[str, str, str]:
        error = getattr(errors, name)
        return f"`{name}`", f"`{error.__bases__[0].__name__}`", _first_line(error)

    return _table(("Error", "Is a", "Meaning"), (row(name) for name in errors.__all__ if name != "Problem"))


# ------------------------------------------------------------------------------------------------ scenario-format.md


def _terms() -> str:
    rows = [
        (kind, f"`{quantity}`", term.words.replace("1e+09", "1,000,000,000"), "yes" if term.grouped else "")
        for kind, terms in TERMS.items()
        for quantity, term in terms.items()
    ]
    return _table(("Target", "Quantity", "Value", "May name a group"), rows)


def _needed(name: ParameterName) -> str:
    if name.optional:
        return "optional"
    return f"yes, or one for every {name.scope}" if name.own else "yes"


def _bounds(name: ParameterName) -> str:
    if name.low == -inf:
        return "any number" if name.high == inf else f"at most {name.high:g}"
    return f"{name.low:g} or more" if name.high == inf else f"{name.low:g} to {name.high:,g}"


def _parameters() -> str:
    rows = ((f"`{n.id}`", n.equation, n.scope, _needed(n), _bounds(n)) for n in PARAMETER_NAMES.values())
    return _table(("Name", "Section", "May end in the id of a", "Row needed", "Allowed"), rows)


def _quantities() -> str:
    rows = (
        (f"`{q.id}`", q.unit, q.kind, " or ".join(COUNTED[q.kind]), q.sentence + (" *Restricted.*" * q.restricted))
        for q in QUANTITIES.values()
    )
    return _table(("Quantity", "Unit", "Kind", "Counted as", "Meaning"), rows)


def _refusals() -> str:
    rules = [*refusals.RULES, *(each for each in vars(refusals).values() if isinstance(each, refusals.Rule))]
    rows = ((f"`{rule.id}`", ", ".join(sorted(rule.where)) or "structure", rule.reason, rule.remedy) for rule in rules)
    return _table(("Rule", "Looked for in", "Reason", "What to do"), rows)


def _routes() -> str:
    return _table(("From a", "A route may lead to a"), ((kind, ", ".join(ends)) for kind, ends in ENDS.items()))


# ---------------------------------------------------------------------------------------------------------- model.md


def _priors() -> str:
    found: dict[str, list[Parameter]] = {}
    for parameter in corridor.load("mosul-2016").parameters:
        found.setdefault(parameter.id.partition(".")[0], []).append(parameter)
    rows = (_prior_row(name, found[name]) for name in PARAMETER_NAMES if name in found)
    return _table(("Parameter", "What", "P0", "P1", "P2", "P3"), rows)


def _prior_row(name: str, rows: Sequence[Parameter]) -> tuple[str, ...]:
    plain = next((row for row in rows if row.id == name), None)
    meaning = (plain or rows[0]).equation
    if plain is None:
        return f"`{name}`", meaning, *(f"{len(rows)} rows",) * 2, "", ""
    p0, p1, p2, p3 = plain.priors
    more = f" ({len(rows) - 1} rows more)" if len(rows) > 1 else ""
    return f"`{name}`", meaning + more, p0, p1, *("" if prior == p1 else prior for prior in (p2, p3))


TABLES: Mapping[str, Callable[[], str]] = {
    "api": _public,
    "comparison": lambda: _members("Comparison"),
    "ensemble": lambda: _members("Ensemble"),
    "ensemble-fields": lambda: _fields("Ensemble"),
    "errors": _errors,
    "parameters": _parameters,
    "priors": _priors,
    "published": lambda: _members("Published"),
    "published-fields": lambda: _fields("Published"),
    "quantities": _quantities,
    "refusals": _refusals,
    "routes": _routes,
    "scenario-fields": lambda: _fields("Scenario"),
    "terms": _terms,
}
