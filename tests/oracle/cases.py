"""What is compared: a scenario with values of its parameters, some evenings, and oracles that must be told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tests.oracle.oracle import Oracle
from tests.support.situations import CALM, with_parameters

from corridor.scenario.schema import Change, Scenario

__all__ = ["Case", "Focus", "case_of", "under_policy", "with_fighters"]

#: Fighters, violence and a next city of which nothing comes.
NEUTRAL: Mapping[str, float] = MappingProxyType(
    {
        "fighters_initial": 0.0,
        "fighters_killed_rate": 0.0,
        "fighters_squeeze": 0.0,
        "surrender_rate": 0.0,
        "exfiltration_rate": 0.0,
        "exfiltration_response": 0.0,
        "flank_leak": 0.0,
        "transit_loss": 0.0,
        "transit_days": 1.0,
        "embed_rate": 0.0,
        "embed_reference": 1.0,
        "retreat_rate": 0.0,
        "activation_rate": 0.0,
        "deal_probability_open": 0.0,
        "deal_probability_sealed": 0.0,
        "deal_share": 0.0,
        "fighter_drag": 0.0,
        "base_events": 0.0,
        "operation_events": 0.0,
        "fighter_events": 0.0,
        "fighter_elasticity": 1.0,
        "arrival_events": 0.0,
        "branching_ratio": 0.0,
        "spillover_share": 0.0,
        "memory_days": 2.0,
        "region_population": 1000.0,
        "violence_feedback": 1.0,
        "violence_scale": 1000.0,
        "violence_departure": 0.0,
        "violence_aversion": 0.0,
        "violence_return_delay": 0.0,
        "event_lethality": 0.0,
        "secondary_rate": 0.0,
        "follow_on_planned": 0.0,
        "follow_on_progress": 0.0,
        "follow_on_progress_share": 1.0,
        "follow_on_relocated": 0.0,
        "isolation_days": 0.0,
        "follow_on_delay": 0.0,
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario with the values of its parameters, and the evenings on which it is looked at."""

    scenario: Scenario
    values: Mapping[str, float]
    dates: tuple[int, ...]
    factual: Scenario | None = None  # before the policy, if the scenario is under one


@dataclass(frozen=True, slots=True)
class Focus:
    """A situation about one rule, and the oracles that get it wrong."""

    case: Callable[[], Case]
    wrong: tuple[type[Oracle], ...]


def case_of(scenario: Scenario, dates: tuple[int, ...], values: Mapping[str, float]) -> Case:
    """Returns a scenario with these parameters, the others calm."""
    whole = {**CALM, **NEUTRAL, **values}
    return Case(with_parameters(scenario, whole), whole, dates)


def under_policy(case: Case, *changes: Change) -> Case:
    """Returns a case whose scenario is under a policy of these changes."""
    changed = replace(case.scenario, schedule=(*case.scenario.schedule, *changes))
    return replace(case, scenario=changed, factual=case.scenario)


def with_fighters(case: Case) -> Case:
    """Returns the case with fighters in its zones."""
    return replace(case, scenario=replace(case.scenario, fighters=True))
