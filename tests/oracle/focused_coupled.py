"""Situations about one rule of violence or the next city each (MODEL.md 2.9, 2.11), in which a wrong rule shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from tests.oracle import wrong_coupled as wrong
from tests.oracle.cases import Case, Focus, case_of, with_fighters
from tests.oracle.follow_on import TRIGGERED
from tests.support.situations import change, day, place, route, situation

from corridor.scenario.schema import FollowOn, Scenario, Zone

__all__ = ["FOCUSED_COUPLED", "next_cities"]

_GROUPS = {"men_boys": 0.4, "women_children": 0.6}


def excitement() -> Case:
    """Returns two regions that excite each other, with fighters who become active and people who come.

    The only civilians are not called men and boys: fighters hide among them all the same.
    """
    scenario = situation(
        [place("city", "zone"), place("far", "region"), place("near", "region"), place("inn", region="near")],
        [route("city", "far"), route("city", "inn")],
        days=16,
        zones=[Zone("city", 3, begins=day(0))],
        schedule=[change(0, "city", "flank", 1.0), change(0, "city>far", "admission", 0.2, group="people")],
    )
    values = {
        "population": 60,
        "rate_contested": 0.15,
        "rate_held": 0.15,
        "duration_days": 30,
        "pause_rate": 0.2,
        "resume_rate": 0.3,
        "fighters_initial": 40,
        "exfiltration_rate": 0.1,
        "embed_rate": 0.1,
        "embed_reference": 0.1,
        "transit_days": 2.0,
        "relocation_weight.far": 1.0,
        "activation_rate": 0.3,
        "base_events": 0.2,
        "base_events.city": 0.5,
        "operation_events": 1.5,
        "fighter_events": 3.0,
        "fighter_elasticity": 0.5,
        "arrival_events": 2500.0,
        "branching_ratio": 0.6,
        "branching_ratio.city": 0.8,
        "spillover_share": 0.4,
        "memory_days": 4.0,
    }
    return with_fighters(case_of(scenario, (2, 6, 15), values))


def fear_at_home() -> Case:
    """Returns a zone where events drive people out, kill them where it is not contested, and keep them from returning."""
    scenario = situation(
        [place("city", "zone"), place("kin")],
        [route("city", "kin")],
        days=26,
        zones=[Zone("city", 3, window=1, begins=day(0))],
        mode="replayed",
        schedule=[change(1, "city", "share_retaken", 0.4), change(3, "city", "share_retaken", 1.0)],
    )
    values = {
        "population": 70,
        "rate_held": 0.15,
        "rate_contested": 0.15,
        "rate_retaken": 0.04,
        "base_events": 1.0,
        "violence_feedback": 0.8,
        "violence_scale": 1000.0,
        "violence_departure": 0.8,
        "violence_return_delay": 5e-5,
        "event_lethality": 2500.0,
        "return_rate": 0.25,
        "death_rate": 0.02,
    }
    return case_of(scenario, (2, 14, 25), values)


def fear_abroad() -> Case:
    """Returns two places to go, of which one lies in a region of many events: people avoid it, and leave it again."""
    scenario = situation(
        [
            place("city", "zone"),
            place("inn", region="wild"),
            place("kin", region="calm"),
            place("calm", "region"),
            place("wild", "region"),
        ],
        [route("city", "inn"), route("city", "kin"), route("inn", "kin"), route("kin", "calm", 5, 2)],
        days=12,
    )
    values = {
        "population": 60,
        "rate_held": 0.12,
        "base_events.wild": 0.8,
        "base_events.calm": 0.1,
        "region_population": 500.0,
        "violence_scale": 300.0,
        "violence_departure": 0.7,
        "violence_aversion": 1.0,
        "secondary_rate": 0.08,
    }
    return case_of(scenario, (2, 6, 11), values)


def next_cities(how: int) -> Scenario:
    """Returns a city and the next one, against which an operation comes about in a way."""
    scenario = situation(
        [place("city", "zone"), place("port", "zone"), place("land", "region"), place("kin")],
        [route("city", "land"), route("port", "kin")],
        days=18,
        groups=_GROUPS,
        zones=[Zone("city", 6, begins=day(0)), Zone("port", 3, window=2)],
        schedule=[change(0, "city", "flank", 1.0), change(0, "port", "follow_on", how)],
    )
    plan = FollowOn("port", "land", ("city",), announced=day(3), isolated=day(4), assaulted=day(7))
    return replace(scenario, follow_on=plan)


def next_city() -> Case:
    """Returns a next operation that its causes bring about: the announcement, progress, and fighters who came."""
    values = {
        "population": 25,
        "rate_held": 0.1,
        "rate_contested": 0.3,
        "duration_days": 14,
        "duration_days.port": 6,
        "fighters_initial.city": 30,
        "exfiltration_rate": 0.015,
        "embed_rate": 0.05,
        "embed_reference": 0.1,
        "relocation_weight.land": 1.0,
        "follow_on_planned": 0.02,
        "follow_on_progress": 0.25,
        "follow_on_progress_share": 0.5,
        "follow_on_relocated": 1.0,
        "isolation_days": 2.6,
    }
    return with_fighters(case_of(next_cities(TRIGGERED), (5, 10, 17), values))


#: Every rule of violence and the next city that has a situation of its own.
FOCUSED_COUPLED: Mapping[str, Focus] = MappingProxyType(
    {
        "excitement": Focus(
            excitement,
            (wrong.Forgets, wrong.StaysWhereItIs, wrong.Proportional, wrong.NobodyComes, wrong.FightsInPauses),
        ),
        "fear at home": Focus(fear_at_home, (wrong.Fearless, wrong.EventsKillNobody, wrong.ReturnsUndeterred)),
        "fear abroad": Focus(fear_abroad, (wrong.NoAversion, wrong.NobodyFleesAgain)),
        "next city": Focus(next_city, (wrong.ProgressIsNothing, wrong.OnlyOverTheFlank, wrong.NoIsolation)),
    }
)
