"""Checks of parameters and observations: is every number there, readable, within bounds, and said once."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from math import inf

from corridor.priors import PriorError, parse
from corridor.scenario import refusals
from corridor.scenario.draft import Draft, Found
from corridor.scenario.names import listed, nearest, suggest
from corridor.scenario.parameter_names import PARAMETER_NAMES, ParameterName
from corridor.scenario.problems import Problems
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.record import Record, between
from corridor.scenario.schema import Observation, Parameter

__all__ = ["check_observations", "check_parameters"]

FILE = "parameters.csv"
PRIOR_SETS = ("p0", "p1", "p2", "p3")
#: How an observation of each kind of quantity may have been counted.
COUNTED = {
    "stock": ("stock",),
    "flow": ("flow", "cumulative"),
    "cumulative": ("cumulative", "flow"),
    "ratio": ("stock",),
}


def check_parameters(draft: Draft, complete: bool, problems: Problems) -> None:
    """Note everything that is wrong with the parameters; `complete` says that each of the model must be there."""
    meant: set[str | None] = {id_.partition(".")[0] for id_ in draft.unreadable}
    for found in draft.parameters.values():
        name = _known(found, draft)
        if name is None:
            meant.add(nearest(found.part.id.partition(".")[0], {id_: id_ for id_ in PARAMETER_NAMES}))
        _check_priors(found, name)
        if not found.part.source and not found.part.assumed and not found.record.text("assumed"):
            remedy = "Give the source, or write yes into the column assumed."
            found.record.problem("source", "is empty for a number that is not marked as assumed", remedy)
    if complete:
        for name in PARAMETER_NAMES.values():
            if name.id not in meant:  # a misspelt row was reported already
                _check_present(name, draft, problems)


def _known(found: Found[Parameter], draft: Draft) -> ParameterName | None:
    record, (base, _, suffix) = found.record, found.part.id.partition(".")
    name = PARAMETER_NAMES.get(base)
    known = name is not None and bool(suffix) and suffix in draft.names.entries
    rule = None if known else refusals.forbids("parameter", found.part.id)
    if rule:
        record.refuse("id", rule.reason, rule.remedy)
    elif name is None:
        record.problem("id", "is not a parameter of the model", suggest(base, PARAMETER_NAMES))
    elif "." in found.part.id:
        _check_suffix(record, name, suffix, draft)
    return name


def _check_suffix(record: Record, name: ParameterName, suffix: str, draft: Draft) -> None:
    if not name.scope:
        record.problem("id", "has a suffix, but the parameter is the same everywhere", f"Write {name.id!r}.")
        return
    concerned = _concerned(name.scope, draft)
    sort = name.scope if name.scope in ("route", "corridor") else "place"
    entry = draft.names.entries.get(suffix)
    unclear = sort in draft.names.missing or (entry is not None and entry.sort == "place" and not entry.kind)
    if suffix not in concerned and not unclear:
        remedy = suggest(suffix, concerned) if concerned else f"The scenario has no {name.scope}."
        record.problem("id", f"does not end in the id of a {name.scope}", remedy)
    elif name.id == "relocation_weight" and draft.kind_of(suffix) not in ("region", ""):
        record.refuse("id", refusals.ARMED_PLACE.reason, "Give weights to places of kind region only.")


def _concerned(scope: str, draft: Draft) -> Collection[str]:
    if scope == "route":
        return draft.routes
    if scope == "corridor":
        return draft.corridors
    return draft.places if scope == "place" else draft.places_of((scope,))


def _check_priors(found: Found[Parameter], name: ParameterName | None) -> None:
    parameter, record = found.part, found.record
    for column, text in zip(PRIOR_SETS, parameter.priors, strict=True):
        if column != "p1" and not record.text(column):
            continue
        try:
            prior = parse(text, parameter.low, parameter.high)
        except PriorError as error:
            record.problem(column, str(error), "For example LN(0.03,0.8), or =0.5 for a fixed number.")
            continue
        low, high = prior.support
        bounded = (parameter.low is None) == (not record.text("low"))  # false: a problem with them was noted
        if name and bounded and (low < name.low or high > name.high):
            what = f"can give {_range(low, high)}; {name.id} is {_range(name.low, name.high)}"
            record.problem(column, what, "Bound it with the columns low and high.")


def _range(low: float, high: float) -> str:
    if low == -inf and high == inf:
        return "any number"
    return between(None if low == -inf else low, None if high == inf else high)


def _check_present(name: ParameterName, draft: Draft, problems: Problems) -> None:
    if name.optional or name.id in draft.parameters:
        return
    if not name.scope:
        _missing(problems, name.id, "")
        return
    concerned = _concerned(name.scope, draft)
    lacking = [id_ for id_ in concerned if f"{name.id}.{id_}" not in draft.parameters]
    if name.own and lacking:
        _missing(problems, name.id, f" for {listed(lacking)}", f" or {name.id + '.' + lacking[0]!r}")
    elif concerned and not name.own:
        _missing(problems, name.id, "")


def _missing(problems: Problems, id_: str, whom: str, other: str = "") -> None:
    remedy = f"Add a row {id_!r}{other} with its prior and source."
    problems.add(FILE, 0, "id", "", f"has no parameter {id_}{whom}", remedy)


def check_observations(draft: Draft) -> None:
    """Note everything that is wrong with the observations."""
    last_of: dict[str, Found[Observation]] = {}
    dated: dict[tuple[str, object, object], Found[Observation]] = {}
    for found in draft.observations:
        _check_observation(found, draft)
        part, record = found.part, found.record
        last = last_of.get(part.series, found)
        last_of[part.series] = found
        for column in ("quantity", "place", "kind", "group"):
            if getattr(part, column) != getattr(last.part, column):
                where = f"{last.record.file}:{last.record.row}"
                what = f"differs from {getattr(last.part, column)!r} in the same series ({where})"
                record.problem(column, what, "One series measures one thing; give the other its own name.")
        twin = dated.setdefault((part.series, part.date, part.known_on or part.date), found)
        if twin is not found:
            what = f"is a second value of {part.series!r} for that day; the first is {twin.record.file}:{twin.record.row}"
            record.problem("date", what, "Keep one, make two series, or give a revision a later known_on.")
    _check_weekly(draft)


def _check_observation(found: Found[Observation], draft: Draft) -> None:
    part, record = found.part, found.record
    quantity = QUANTITIES[part.quantity]
    if part.kind not in COUNTED[quantity.kind]:
        allowed = " or ".join(COUNTED[quantity.kind])
        record.problem("kind", f"does not fit {part.quantity}, which is counted as {allowed}", f"Write {allowed}.")
    if quantity.id == "retaken_share" and part.value > 1:
        record.problem("value", "is out of range; a share is 0 to 1", "Divide percentages by 100.")
    low = part.low if part.low is not None else part.value
    high = part.high if part.high is not None else part.value
    if not low <= part.value <= high:
        record.problem("value", f"is not within low to high ({low:g} to {high:g})", "Check the three numbers.")
    if part.known_on and part.known_on < part.date:
        record.problem("known_on", f"is before the day that was counted ({part.date})", "Give the day of publication.")
    if _armed(part) and part.place != "all" and draft.kind_of(part.place) != "region":
        column = "group" if part.group == refusals.FIGHTERS else "place"
        record.refuse(column, refusals.ARMED_PLACE.reason, refusals.ARMED_PLACE.remedy)
    if part.group == refusals.FIGHTERS:
        return
    if part.group != "all" and part.group not in draft.groups and draft.groups_known:
        record.problem("group", "is not a group of scenario.yaml", suggest(part.group, (*draft.groups, "all")))


def _check_weekly(draft: Draft) -> None:
    def thing(part: Observation) -> tuple[str, str]:
        return part.quantity, part.place

    armed = [found for found in draft.observations if _armed(found.part)]
    armed.sort(key=lambda found: (*thing(found.part), found.part.date))
    for before, after in pairwise(armed):
        if thing(before.part) == thing(after.part) and 0 < (after.part.date - before.part.date).days < 7:
            after.record.refuse("date", refusals.ARMED_DATED.reason, refusals.ARMED_DATED.remedy)


def _armed(part: Observation) -> bool:
    """Return whether an observation is about fighters."""
    return part.group == refusals.FIGHTERS or QUANTITIES[part.quantity].restricted
