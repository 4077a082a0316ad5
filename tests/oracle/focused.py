"""Situations about one rule each, in which a rule that is a little wrong shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.oracle import wrong
from tests.oracle.cases import Case, Focus, case_of, under_policy
from tests.support.situations import change, day, place, route, situation

from corridor.scenario.schema import Consent, Corridor, Zone

__all__ = ["FOCUSED"]


def competing_risks() -> Case:
    """Returns a contested zone where many die and many leave on the same day."""
    scenario = situation(
        [place("city", "zone"), place("kin")], [route("city", "kin")], days=3, zones=[Zone("city", 1, begins=day(0))]
    )
    values = {"population": 40, "rate_contested": 0.5, "death_rate": 0.5, "duration_days": 1e6}
    return case_of(scenario, (0, 2), values)


def awareness() -> Case:
    """Returns two corridors of which different shares of people know, over closed routes."""
    ways = [
        Corridor("early", "Early", ("city>kin",), ("women_children",), Consent.UNILATERAL, announced=day(0)),
        Corridor("late", "Late", ("city>mill",), ("women_children",), Consent.UNILATERAL, announced=day(2)),
    ]
    scenario = situation(
        [place("city", "zone"), place("kin"), place("mill"), place("far", "region")],
        [route("city", "kin", open=False), route("city", "mill", open=False), route("city", "far", 200)],
        days=8,
        groups={"women_children": 1.0},
        corridors=ways,
        schedule=[change(1, "early", "open", 1), change(2, "late", "open", 1)],
    )
    values = {
        "population": 60,
        "rate_held": 0.08,
        "logsum_weight": 0.7,
        "awareness_start": 0.2,
        "awareness_rate": 0.1,
        "trust_unilateral": 0.8,
    }
    return case_of(scenario, (2, 4, 7), values)


def relief() -> Case:
    """Returns a city whose people are kept, until an exit is agreed, under a policy that opens it a little earlier."""
    scenario = situation(
        [place("city", "zone"), place("kin"), place("far", "region")],
        [route("city", "kin", open=False), route("city", "far", 90)],
        days=10,
        groups={"women_children": 0.7, "men_boys": 0.3},
        corridors=[Corridor("way", "Way", ("city>kin",), ("women_children",), Consent.AGREED)],
        schedule=[change(5, "way", "open", 1)],
    )
    values = {"population": 60, "rate_held": 0.2, "coercion_held": 0.9, "coercion_relief": 0.8, "logsum_weight": 0.3}
    return under_policy(case_of(scenario, (2, 5, 9), values), change(2, "way", "open", 1))


def factual_reference() -> Case:
    """Returns a city out of which a policy closes the better of two ways on the first day (ruling 5)."""
    scenario = situation(
        [place("city", "zone"), place("kin"), place("far", "region")],
        [route("city", "kin", 5), route("city", "far", 90)],
        days=5,
    )
    values = {"population": 60, "rate_held": 0.2, "logsum_weight": 0.5}
    return under_policy(case_of(scenario, (1, 4), values), change(0, "city>kin", "open", 0))


def pools_not_blocks() -> Case:
    """Returns a zone that falls block by block, three contested at a time, while people flee from those."""
    scenario = situation(
        [place("city", "zone"), place("kin")],
        [route("city", "kin")],
        days=24,
        zones=[Zone("city", 8, window=3, begins=day(0))],
        mode="replayed",
        schedule=[change(3 * block, "city", "share_retaken", block / 8) for block in range(1, 8)],
    )
    return case_of(scenario, (9, 16, 23), {"population": 90, "rate_contested": 0.25})


def stations_by_lot() -> Case:
    """Returns two zones whose people come to one slow station, those of the second later."""
    scenario = situation(
        [place("city", "zone"), place("suburb", "zone"), place("gate", "station"), place("kin")],
        [route("city", "gate"), route("suburb", "gate", 10, 3), route("gate", "kin")],
        days=9,
    )
    return case_of(scenario, (4, 6, 8), {"population": 30, "rate_held": 0.3, "throughput": 5})


def bypass() -> Case:
    """Returns a station that holds many of those it sees, and that a few slip past."""
    scenario = situation(
        [place("city", "zone"), place("gate", "station"), place("kin")],
        [route("city", "gate"), route("gate", "kin")],
        days=8,
        groups={"men_boys": 0.6, "women_children": 0.4},
    )
    values = {
        "population": 50,
        "rate_held": 0.3,
        "throughput": 8,
        "bypass_share": 0.12,
        "false_positive_rate": 0.4,
        "release_rate": 0.1,
    }
    return case_of(scenario, (1, 4, 7), values)


def redirect_in_rounds() -> Case:
    """Returns five camps of which three are small: whoever is refused chooses again, up to three times."""
    rooms = {"ash": 1000, "birch": 4, "cedar": 1000, "dogwood": 6, "elm": 2}
    scenario = situation(
        [
            place("city", "zone"),
            place("bridge", "crossing"),
            place("field", "host"),
            *(place(f"{name}-camp", "camp", capacity=room) for name, room in rooms.items()),
        ],
        [
            route("city", "bridge"),
            route("bridge", "field", residual=True),
            *(route("bridge", f"{name}-camp") for name in rooms),
        ],
        days=4,
    )
    return case_of(scenario, (1, 3), {"population": 60, "rate_held": 2.0, "crowding_start": 0.99})


def two_weeks() -> Case:
    """Returns a zone taken early, to which people go home two weeks later."""
    scenario = situation(
        [place("city", "zone"), place("kin")],
        [route("city", "kin")],
        days=22,
        zones=[Zone("city", 2, begins=day(1))],
        mode="replayed",
        schedule=[change(2, "city", "share_retaken", 0.5), change(5, "city", "share_retaken", 1)],
    )
    values = {"population": 50, "rate_held": 0.5, "rate_contested": 0.2, "return_rate": 0.15}
    return case_of(scenario, (12, 17, 21), values)


def home_to_two_zones() -> Case:
    """Returns two zones of one origin, of which one is told to leave on the day on which people begin to come home."""
    scenario = situation(
        [place("north", "zone"), place("south", "zone"), place("kin")],
        [route("north", "kin"), route("south", "kin")],
        days=18,
        zones=[Zone("north", 1, begins=day(0)), Zone("south", 2, window=1, begins=day(0))],
        origins={"city": ["north", "south"]},
        mode="replayed",
        schedule=[
            change(0, "north", "share_retaken", 1),
            change(0, "south", "share_retaken", 0.5),
            change(14, "south", "advice", 1),
        ],
    )
    values = {
        "population": 40,
        "rate_retaken.north": 0.3,
        "rate_retaken.south": 0.0,
        "rate_contested.south": 0.02,
        "advice_effect": 3.5,
        "return_rate": 0.4,
    }
    return case_of(scenario, (14, 15, 17), values)


def day_effect() -> Case:
    """Returns a zone whose days differ much and resemble each other for long."""
    scenario = situation([place("city", "zone"), place("kin")], [route("city", "kin")], days=4)
    values = {"population": 100, "rate_held": 0.08, "day_effect_sd": 1.0, "day_effect_persistence": 0.95}
    return case_of(scenario, (0, 1, 3), values)


#: Every rule that has a situation of its own.
FOCUSED: Mapping[str, Focus] = MappingProxyType(
    {
        "competing risks": Focus(competing_risks, (wrong.OrderedSteps,)),
        "awareness": Focus(awareness, (wrong.EverybodyKnows,)),
        "relief": Focus(relief, (wrong.NoRelief,)),
        "factual reference": Focus(factual_reference, (wrong.OwnReference,)),
        "pools, not blocks": Focus(pools_not_blocks, (wrong.KeepsTheirBlock,)),
        "stations by lot": Focus(stations_by_lot, (wrong.FirstComeFirstServed,)),
        "bypass": Focus(bypass, (wrong.NoBypass,)),
        "redirect in rounds": Focus(redirect_in_rounds, (wrong.NoRounds,)),
        "two weeks": Focus(two_weeks, (wrong.ReturnsAtOnce,)),
        "home to two zones": Focus(home_to_two_zones, (wrong.EveningPull,)),
        "day effect": Focus(day_effect, (wrong.StartsWithoutEffect,)),
    }
)
