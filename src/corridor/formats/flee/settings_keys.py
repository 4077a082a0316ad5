"""Every key that Flee reads from simsetting.yml: what it takes, and whether it does anything."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KEYS", "Key"]


@dataclass(frozen=True, slots=True)
class Key:
    """How one key is read. `notice` is the code of what is said when the key is given and does nothing."""

    kind: str  # flag, number, whole, numbers, words, section or ignored
    field: str = ""
    low: float | None = None
    words: tuple[str, ...] = ()
    notice: str = ""
    refused: str = ""  # not supported: said when the value asks for it


def _flag(field: str) -> Key:
    return Key("flag", field)


def _number(field: str, low: float | None = 0.0) -> Key:
    return Key("number", field, low)


_DEAD = Key("ignored", notice="S2")
_LOG = Key("ignored", notice="S3")
_FLOOD = "asks for Flee's flood rules, which are not supported"
_HARVEST = "asks for Flee's harvest months, which are not supported"

KEYS: dict[str, Key] = {
    "number_of_steps": _DEAD,
    "conflict_input_file": _DEAD,
    "flood_level_input_file": _DEAD,
    "default_conflict_intensity": _number("default_conflict_intensity"),
    "log_levels": Key("section"),
    "log_levels.agent": _LOG,
    "log_levels.link": _LOG,
    "log_levels.camp": _LOG,
    "log_levels.init": Key("ignored"),
    "log_levels.conflict": Key("ignored"),
    "log_levels.idp_totals": Key("ignored", notice="S8"),
    "log_levels.granularity": Key("ignored"),
    "spawn_rules": Key("section"),
    "spawn_rules.take_from_population": _flag("take_from_population"),
    "spawn_rules.insert_day0": _flag("insert_day0"),
    "spawn_rules.empty_camps_on_day0": _flag("empty_camps_on_day0"),
    "spawn_rules.conflict_zone_spawning_only": _flag("conflict_zone_spawning_only"),
    "spawn_rules.flood_zone_spawning_only": Key("flag", refused=_FLOOD),
    "spawn_rules.camps_are_sinks": _flag("camps_are_sinks"),
    "spawn_rules.read_from_agents_csv_file": _flag("read_from_agents_csv_file"),
    "spawn_rules.sum_from_camps": _flag("sum_from_camps"),
    "spawn_rules.starvation_driven_spawning": _flag("starvation_driven_spawning"),
    "spawn_rules.average_social_connectivity": Key("ignored", notice="S4"),
    "spawn_rules.conflict_driven_spawning": Key("section"),
    "spawn_rules.conflict_driven_spawning.spawn_mode": Key(
        "words", "spawn_mode", words=("constant", "pop_ratio", "poisson")
    ),
    "spawn_rules.conflict_driven_spawning.displaced_per_conflict_day": _number("displaced_per_conflict_day"),
    "spawn_rules.flood_driven_spawn_mode": Key("ignored", notice="S5"),
    "spawn_rules.flood_driven_spawning": Key("ignored", notice="S5"),
    "spawn_rules.conflict_spawn_decay": Key("numbers", "conflict_spawn_decay", 0.0),
    "spawn_rules.conflict_spawn_decay_interval": Key("whole", "conflict_spawn_decay_interval", 1.0),
    "move_rules": Key("section"),
    "move_rules.max_move_speed": _number("max_move_speed", 1e-9),
    "move_rules.max_walk_speed": _number("max_walk_speed", 1e-9),
    "move_rules.max_crossing_speed": _DEAD,
    "move_rules.foreign_weight": _number("foreign_weight"),
    "move_rules.camp_weight": _number("camp_weight"),
    "move_rules.conflict_weight": _number("conflict_weight"),
    "move_rules.conflict_movechance": _number("conflict_movechance"),
    "move_rules.camp_movechance": _number("camp_movechance"),
    "move_rules.idpcamp_movechance": _number("idpcamp_movechance"),
    "move_rules.default_movechance": _number("default_movechance"),
    "move_rules.awareness_level": Key("whole", "awareness_level", -1.0),
    "move_rules.capacity_buffer": _number("capacity_buffer"),
    "move_rules.capacity_scaling": _number("capacity_scaling"),
    "move_rules.avoid_short_stints": _flag("avoid_short_stints"),
    "move_rules.start_on_foot": _flag("start_on_foot"),
    "move_rules.use_v1_rules": Key("flag"),
    "move_rules.softening": _number("softening"),
    "move_rules.weight_softening": _number("weight_softening"),
    "move_rules.weight_power": _number("weight_power", None),
    "move_rules.distance_power": _number("distance_power", None),
    "move_rules.stay_close_to_home": _flag("stay_close_to_home"),
    "move_rules.home_distance_power": _number("home_distance_power", None),
    "move_rules.use_pop_for_loc_weight": _flag("use_pop_for_loc_weight"),
    "move_rules.pop_power_for_loc_weight": _number("pop_power_for_loc_weight", None),
    "move_rules.movechance_pop_base": _number("movechance_pop_base", 1e-9),
    "move_rules.movechance_pop_scale_factor": _number("movechance_pop_scale_factor", None),
    "move_rules.pruning_threshold": _number("pruning_threshold"),
    "move_rules.fixed_routes": _flag("fixed_routes"),
    "move_rules.two_system_decision_making": Key("ignored", notice="S6"),
    "move_rules.use_economic_pull": _flag("use_economic_pull"),
    "move_rules.harvest_months": Key("numbers", refused=_HARVEST),
    "move_rules.flee_when_starving": _flag("flee_when_starving"),
    "move_rules.avoid_food_deprived_locations": _flag("avoid_food_deprived_locations"),
    "move_rules.WomenAvoidHazards": _flag("women_avoid_hazards"),
    "move_rules.ChildrenAvoidHazards": _flag("children_avoid_hazards"),
    "move_rules.ElderlyAvoidHazards": _flag("elderly_avoid_hazards"),
    "move_rules.BoysTakeRisk": _flag("boys_take_risk"),
    "move_rules.MatchCampReligion": _flag("match_camp_religion"),
    "move_rules.MatchCampEthnicity": _flag("match_camp_ethnicity"),
    "move_rules.MatchTownEthnicity": _flag("match_town_ethnicity"),
    "move_rules.MatchConflictEthnicity": _flag("match_conflict_ethnicity"),
    "move_rules.avg_religion_fraction": _number("avg_religion_fraction", 1e-9),
    "move_rules.flood_awareness_weights": Key("numbers", refused=_FLOOD),
    "move_rules.flood_rules": Key("section"),
    "move_rules.flood_rules.max_flood_level": Key("ignored", notice="S2"),
    "move_rules.flood_rules.flood_movechances": Key("numbers", refused=_FLOOD),
    "move_rules.flood_rules.flood_loc_weights": Key("numbers", refused=_FLOOD),
    "move_rules.flood_rules.flood_link_weights": _DEAD,
    "move_rules.flood_rules.flood_forecaster": Key("flag", refused=_FLOOD),
    "move_rules.flood_rules.flood_forecaster_timescale": Key("ignored"),
    "move_rules.flood_rules.flood_forecaster_weights": Key("ignored"),
    "move_rules.flood_rules.flood_forecaster_end_time": Key("ignored"),
    "optimisations": Key("section"),
    "optimisations.hasten": Key("whole", "hasten", 1.0),
}
