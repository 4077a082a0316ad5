"""The registry of parameters: every number of the model, what it belongs to, its equation and its natural bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

__all__ = ["PARAMETER_NAMES", "ParameterName"]


@dataclass(frozen=True, slots=True)
class ParameterName:
    """A number of the model: `scope` is what a suffix may name; `own` says that rows with a suffix are enough."""

    id: str
    equation: str
    scope: str = ""  # "", zone, place, route, corridor, station
    own: bool = False  # needs no plain row where every place concerned has its own
    optional: bool = False
    low: float = 0.0
    high: float = inf


def _name(id_: str, equation: str, scope: str = "", *, high: float = inf, low: float = 0.0) -> ParameterName:
    base, _, mark = scope.partition(" ")
    return ParameterName(id_, equation, base, mark == "own", mark == "optional", low, high)


_ALL = (
    _name("population", "2.4", "zone own"),
    _name("rate_held", "2.4", "zone own"),
    _name("rate_contested", "2.4", "zone own"),
    _name("rate_retaken", "2.4", "zone own"),
    _name("reflight_share", "2.4", high=1),
    _name("siege_effect", "2.4", low=-inf),
    _name("siege_days", "2.4"),
    _name("advice_effect", "2.4", low=-inf),
    _name("logsum_weight", "2.4", high=1),
    _name("coercion_held", "2.4", "zone own", high=1),
    _name("coercion_contested", "2.4", "zone own", high=1),
    _name("coercion_relief", "2.4", high=1),
    _name("day_effect_sd", "2.4"),
    _name("day_effect_persistence", "2.4", high=1),
    _name("death_rate", "2.4", "zone"),
    _name("distance_exponent", "2.4"),
    _name("distance_offset_km", "2.4"),
    _name("risk_aversion", "2.4"),
    _name("crowding_start", "2.4", high=1),
    _name("free_place_weight", "2.4"),
    _name("nest_scale", "2.4", high=1),
    _name("attraction", "2.4", "place optional", low=-inf),
    _name("share", "2.4", "route optional", high=1),
    _name("leak_multiplier", "2.4"),
    _name("awareness_start", "2.4", high=1),
    _name("awareness_rate", "2.4"),
    _name("trust_agreed", "2.4", high=1),
    _name("trust_unilateral", "2.4", high=1),
    _name("passage_risk", "2.5", "route", high=1),
    _name("mass_event_rate", "2.5"),
    _name("mass_event_size", "2.5"),
    _name("mass_event_spread", "2.5"),
    _name("corridor_capacity", "2.5", "corridor"),
    _name("bypass_share", "2.5", high=1),
    _name("throughput", "2.6", "station own"),
    _name("sensitivity", "2.6", high=1),
    _name("false_positive_rate", "2.6", high=1),
    _name("release_rate", "2.6"),
    _name("false_clearance_rate", "2.6"),
    _name("overload", "2.7"),
    _name("ramp_per_day", "2.7"),
    _name("inflow", "2.7", "place optional"),
    _name("fighters_initial", "2.8", "zone optional"),
    _name("fighters_killed_rate", "2.8", " optional"),
    _name("fighters_squeeze", "2.8", " optional", low=-1),
    _name("exfiltration_rate", "2.8", " optional"),
    _name("exfiltration_response", "2.8", " optional", low=-1),
    _name("flank_leak", "2.8", " optional", high=1),
    _name("transit_loss", "2.8", " optional", high=1),
    _name("transit_days", "2.8", " optional", high=30),
    _name("embed_rate", "2.8", " optional"),
    _name("embed_reference", "2.8", " optional", low=0.0001),
    _name("surrender_rate", "2.8", "zone optional"),
    _name("retreat_rate", "2.8", " optional"),
    _name("activation_rate", "2.8", " optional"),
    _name("relocation_weight", "2.8", "place optional"),
    _name("deal_probability_open", "2.8", " optional", high=1),
    _name("deal_probability_sealed", "2.8", " optional", high=1),
    _name("deal_share", "2.8", " optional", high=1),
    _name("base_events", "2.9", "place optional"),
    _name("operation_events", "2.9", "zone optional"),
    _name("fighter_events", "2.9", " optional"),
    _name("fighter_elasticity", "2.9", " optional"),
    _name("arrival_events", "2.9", " optional", low=-inf),
    _name("branching_ratio", "2.9", "place optional", high=0.99),
    _name("spillover_share", "2.9", "place optional", high=1),
    _name("memory_days", "2.9", " optional", low=1),
    _name("region_population", "2.9", "place optional", low=1),
    _name("violence_feedback", "2.9", " optional", high=1),
    _name("violence_departure", "2.9", " optional", low=-inf),
    _name("violence_scale", "2.9", " optional", low=0.001),
    _name("violence_aversion", "2.9", " optional"),
    _name("violence_return_delay", "2.9", " optional"),
    _name("event_lethality", "2.9", " optional", high=100_000),
    _name("secondary_rate", "2.9", " optional"),
    _name("duration_days", "2.10", "zone own"),
    _name("gap_days", "2.10", "zone"),
    _name("tail_rate", "2.10", "zone"),
    _name("tail_share", "2.10", high=1),
    _name("pause_rate", "2.10"),
    _name("resume_rate", "2.10"),
    _name("fighter_drag", "2.10", " optional", low=-1),
    _name("return_rate", "2.11"),
    _name("village_boost", "2.11"),
    _name("return_bar", "2.11", high=1),
    _name("follow_on_planned", "2.11", " optional"),
    _name("follow_on_progress", "2.11", " optional"),
    _name("follow_on_progress_share", "2.11", " optional", high=1),
    _name("follow_on_relocated", "2.11", " optional"),
    _name("isolation_days", "2.11", " optional"),
    _name("follow_on_delay", "2.11", " optional"),
)

#: Every parameter by its name, in the order of the model's sections.
PARAMETER_NAMES: Mapping[str, ParameterName] = MappingProxyType({name.id: name for name in _ALL})
