"""What responsible use forbids as input, each rule with its reason (MODEL.md section 5); the one place for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corridor.scenario.names import fold
from corridor.scenario.parameter_names import PARAMETER_NAMES

__all__ = [
    "ARMED_CORRIDOR",
    "ARMED_DATED",
    "ARMED_PLACE",
    "BUILT_IN_GROUPS",
    "CORRIDOR_MASK",
    "FIGHTERS",
    "FINE_ZONE",
    "FITTED_FORCE",
    "HUMANITARIAN_CHOICES",
    "NAMED_BLOCKS",
    "NEVER_FREE_EQUATIONS",
    "NEVER_FREE_PARAMETERS",
    "OPTIMISER",
    "RULES",
    "Rule",
    "forbids",
    "may_be_chosen",
    "may_be_free",
]

#: The groups whose rules the model knows; only they may appear in the mask of a corridor.
BUILT_IN_GROUPS = ("women_children", "men_boys", "dependants", "fighters")
FIGHTERS = "fighters"


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that a scenario may not contain: where it is looked for, the words, why not, what to do instead."""

    id: str
    where: frozenset[str]  # column, key, parameter, quantity, label; empty: the reader looks at the structure
    words: re.Pattern[str]
    reason: str
    remedy: str


def _rule(id_: str, where: str, words: str, reason: str, remedy: str) -> Rule:
    pattern = re.compile(rf"(?:^| )(?:{' '.join(words.split()).replace(' ', '|').replace('_', ' ')})(?= |$)")
    return Rule(id_, frozenset(where.split()), pattern, reason, remedy)


_PERSONS = """
    persons? individuals? full_name first_name last_name given_name surname family_name father_name mother_name
    nick_?name kunya head_of_household phone phones telephone mobile msisdn sim_?card imei imsi device devices device_id
    mac_address ip_address passport passport_no id_no id_number id_card id_cards national_id ration_card identity
    (?:case|card|person|user|household|family|registration)_(?:id|no|number) birth_?date date_of_birth dob birth_?place
    photos? pictures? portraits? images? faces? facial fingerprints? iris retina biometrics? voice dna e_?mails?
    facebook telegram whatsapp twitter user_?name home_address address number_plate licen[cs]e_plate suspects?
    wanted watch_?list informants? trajectory trajectories score risk_score threat_score
"""
_PROFILES = """
    age ages age_group age_groups gender sex ethnic ethnicity ethnicities race tribe tribes tribal clan clans sect
    sects sectarian sunni shia shiite shi_?ite religion religions religious faith christians? muslims? yazidis? yezidis?
    kurds? kurdish arabs? turkmens? shabaks? nationality nationalities citizenship foreigners? neighbou?rhoods?
"""
_ARMED = """
    fighters? militants? insurgents? combatants? jihadis? jihadists? isis isil daesh gunmen snipers? convoys?
    rat_?lines? armed_(?:actors?|groups?|men) مقاتلين مقاتلون مقاتل مسلحين مسلحون مسلح
"""
_FORCE = """
    strikes? air_?strikes? sorties? artillery bomb bombs bombing target_lists? targeting force forces force_ratio
    troops? brigades? battalions? weapons? cordon cordon_geometry siege_line firepower
"""

_BLOCKS = "blocks are an operation's clock; they have neither names nor coordinates"
_BLOCKS_REMEDY = "Give their number only, for example blocks: 40."

RULES: tuple[Rule, ...] = (
    _rule(
        "individuals",
        "column key parameter",
        _PERSONS,
        "Corridor takes no data on single persons or families (names, papers, devices, pictures, lists, scores)",
        "Remove it, and remove the data; keep only counts by place, group and day.",
    ),
    _rule(
        "profiles",
        "column key parameter",
        _PROFILES,
        "people are not screened or scored by age, sex, ethnicity, tribe, sect, religion, nationality or neighbourhood",
        "Remove it; screening is described by one sensitivity and one false-positive rate for everyone screened.",
    ),
    _rule(
        "armed-actors",
        "column key quantity label",
        _ARMED,
        "routes, convoys, crossings and places of armed actors are not described below region and week",
        "Describe what civilians use; fighters appear only as totals by region and week.",
    ),
    _rule(
        "force",
        "column key quantity parameter",
        _FORCE,
        "strikes, targets, forces and cordons are not part of the model, which is no planning tool",
        "Remove it; an operation is described by its pace alone.",
    ),
    _rule(
        "live",
        "column key",
        "feed feeds live live_mode stream streaming real_?time tracking gps_track webhook subscribe poll_url",
        "Corridor works on past or invented situations; live feeds need a governance that no file can give",
        "Remove it; put dated counts into observations/, at least 14 days old.",
    ),
    _rule(
        "blocks",
        "column key",
        "blocks?_names? blocks?_ids? blocks?_lats? blocks?_lons? blocks?_coordinates blocks?_geometry block polygons? "
        "geometry geojson streets? buildings?",
        _BLOCKS,
        _BLOCKS_REMEDY,
    ),
    _rule("block-coordinates", "key", "coordinates lat lon latitude longitude", _BLOCKS, _BLOCKS_REMEDY),
)

_STRUCTURE = re.compile("(?!)")


def _structural(id_: str, reason: str, remedy: str) -> Rule:
    return Rule(id_, frozenset(), _STRUCTURE, reason, remedy)


NAMED_BLOCKS = _structural("named-blocks", _BLOCKS, _BLOCKS_REMEDY)
FINE_ZONE = _structural(
    "fine-zone",
    "the coordinate of a contested zone may not be finer than the zone (two decimals, about 1 km)",
    "Round it to two decimals, or say schematic: yes and place it for display.",
)
CORRIDOR_MASK = _structural(
    "corridor-mask",
    f"a corridor's mask names only the built-in groups {', '.join(BUILT_IN_GROUPS)}; any other trait is profiling",
    "Name built-in groups.",
)
ARMED_CORRIDOR = _structural(
    "armed-corridor",
    "a corridor for fighters alone would be a route of armed actors",
    "Describe corridors for civilians; how far a city is open to fighters is the flank's business.",
)
ARMED_PLACE = _structural(
    "armed-place",
    "fighters are described by region, never at a place or on a route",
    "Use a place of kind region, or 'all'.",
)
ARMED_DATED = _structural(
    "armed-dated",
    "fighters are not dated finer than a week",
    "Keep one row a week at most.",
)
OPTIMISER = _structural(
    "optimiser",
    "nothing may be optimised over the operation, its pace or a flank; humanitarian choices only",
    "Remove it; compare named policies instead.",
)
FITTED_FORCE = _structural(
    "fitted-force",
    "fighters, the flank, an operation's pace and the next operation are not fitted: that would be a search over them",
    "Take it out of free; it keeps its prior. A dated course of the operation is followed with mode: replayed.",
)

#: What an optimiser may choose: quantities of dated changes that help people. Every other one is refused with OPTIMISER's
#: reason: flank, pace, encirclement, the share taken, the next operation, who may pass and who is screened.
HUMANITARIAN_CHOICES = frozenset({"capacity", "capacity_factor", "capacity_per_day", "hours", "throughput_factor"})

#: What no calibration may mark free: fighters and flank (2.8), the operation and its pace (2.10), and the next one.
#: A fit of these would be a search over them. Their course comes from the sources: priors, or a replayed operation.
NEVER_FREE_EQUATIONS = frozenset({"2.8", "2.10"})
NEVER_FREE_PARAMETERS = frozenset(
    {
        "fighter_elasticity",
        "fighter_events",
        "follow_on_delay",
        "follow_on_planned",
        "follow_on_progress",
        "follow_on_progress_share",
        "follow_on_relocated",
        "isolation_days",
        "operation_events",
    }
)


def may_be_chosen(quantity: str) -> bool:
    """Return whether an optimiser may choose the value of a dated change (MODEL.md section 5).

    >>> may_be_chosen("capacity_factor"), may_be_chosen("flank"), may_be_chosen("pace")
    (True, False, False)
    """
    return quantity in HUMANITARIAN_CHOICES


def may_be_free(parameter: str) -> bool:
    """Return whether a calibration may fit a parameter, named with or without its place.

    Every calibration asks this before it reads which parameters a scenario marks free.

    >>> may_be_free("rate_held"), may_be_free("exfiltration_rate"), may_be_free("duration_days.old-town")
    (True, False, False)
    """
    name = parameter.partition(".")[0]
    known = PARAMETER_NAMES.get(name)
    return known is not None and known.equation not in NEVER_FREE_EQUATIONS and name not in NEVER_FREE_PARAMETERS


def forbids(where: str, name: str) -> Rule | None:
    """Return the rule that a name breaks in a column, key, parameter, quantity or label, or None.

    >>> forbids("column", "Phone-Number").id
    'individuals'
    >>> forbids("column", "families") is None
    True
    """
    folded = fold(name)
    return next((rule for rule in RULES if where in rule.where and rule.words.search(folded)), None)
