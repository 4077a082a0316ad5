"""Levers → a validated Policy in the schedule's own terms, held to the same checks as the policies of scenario.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b

from corridor.errors import PolicyError, ScenarioError
from corridor.scenario.check_changes import check_changes
from corridor.scenario.csv_parts import by_day, read_change
from corridor.scenario.draft import Draft, Entry, Found, Names
from corridor.scenario.names import listed, nearest
from corridor.scenario.policy import combine
from corridor.scenario.problems import Problems
from corridor.scenario.record import Record
from corridor.scenario.schema import Change, PlaceKind, Policy, Scenario
from corridor.whatif.levers import AdviceLever, BorderLever, CampLever, CorridorLever, Lever, ScreeningLever

__all__ = ["advised", "borders", "policy_of", "reserved", "stations"]

#: How the id of a policy begins that somebody put together at the page and has not named.
_WHAT_IF = "what-if"
_ADVICE = "advice"

#: One setting as texts, as a row of schedule.csv has it: date, until, target, quantity, group, value.
_Row = tuple[date, date | None, str, str, str, float]


def policy_of(
    scenario: Scenario, base: str, levers: Sequence[Lever], id_: str | None = None, name: str | None = None
) -> Policy:
    """Returns the policy that `base` and then `levers` make; `base` itself where there are none.

    Without `id_` the id is `what-if-` and a hash of all changes, so that two what-ifs are told apart wherever they go.

    What a lever sets of a target holds from its day on in place of what `base` sets of it. Raises PolicyError, with
    everything that the checks of scenario.yaml find wrong, lever by lever.

    >>> from datetime import date
    >>> from corridor import load
    >>> policy_of(load("tutorial"), "factual", [CampLever("river-camp", 20_000, date(2020, 3, 10))]).changes[0].value
    20000.0
    """
    policy = combine(scenario, base)
    if not levers:
        return policy
    draft = _draft(scenario)
    made = _checked(scenario, draft, levers, _WHAT_IF if id_ is None else id_)
    first: dict[tuple[str, str, str], date] = {}
    for change in made:
        key = _key(change)
        first[key] = min(change.date, first.get(key, change.date))
    kept = [change for change in policy.changes if change.date < first.get(_key(change), date.max)]
    changes = tuple(sorted((*kept, *made), key=by_day(draft)))
    id_ = f"{_WHAT_IF}-{_hash(changes)}" if id_ is None else id_
    return Policy(id_, _label(id_, policy, levers) if name is None else name, changes)


def reserved(id_: str) -> bool:
    """Returns whether an id could be that of a policy without a name.

    >>> reserved("what-if-0a1b2c3d"), reserved("what-if-early")
    (True, False)
    """
    return re.fullmatch(rf"{_WHAT_IF}(-[0-9a-f]{{8}})?", id_) is not None


def stations(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Returns what a screening lever may name: each station, and each set of nothing but stations."""
    found = {place.id: (place.id,) for place in scenario.places if place.kind is PlaceKind.STATION}
    return found | {each.id: each.places for each in scenario.sets if each.places and set(each.places) <= set(found)}


def borders(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Returns what a border lever may name: each crossing, and the routes that lead to it."""
    crossings = [place.id for place in scenario.places if place.kind is PlaceKind.CROSSING]
    into = {id_: tuple(route.id for route in scenario.routes if route.end == id_) for id_ in crossings}
    return {id_: routes for id_, routes in into.items() if routes}


def advised(scenario: Scenario) -> tuple[str, ...]:
    """Returns the zones that an advice lever is about: those that ever get advice, else all."""
    zones = [zone.place for zone in scenario.operation.zones]
    changes = (*scenario.schedule, *(change for policy in scenario.policies for change in policy.changes))
    named = {change.target for change in changes if change.quantity == _ADVICE}
    return tuple(zone for zone in zones if zone in named) or tuple(zones)


def _checked(scenario: Scenario, draft: Draft, levers: Sequence[Lever], id_: str) -> list[Change]:
    """Returns the changes of the levers; PolicyError with all that is wrong with them."""
    _one_window_each(levers)
    problems = Problems()
    found: dict[tuple[str, str, str, date], tuple[int, Found[Change]]] = {}
    for number, lever in enumerate(levers, 1):
        for row in _rows(scenario, lever, f"Lever {number}"):
            record = Record(f"Lever {number}: {row[3]} of {row[2]}", 0, _texts(row), problems)
            change = read_change(record, draft, None, known_on=False)
            if change is None:
                continue
            earlier, first = found.setdefault((*_key(change), change.date), (number, Found(change, record)))
            if first.record is not record:
                raise PolicyError(
                    f"Lever {number} sets {change.quantity} of {change.target} from {change.date} on, as lever {earlier} "
                    "does. Keep one of the two, or give them different days."
                )
    draft.changes = {id_: [each for _, each in found.values()]}
    check_changes(draft)
    _raise(problems)
    return [each.part for _, each in found.values()]


def _one_window_each(levers: Sequence[Lever]) -> None:
    """Raises where a corridor has two windows: each of them closes it on every other day."""
    first: dict[str, tuple[int, CorridorLever]] = {}
    for number, lever in enumerate(levers, 1):
        if isinstance(lever, CorridorLever) and lever.open:
            earlier, other = first.setdefault(lever.id, (number, lever))
            if earlier != number:
                raise PolicyError(
                    f"Lever {number} opens {lever.id[:60]!r} {_window(lever)}, as lever {earlier} does {_window(other)}; "
                    "a corridor has one window, and is closed outside it. Keep one of the two, or one that spans both."
                )


def _window(lever: CorridorLever) -> str:
    return f"from {lever.start} on" if lever.until is None else f"from {lever.start} to the day before {lever.until}"


def _raise(problems: Problems) -> None:
    try:
        problems.raise_if_any()
    except ScenarioError as error:
        said = (f"{each.file} {each.given} {each.allowed}. {each.remedy}" for each in error.problems)
        raise PolicyError("\n".join(said)) from None


def _texts(row: _Row) -> dict[str, str]:
    day, until, target, quantity, group, value = row
    number = str(int(value)) if value == int(value) else repr(value)
    texts = {"date": day.isoformat(), "target": target, "quantity": quantity, "group": group, "value": number}
    return texts | ({"until": until.isoformat()} if until else {})


def _rows(scenario: Scenario, lever: Lever, where: str) -> Iterator[_Row]:
    _check_day(scenario, lever.start, where)
    match lever:
        case CorridorLever():
            yield from _corridor(scenario, lever, where)
        case ScreeningLever():
            id_ = _known(lever.id, stations(scenario), "screening station", where)
            yield lever.start, None, id_, "screening", "", float(lever.on)
            if lever.capacity_factor is not None:
                yield lever.start, None, id_, "throughput_factor", "", lever.capacity_factor
        case CampLever():
            camps = [place.id for place in scenario.places if place.kind is PlaceKind.CAMP]
            yield lever.start, None, _known(lever.id, camps, "camp", where), "capacity", "", lever.capacity
        case BorderLever():
            yield from _border(scenario, lever, where)
        case AdviceLever():
            for zone in advised(scenario):
                yield lever.start, None, zone, _ADVICE, "", 0.0 if lever.stay else 1.0


def _corridor(scenario: Scenario, lever: CorridorLever, where: str) -> Iterator[_Row]:
    """An open corridor is closed outside its window, whatever the record says; a closed one is as on record there."""
    id_ = _known(lever.id, [each.id for each in scenario.corridors], "corridor", where)
    until = _until(scenario, lever, where)
    if lever.open and lever.start > scenario.start:
        yield scenario.start, lever.start, id_, "open", "", 0.0
    yield lever.start, until, id_, "open", "", float(lever.open)
    if lever.open and until:
        yield until, None, id_, "open", "", 0.0
    if lever.capacity_per_day is not None:
        yield lever.start, until, id_, "capacity_per_day", "", lever.capacity_per_day
    if lever.agreed is not None:
        yield lever.start, until, id_, "agreed", "", float(lever.agreed)


def _border(scenario: Scenario, lever: BorderLever, where: str) -> Iterator[_Row]:
    known = borders(scenario)
    routes = known[_known(lever.id, known, "border crossing", where)]
    civilians = [group.id for group in scenario.groups]
    for group in lever.groups or civilians:
        for route in routes:
            yield lever.start, None, route, "admission", _known(group, civilians, "civilian group", where), float(lever.open)


def _check_day(scenario: Scenario, day: date, where: str) -> None:
    if not scenario.start <= day <= scenario.end:
        raise PolicyError(f"{where}: from is {day}; allowed is a day of the run, {scenario.start} to {scenario.end}.")


def _until(scenario: Scenario, lever: CorridorLever, where: str) -> date | None:
    """Returns the first day after the window; None where it lasts to the end of the run."""
    if lever.until is None:
        return None
    if lever.until <= lever.start:
        raise PolicyError(f"{where}: until is {lever.until}; allowed is a day after from ({lever.start}), or null.")
    after = scenario.end + timedelta(days=1)
    if lever.until > after:
        raise PolicyError(f"{where}: until is {lever.until}; allowed is null or at most {after}, the day after the run.")
    return lever.until if lever.until < after else None


def _known(id_: str, ids: Iterable[str], what: str, where: str) -> str:
    known = list(ids)
    if id_ in known:
        return id_
    if not known:
        raise PolicyError(f"{where}: this scenario has no {what}, so that there is none to change.")
    near = nearest(id_[:100], {each: each for each in known})
    remedy = f"Did you mean {near!r}?" if near else f"Known: {listed(known)}."
    raise PolicyError(f"{where}: {id_[:60]!r} is no {what}. {remedy}")


def _key(change: Change) -> tuple[str, str, str]:
    return change.target, change.quantity, change.group


def _hash(changes: Sequence[Change]) -> str:
    """Returns eight digits that stay the same from start to start; what was noted of a change does not count."""
    said = [
        (*_key(each), each.date.isoformat(), each.until.isoformat() if each.until else "", each.value) for each in changes
    ]
    return blake2b(repr(sorted(said)).encode(), digest_size=4).hexdigest()


def _label(id_: str, base: Policy, levers: Sequence[Lever]) -> str:
    """Returns a name that begins with what tells it from others: a long one is cut at its end."""
    count = "one change" if len(levers) == 1 else f"{len(levers)} changes"
    said = ", ".join(each for each in (base.name if base.changes else "", count) if each)
    return f"{id_.replace(_WHAT_IF, 'What-if', 1)}: {said}"


def _draft(scenario: Scenario) -> Draft:
    """Returns a scenario as its reader has it, so that the reader's own checks can be asked."""
    names, groups, sets = _names(scenario)
    return Draft(names=names, groups=dict(groups), sets=dict(sets), follow_on_given=scenario.follow_on is not None)


@lru_cache(maxsize=4)
def _names(scenario: Scenario) -> tuple[Names, dict[str, Found], dict[str, Found]]:  # type: ignore[type-arg]
    nowhere = Record("scenario.yaml", 0, {}, Problems())
    names = Names()
    for place in scenario.places:
        names.add(Entry(place.id, "place", place.kind.value), nowhere)
    for sort, parts in (("route", scenario.routes), ("corridor", scenario.corridors), ("set", scenario.sets)):
        for part in parts:
            names.add(Entry(part.id, sort), nowhere)
    groups = {group.id: Found(group, nowhere) for group in scenario.groups}
    sets = {each.id: Found(each, nowhere) for each in scenario.sets}
    return names, groups, sets
