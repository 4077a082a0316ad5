"""Situations about one rule of fighters each (MODEL.md 2.8), in which a rule that is a little wrong shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.oracle import wrong_coupled as wrong
from tests.oracle.cases import Case, Focus, case_of, with_fighters
from tests.support.situations import change, day, place, route, situation

from corridor.scenario.schema import Consent, Corridor, Zone

__all__ = ["FOCUSED_FIGHTERS", "one_zone_a_day"]


def fates() -> Case:
    """Returns a city under attack whose flank is open, then leaks, and two regions to which it leads."""
    scenario = situation(
        [place("city", "zone"), place("far", "region"), place("near", "region")],
        [route("city", "far", open=False)],
        days=12,
        zones=[Zone("city", 4, begins=day(0))],
        mode="replayed",
        schedule=[
            *(change(2 * step, "city", "share_retaken", step / 5) for step in range(1, 5)),
            change(0, "city", "flank", 0.8),
            change(6, "city", "flank", 0.0),
        ],
    )
    values = {
        "population": 0,
        "fighters_initial": 60,
        "fighters_killed_rate": 0.12,
        "fighters_squeeze": 1.0,
        "surrender_rate": 0.1,
        "exfiltration_rate": 0.3,
        "exfiltration_response": -0.4,
        "flank_leak": 0.5,
        "transit_loss": 0.3,
        "transit_days": 2.0,
        "activation_rate": 0.3,
        "relocation_weight.far": 1.0,
        "relocation_weight.near": 0.4,
    }
    return with_fighters(case_of(scenario, (1, 5, 11), values))


def one_zone_a_day() -> Case:
    """Returns three zones taken one after the other, whose fighters fall back from each to the next."""
    scenario = situation(
        [place("alpha", "zone"), place("beta", "zone"), place("gamma", "zone"), place("kin")],
        [route("alpha", "kin"), route("beta", "kin"), route("gamma", "kin")],
        days=8,
        zones=[Zone("alpha", 1, begins=day(0)), Zone("beta", 1, after="alpha"), Zone("gamma", 1, after="beta")],
        mode="replayed",
        schedule=[change(when, name, "share_retaken", 1.0) for when, name in enumerate(("alpha", "beta", "gamma"))],
    )
    values = {"population": 0, "fighters_initial.alpha": 50, "retreat_rate": 0.6, "fighters_killed_rate": 0.1}
    return with_fighters(case_of(scenario, (2, 3, 5), values))


def among_leavers() -> Case:
    """Returns a city whose people leave through a station or by a corridor few know, fighters among them.

    Men and boys are rarely admitted at the crossing, and never by the corridor for women and children.
    """
    ways = [
        Corridor("way", "Way", ("city>mill",), ("men_boys", "women_children"), Consent.UNILATERAL, announced=day(0)),
        Corridor("other", "Other", ("city>inn",), ("women_children",), Consent.UNILATERAL, announced=day(0)),
    ]
    scenario = situation(
        [
            place("city", "zone"),
            place("gate", "station"),
            place("bridge", "crossing"),
            place("camp", "camp", capacity=6, region="land"),
            *(place(name, region="land") for name in ("field", "inn", "kin", "mill")),
            place("far", "region"),
            place("land", "region"),
        ],
        [
            route("city", "gate"),
            route("city", "bridge"),
            route("city", "mill", 1, open=False),
            route("city", "inn", open=False),
            route("gate", "kin"),
            route("gate", "camp"),
            route("gate", "field", residual=True),
            route("bridge", "far"),
            route("bridge", "kin"),
        ],
        days=10,
        groups={"men_boys": 0.4, "women_children": 0.6},
        corridors=ways,
        schedule=[
            change(0, "way", "open", 1),
            change(0, "other", "open", 1),
            change(0, "bridge>far", "admission", 0.1, group="men_boys"),
            change(3, "city>gate", "capacity_per_day", 6),
        ],
    )
    values = {
        "population": 60,
        "rate_held": 0.12,
        "fighters_initial": 40,
        "embed_rate": 0.25,
        "embed_reference": 0.12,
        "awareness_start": 0.1,
        "awareness_rate": 0.02,
        "sensitivity": 0.7,
        "false_positive_rate": 0.3,
        "release_rate": 0.2,
        "false_clearance_rate": 0.05,
        "throughput": 6.0,
        "bypass_share": 0.1,
    }
    return with_fighters(case_of(scenario, (1, 4, 9), values))


def deal() -> Case:
    """Returns two cities nearly taken, one of them sealed: some of their fighters may leave by a deal, once."""
    scenario = situation(
        [place("north", "zone"), place("south", "zone"), place("land", "region")],
        [route("north", "land", open=False), route("south", "land", open=False)],
        days=8,
        zones=[Zone("north", 10, begins=day(0)), Zone("south", 10, begins=day(0))],
        mode="replayed",
        schedule=[
            change(0, "all", "share_retaken", 0.8),
            change(2, "all", "share_retaken", 0.9),
            change(4, "all", "share_retaken", 1.0),
            change(0, "north", "flank", 0.5),
            change(0, "south", "flank", 0.4),
        ],
    )
    values = {
        "population": 0,
        "fighters_initial": 20,
        "deal_probability_open": 0.7,
        "deal_probability_sealed": 0.2,
        "deal_share": 0.4,
        "transit_loss": 0.1,
        "relocation_weight": 1.0,
    }
    return with_fighters(case_of(scenario, (1, 2, 7), values))


def slowed_by_fighters() -> Case:
    """Returns a city that falls the faster the fewer fighters are left."""
    scenario = situation(
        [place("city", "zone"), place("kin")], [route("city", "kin")], days=40, zones=[Zone("city", 12, begins=day(0))]
    )
    values = {
        "population": 0,
        "duration_days": 30,
        "fighters_initial": 30,
        "fighters_killed_rate": 0.08,
        "fighter_drag": 2.0,
        "pause_rate": 0.1,
        "resume_rate": 0.5,
    }
    return with_fighters(case_of(scenario, (10, 20, 39), values))


#: Every rule of fighters that has a situation of its own.
FOCUSED_FIGHTERS: Mapping[str, Focus] = MappingProxyType(
    {
        "fates of fighters": Focus(fates, (wrong.OrderedFates, wrong.NeverLost, wrong.NoLeak, wrong.AtOnceActive)),
        "one zone a day": Focus(one_zone_a_day, (wrong.FallsBackTwice,)),
        "among leavers": Focus(
            among_leavers,
            (wrong.HidesAtAnyTime, wrong.KnowsEveryWay, wrong.OpenAboutIt, wrong.SoughtLikeOthers, wrong.NeverCleared),
        ),
        "deal": Focus(deal, (wrong.AsksEveryDay, wrong.NeverSealed)),
        "slowed by fighters": Focus(slowed_by_fighters, (wrong.OnTopOfTheDuration,)),
    }
)
