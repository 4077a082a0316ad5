"""What the mechanisms read of a parameter draw. Names, units, equations and priors stand in parameters.csv."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.struct import Struct

__all__ = [
    "CampParameters",
    "ChoiceParameters",
    "DepartureParameters",
    "FighterParameters",
    "FollowOnParameters",
    "OperationParameters",
    "PassageParameters",
    "ReturnParameters",
    "ScreeningParameters",
    "Theta",
    "ViolenceParameters",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DepartureParameters(Struct):
    """Who leaves, and who dies first (MODEL.md 2.3, 2.4)."""

    population: Floats  # (Z,)
    rate_held: Floats  # (Z,)
    rate_contested: Floats  # (Z,)
    rate_retaken: Floats  # (Z,)
    coercion_held: Floats  # (Z,)
    coercion_contested: Floats  # (Z,)
    death_rate: Floats  # (Z,)
    reflight_share: float
    siege_effect: float
    siege_days: float
    advice_effect: float
    logsum_weight: float
    coercion_relief: float
    day_effect_sd: float
    day_effect_persistence: float


@dataclass(frozen=True, eq=False)
class ChoiceParameters(Struct):
    """Which way on (MODEL.md 2.4)."""

    attraction: Floats  # (P,)
    share: Floats  # (R,) fixed share of those who leave its start; NaN: by the logit
    leak_multiplier: float
    distance_exponent: float
    distance_offset_km: float
    risk_aversion: float
    crowding_start: float
    free_place_weight: float
    nest_scale: float
    awareness_start: float
    awareness_rate: float
    trust_agreed: float
    trust_unilateral: float


@dataclass(frozen=True, eq=False)
class PassageParameters(Struct):
    """What happens on the way out (MODEL.md 2.5)."""

    passage_risk: Floats  # (R,)
    corridor_capacity: Floats  # (C,)
    mass_event_rate: float
    mass_event_size: float
    mass_event_spread: float
    bypass_share: float


@dataclass(frozen=True, eq=False)
class ScreeningParameters(Struct):
    """What happens at a screening station (MODEL.md 2.6)."""

    throughput: Floats  # (P,)
    sensitivity: float
    false_positive_rate: float
    release_rate: float
    false_clearance_rate: float


@dataclass(frozen=True, eq=False)
class CampParameters(Struct):
    """How many a camp takes (MODEL.md 2.7)."""

    inflow: Floats  # (P,)
    overload: float
    ramp_per_day: float


@dataclass(frozen=True, eq=False)
class OperationParameters(Struct):
    """How fast a zone is taken (MODEL.md 2.10)."""

    duration_days: Floats  # (Z,)
    gap_days: Floats  # (Z,)
    tail_rate: Floats  # (Z,)
    tail_share: float
    pause_rate: float
    resume_rate: float
    fighter_drag: float


@dataclass(frozen=True, eq=False)
class ReturnParameters(Struct):
    """Who goes home (MODEL.md 2.11)."""

    return_rate: float
    village_boost: float
    return_bar: float


@dataclass(frozen=True, eq=False)
class FighterParameters(Struct):
    """What befalls fighters, as aggregate stocks (MODEL.md 2.8)."""

    fighters_initial: Floats  # (Z,)
    surrender_rate: Floats  # (Z,)
    relocation_weight: Floats  # (P,)
    fighters_killed_rate: float
    fighters_squeeze: float
    exfiltration_rate: float
    exfiltration_response: float
    flank_leak: float
    transit_loss: float
    transit_days: float
    embed_rate: float
    embed_reference: float
    retreat_rate: float
    activation_rate: float
    deal_probability_open: float
    deal_probability_sealed: float
    deal_share: float


@dataclass(frozen=True, eq=False)
class ViolenceParameters(Struct):
    """Where violence comes from and what it does (MODEL.md 2.9)."""

    base_events: Floats  # (P,)
    operation_events: Floats  # (Z,)
    region_population: Floats  # (P,)
    branching_ratio: Floats  # (P,) direct children of an event
    spillover_share: Floats  # (P,) share of them in other arenas
    fighter_events: float
    fighter_elasticity: float
    arrival_events: float
    memory_days: float
    violence_feedback: float
    violence_departure: float
    violence_scale: float
    violence_aversion: float
    violence_return_delay: float
    event_lethality: float
    secondary_rate: float


@dataclass(frozen=True, eq=False)
class FollowOnParameters(Struct):
    """When the next operation begins (MODEL.md 2.11)."""

    follow_on_planned: float
    follow_on_progress: float
    follow_on_progress_share: float
    follow_on_relocated: float
    isolation_days: float
    follow_on_delay: float


@dataclass(frozen=True, eq=False)
class Theta(Struct):
    """One parameter draw, and two things that the engine works out of it once (`engine.member.fill_reference`)."""

    departure: DepartureParameters
    choice: ChoiceParameters
    passage: PassageParameters
    screening: ScreeningParameters
    camps: CampParameters
    operation: OperationParameters
    returns: ReturnParameters
    fighters: FighterParameters
    violence: ViolenceParameters
    follow_on: FollowOnParameters
    reference: Floats  # (Z, G) logsum of the factual options on day 0 (ruling 5)
    distance_cost: Floats  # (R,) what the length of a route takes from the utility of a way
