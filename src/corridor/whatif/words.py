"""Levers in plain words and as the page's address has them, so that whoever gets a file knows what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import quote

from corridor.scenario.schema import Scenario
from corridor.whatif.levers import AdviceLever, BorderLever, CampLever, CorridorLever, Lever, ScreeningLever

__all__ = ["address", "words"]


def words(scenario: Scenario, lever: Lever) -> str:
    """Returns what a lever changes, with the target's name, its days and its values.

    >>> from corridor import load
    >>> from corridor.whatif import read_levers
    >>> levers = read_levers([{"kind": "camp", "id": "river-camp", "capacity": 3000, "from": "2020-03-20"}])
    >>> words(load("tutorial"), levers[0])
    'River Camp (river-camp): 3,000 places from 20 March 2020 on'
    """
    if isinstance(lever, AdviceLever):
        wish = "stay at home" if lever.stay else "leave"
        return f"Advice to residents: people are asked to {wish} {_since(lever.start)}"
    return f"{_name(scenario, lever.id)} ({lever.id}): {_set(scenario, lever)}"


def address(base: str, baseline: str, levers: Sequence[Lever]) -> str:
    """Returns what stands after the # in the address of the page that shows the same what-if.

    >>> from datetime import date
    >>> address("factual", "factual", [CampLever("river-camp", 3000.0, date(2020, 3, 20))])
    'policy=factual&baseline=factual&lever=camp:river-camp:3000:2020-03-20'
    """
    parts = [("policy", base), ("baseline", baseline)]
    parts += [("lever", ":".join(quote(part, safe="") for part in _parts(lever))) for lever in levers]
    return "&".join(f"{name}={quote(value, safe=':,')}" for name, value in parts)


def _set(scenario: Scenario, lever: CorridorLever | ScreeningLever | CampLever | BorderLever) -> str:
    """Returns what is set of the target."""
    match lever:
        case CorridorLever():
            return ", ".join(_corridor(lever))
        case ScreeningLever():
            return f"screening {_on(lever.on)}{_times(lever.capacity_factor)} {_since(lever.start)}"
        case CampLever():
            return f"{_number(lever.capacity)} places {_since(lever.start)}"
        case BorderLever():
            return f"border {_open(lever.open)} {_since(lever.start)} for {_groups(scenario, lever.groups)}"


def _corridor(lever: CorridorLever) -> Iterator[str]:
    if lever.until is None:
        span = _since(lever.start)
    else:
        span = f"from {_day(lever.start)} to {_day(lever.until - timedelta(days=1))}"
    yield f"{_open(lever.open)} {span}{' and on no other day' if lever.open else ''}"
    if lever.capacity_per_day is not None:
        yield f"at most {_number(lever.capacity_per_day)} people a day"
    if lever.agreed is not None:
        yield "agreed by both sides" if lever.agreed else "declared by one side"


def _parts(lever: Lever) -> tuple[str, ...]:
    """Returns the parts of a lever in the order in which the page writes them."""
    start = lever.start.isoformat()
    match lever:
        case CorridorLever():
            until = lever.until.isoformat() if lever.until else ""
            consent = {None: "", True: "agreed", False: "unilateral"}[lever.agreed]
            return "corridor", lever.id, _open(lever.open), start, until, _plain(lever.capacity_per_day), consent
        case ScreeningLever():
            return "screening", lever.id, _on(lever.on), start, _plain(lever.capacity_factor)
        case CampLever():
            return "camp", lever.id, _plain(lever.capacity), start
        case BorderLever():
            return "border", lever.id, _open(lever.open), start, ",".join(lever.groups)
        case AdviceLever():
            return "advice", "stay" if lever.stay else "leave", start


def _name(scenario: Scenario, id_: str) -> str:
    names = {each.id: each.name for each in scenario.sets}
    names |= {each.id: each.name for each in scenario.corridors}
    names |= {each.id: each.name for each in scenario.places}
    return names.get(id_) or id_


def _groups(scenario: Scenario, ids: Sequence[str]) -> str:
    names = {group.id: group.name or group.id for group in scenario.groups}
    return ", ".join(names.get(id_, id_) for id_ in ids) or "all civilians"


def _open(yes: bool) -> str:
    return "open" if yes else "closed"


def _on(yes: bool) -> str:
    return "on" if yes else "off"


def _times(factor: float | None) -> str:
    return "" if factor is None else f", {_number(factor)} times as many people a day,"


def _since(day: date) -> str:
    return f"from {_day(day)} on"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _number(value: float) -> str:
    return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"


def _plain(value: float | None) -> str:
    return "" if value is None else _number(value).replace(",", "")
