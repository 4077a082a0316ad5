"""One number of a claim: checked against what the scenario counts, its policies, places, groups and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from corridor.claims.places import Counted
from corridor.claims.schema import Condition, Measure, Number, Share
from corridor.claims.sections import Section
from corridor.errors import PolicyError
from corridor.scenario import refusals
from corridor.scenario.names import listed, nearest, suggest
from corridor.scenario.policy import combine, names
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.record import Record
from corridor.scenario.schema import PlaceKind, Scenario

__all__ = ["Readable", "read_number"]

INITIAL_FIGHTERS = "initial_fighters"
_KEYS = ("name", "measure", "quantity", "group", "on", "policy", "against", "reaches", "true_if", "decides")
_DEPENDANTS = "dependants"


@dataclass(slots=True)
class Readable:
    """What a number may refer to."""

    scenario: Scenario
    counted: Counted = field(init=False)

    def __post_init__(self) -> None:
        self.counted = Counted(self.scenario)


def read_number(section: Section, readable: Readable) -> Number | None:
    """Return one number; None after noting what is wrong with it."""
    section.check_keys(_KEYS, ("place", "share_of"))
    record, before = section.record, len(section.problems)
    name = record.required("name", "'People killed'") or ""
    measure = Measure(record.choice("measure", tuple(Measure), "something to be read off a run") or Measure.VALUE)
    quantity = _quantity(record)
    group, places = _group(record, readable), _places(section, readable.counted)
    if quantity and group and places:
        _check_counted(record, readable, quantity, places, group)
    policy = _policy(record, "policy", readable.scenario) or "factual"
    against = _policy(record, "against", readable.scenario) if record.text("against") else ""
    on = _day(record, readable.scenario)
    reaches = record.number("reaches")
    true_if = _condition(record)
    known = QUANTITIES.get(quantity or "")
    number = Number(
        name, measure, quantity or "", places, group or "all", on, policy, against or "", _share(section, readable),
        reaches, true_if, record.yes("decides", true_if is not None), bool(known and known.restricted),
        known.kind if known else "stock",
    )  # fmt: skip
    _check_measure(section, number)
    return number if len(section.problems) == before else None


def _quantity(record: Record) -> str | None:
    given = record.required("quantity", "exposed_person_days")
    if given is None or given in QUANTITIES:
        return given
    record.problem("quantity", "is not a quantity that a run reports", suggest(given, QUANTITIES))
    return None


def _group(record: Record, readable: Readable) -> str | None:
    given = record.text("group") or "all"
    known = ["all", *(group.id for group in readable.scenario.groups)]
    if given == refusals.FIGHTERS:
        record.refuse("group", refusals.ARMED_PLACE.reason, "Use a quantity such as fighters_relocated at a region.")
        return None
    if given not in known:
        record.problem("group", "is not a group of this scenario", suggest(given, known))
        return None
    return given


def _places(section: Section, counted: Counted, key: str = "place") -> tuple[str, ...]:
    given = section.texts(key) or ["all"]
    found = []
    for text in given:
        id_ = counted.find(text)
        if id_ is None:
            section.record.problem(key, "is not a place or set of this scenario", _place_remedy(text, counted), text)
        else:
            found.append(id_)
    return tuple(dict.fromkeys(found)) if len(found) == len(given) else ()


def _place_remedy(given: str, counted: Counted) -> str:
    near = nearest(given, counted.labels)
    return f"Did you mean {near!r}?" if near else f"Known: {listed(counted.ids)}."


def _check_counted(record: Record, readable: Readable, quantity: str, places: Iterable[str], group: str) -> None:
    """Note a place where the quantity is not counted, or may not be shown."""
    for place in places:
        if QUANTITIES[quantity].restricted and not _coarse(readable, place):
            rule = refusals.ARMED_PLACE
            record.refuse("place", rule.reason, rule.remedy, place)
        elif group == _DEPENDANTS and place != "all":
            reason = "dependants are civilians and are not shown by place"
            record.refuse("group", reason, "Write place: all.", group)
        elif not readable.counted.series(quantity, place, group):
            where = readable.counted.places_of(quantity, group)
            what = f"is not counted at {place!r}" + (f" for group {group!r}" if group != "all" else "")
            remedy = f"It is counted at: {listed(where)}." if where else "This scenario does not simulate it."
            record.problem("quantity", what, remedy)


def _coarse(readable: Readable, place: str) -> bool:
    """Return whether fighters may be spoken of there: everywhere together, a region, or a set with regions."""
    if place == "all":
        return True
    kinds = {each.id: each.kind for each in readable.scenario.places}
    if place in kinds:
        return kinds[place] is PlaceKind.REGION
    return any(kinds.get(each) is PlaceKind.REGION for each in readable.counted.members(place))


def _policy(record: Record, column: str, scenario: Scenario) -> str | None:
    given = record.text(column)
    if not given:
        return None
    try:
        return combine(scenario, given).id
    except PolicyError as error:
        known = names(scenario)
        if all(part.strip() in known for part in given.split("+")):
            record.problem(column, "cannot be combined", str(error))
        else:
            missing = next(part.strip() for part in given.split("+") if part.strip() not in known)
            record.problem(column, "is not a policy of this scenario", suggest(missing, known))
    return None


def _day(record: Record, scenario: Scenario) -> dt.date | None:
    if record.text("on") in ("", "end"):
        return None
    day = record.date("on")
    if day is not None and not scenario.start <= day <= scenario.end:
        what = f"is outside the scenario ({scenario.start} to {scenario.end})"
        record.problem("on", what, "Give a day within it, or 'end'.")
        return None
    return day


def _condition(record: Record) -> Condition | None:
    text = record.text("true_if")
    if not text:
        return None
    condition = Condition.parse(text)
    if condition is None:
        record.problem("true_if", "is not a condition such as '> 0.1' or '<= 5000'", "Write >, <, >= or <= and a number.")
    return condition


def _share(section: Section, readable: Readable) -> Share | None:
    """Return what a number is divided by: another quantity, or the fighters at first (of some zones, or of all)."""
    below = section.mapping("share_of")
    if below is None:
        if section.has("share_of") and section.record.text("share_of") != INITIAL_FIGHTERS:
            what = "is neither a quantity with its place nor initial_fighters"
            section.record.problem(
                "share_of", what, "Write share_of: {quantity: …, place: …} or share_of: initial_fighters."
            )
        elif section.has("share_of"):
            return _initial_fighters(section.record, "share_of", readable.counted.fighter_zones())
        return None
    if below.has(INITIAL_FIGHTERS):
        below.check_keys((), (INITIAL_FIGHTERS,))
        given = _places(below, readable.counted, INITIAL_FIGHTERS)
        zones = tuple(each for place in given for each in readable.counted.members(place))
        known = readable.counted.fighter_zones()
        for zone in zones:
            if zone not in known:
                below.record.problem(INITIAL_FIGHTERS, "has no fighters at first", f"Known: {listed(known)}.", zone)
        return Share("", zones)
    below.check_keys(("quantity", "group"), ("place",))
    quantity, group = _quantity(below.record), _group(below.record, readable)
    places = _places(below, readable.counted)
    if quantity and group and places:
        _check_counted(below.record, readable, quantity, places, group)
    return Share(quantity or "", places, group or "all")


def _initial_fighters(record: Record, column: str, zones: tuple[str, ...]) -> Share:
    if not zones:
        what = "is not known here: the scenario has no parameter fighters_initial"
        record.problem(column, what, "Add the parameter, or leave share_of out.")
    return Share("", zones)


def _check_measure(section: Section, number: Number) -> None:
    record = section.record
    if number.measure is Measure.FIRST_DAY and number.reaches is None:
        record.problem("reaches", "is empty", "Say which value the quantity is to reach, for example 1.", "")
    if number.measure is Measure.FIRST_DAY and number.restricted:
        reason = "fighters are not dated finer than a week"
        record.refuse("measure", reason, "Ask for their share on the last day of a week instead.")
    if number.measure is not Measure.FIRST_DAY and number.reaches is not None:
        record.problem("reaches", "belongs to measure: first_day", "Remove it, or write measure: first_day.")
    if number.measure is Measure.PROBABILITY and number.true_if is None and not record.text("true_if"):
        record.problem("true_if", "is empty", "Say which event it is the probability of, for example '>= 1'.", "")
    if number.measure is Measure.PROBABILITY and number.against:
        record.problem("against", "does not go with a probability", "Compare the quantity itself: measure: value.")
    if number.against and number.against == number.policy:
        record.problem("against", "is the same policy", "Name another one; the number is policy minus against.")
    if number.decides and number.true_if is None and not record.text("true_if"):
        record.problem("decides", "needs a condition", "Add true_if, for example '< 0'.")
