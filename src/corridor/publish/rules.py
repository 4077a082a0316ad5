"""The rules of responsible use on what leaves the program, in one table (MODEL.md section 5, ruling 21).

Nothing else in the package decides what is shown: fans, flows and checks ask `Disclosure` for every row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import PlaceKind, Scenario

__all__ = [
    "ALL_CAMPS",
    "DEPENDANTS",
    "FIGHTERS",
    "FIGHTER_RULE",
    "OTHER",
    "ROUND_TO",
    "RULES",
    "SUPPRESS_BELOW",
    "Disclosure",
    "FighterRule",
    "Rule",
    "Show",
    "What",
    "Where",
    "Who",
    "camps_of",
    "disclose",
    "outward",
    "what",
    "with_interval",
]

ROUND_TO = 100
SUPPRESS_BELOW = 50

FIGHTERS = "fighters"
DEPENDANTS = "dependants"
#: Of a place, everyone less the other groups would give dependants away; so one more group is left out.
SHIELD = "women_children"
#: Every camp of the scenario, counted together, unless the scenario has a set of that name.
ALL_CAMPS = "camps"
#: The name under which flows count what is not shown by itself.
OTHER = "other"

_FLOOR_CONTESTED = 100_000
_FLOOR_PLACE = 20_000


class Where(StrEnum):
    """What a row is about."""

    ALL = "everywhere together"
    CAMPS = "a publicly listed camp, or a set of them"
    PASSAGE = "a screening station or a crossing"
    CONTESTED = "a zone that is fought over, or an origin or set with such a zone in it"
    COMMUNITY = "a host community, a town, a quiet zone, or a set with one in it"
    REGION = "a region"
    FLOW = "who left by which exit to where"


class Who(StrEnum):
    """Whom a row is about."""

    EVERYONE = "everyone"
    GROUP = "one group"
    SHIELD = "the group that would give dependants away by subtraction"
    DEPENDANTS = "dependants of fighters"
    FIGHTERS = "fighters"


class What(StrEnum):
    """What a row counts."""

    PEOPLE = "civilians, their days and deaths"
    THINGS = "events and stages, which are nobody's number"
    FIGHTERS = "fighters"


class Show(StrEnum):
    """How a row may leave the program."""

    EXACT = "as it is"
    ROUNDED = "rounded to 100, empty below 50"
    NEVER = "not at all"


@dataclass(frozen=True, slots=True)
class Rule:
    """How rows of one kind may be shown, and how many people must live there for it."""

    where: Where
    who: Who
    show: Show
    floor: int = 0


@dataclass(frozen=True, slots=True)
class FighterRule:
    """The only way in which numbers of fighters leave the program: as `FighterWeek`, in fighters_weekly.csv.

    By region or by a city as a whole, at the end of whole weeks (Monday to Sunday), as the two ends of a range that are
    rounded away from each other; never a mean, never from few parameter draws, never for days to come.
    """

    quantiles: tuple[float, float] = (0.05, 0.95)
    fine_step: int = 50
    coarse_step: int = 100
    coarse_from: int = 1_000
    fewest_draws: int = 20
    embargo_days: int = 14
    city_people: int = _FLOOR_CONTESTED


#: One row for every kind of place and people, of what counts people; a test holds the outputs to the table.
#: What counts things is whole wherever everyone may be shown; what counts fighters follows FIGHTER_RULE alone.
RULES = (
    Rule(Where.ALL, Who.EVERYONE, Show.EXACT),
    Rule(Where.ALL, Who.GROUP, Show.ROUNDED),
    Rule(Where.ALL, Who.SHIELD, Show.ROUNDED),
    Rule(Where.ALL, Who.DEPENDANTS, Show.ROUNDED),
    Rule(Where.ALL, Who.FIGHTERS, Show.NEVER),
    Rule(Where.CAMPS, Who.EVERYONE, Show.EXACT),
    Rule(Where.CAMPS, Who.GROUP, Show.ROUNDED),
    Rule(Where.CAMPS, Who.SHIELD, Show.NEVER),
    Rule(Where.CAMPS, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.CAMPS, Who.FIGHTERS, Show.NEVER),
    Rule(Where.PASSAGE, Who.EVERYONE, Show.EXACT),
    Rule(Where.PASSAGE, Who.GROUP, Show.ROUNDED),
    Rule(Where.PASSAGE, Who.SHIELD, Show.NEVER),
    Rule(Where.PASSAGE, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.PASSAGE, Who.FIGHTERS, Show.NEVER),
    Rule(Where.CONTESTED, Who.EVERYONE, Show.ROUNDED, _FLOOR_CONTESTED),
    Rule(Where.CONTESTED, Who.GROUP, Show.ROUNDED, _FLOOR_CONTESTED),
    Rule(Where.CONTESTED, Who.SHIELD, Show.NEVER),
    Rule(Where.CONTESTED, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.CONTESTED, Who.FIGHTERS, Show.NEVER),
    Rule(Where.COMMUNITY, Who.EVERYONE, Show.ROUNDED, _FLOOR_PLACE),
    Rule(Where.COMMUNITY, Who.GROUP, Show.ROUNDED, _FLOOR_PLACE),
    Rule(Where.COMMUNITY, Who.SHIELD, Show.NEVER),
    Rule(Where.COMMUNITY, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.COMMUNITY, Who.FIGHTERS, Show.NEVER),
    # A region is a governorate or larger, so no floor is asked of it.
    Rule(Where.REGION, Who.EVERYONE, Show.ROUNDED),
    Rule(Where.REGION, Who.GROUP, Show.ROUNDED),
    Rule(Where.REGION, Who.SHIELD, Show.NEVER),
    Rule(Where.REGION, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.REGION, Who.FIGHTERS, Show.NEVER),
    # A flow is split by origin, so also its totals are rounded.
    Rule(Where.FLOW, Who.EVERYONE, Show.ROUNDED),
    Rule(Where.FLOW, Who.GROUP, Show.ROUNDED),
    Rule(Where.FLOW, Who.SHIELD, Show.NEVER),
    Rule(Where.FLOW, Who.DEPENDANTS, Show.NEVER),
    Rule(Where.FLOW, Who.FIGHTERS, Show.NEVER),
)

FIGHTER_RULE = FighterRule()

_THINGS = frozenset({"events", "stage"})
_OF_ONE_GROUP = frozenset({"held", "held_person_days", "innocent_held"})
_TABLE = {(rule.where, rule.who): rule for rule in RULES}
_KINDS = {
    PlaceKind.ZONE: Where.COMMUNITY,
    PlaceKind.TOWN: Where.COMMUNITY,
    PlaceKind.CAMP: Where.CAMPS,
    PlaceKind.STATION: Where.PASSAGE,
    PlaceKind.CROSSING: Where.PASSAGE,
    PlaceKind.HOST: Where.COMMUNITY,
    PlaceKind.REGION: Where.REGION,
}
#: Of a set, the kind that asks for most care speaks for all.
_CARE = (Where.CAMPS, Where.PASSAGE, Where.REGION, Where.COMMUNITY, Where.CONTESTED)


class Disclosure:
    """The table applied to one scenario; `people` says how many live (or are) in a place, where known."""

    def __init__(self, scenario: Scenario, people: Mapping[str, float]) -> None:
        contested = {zone.place for zone in scenario.operation.zones}
        self._where = {place.id: _KINDS[place.kind] for place in scenario.places}
        self._where |= dict.fromkeys(contested, Where.CONTESTED)
        self._people = dict(people)
        self._parts = {origin.id: origin.zones for origin in scenario.origins}
        self._parts |= {together.id: together.places for together in scenario.sets}
        self._parts.setdefault(ALL_CAMPS, camps_of(scenario))
        self._shielded = any(group.id == DEPENDANTS for group in scenario.groups)

    def where(self, place: str) -> Where:
        """Returns what a place, set, origin or "all" counts as. Unknown names count as a region."""
        if place == "all":
            return Where.ALL
        if place in self._where:
            return self._where[place]
        return max((self.where(part) for part in self._parts.get(place, ())), key=_CARE.index, default=Where.REGION)

    def who(self, group: str) -> Who:
        """Returns what a group, or "all", counts as."""
        if group == SHIELD and not self._shielded:
            return Who.GROUP
        special = {"all": Who.EVERYONE, FIGHTERS: Who.FIGHTERS, DEPENDANTS: Who.DEPENDANTS, SHIELD: Who.SHIELD}
        return special.get(group, Who.GROUP)

    def people(self, place: str) -> float:
        """Returns how many people a place, set or origin has; 0 where nobody knows."""
        if place in self._people:
            return self._people[place]
        return sum(self.people(part) for part in self._parts.get(place, ()))

    def of(self, place: str, group: str) -> Show:
        """Returns how a row about a place and group may be shown."""
        rule = _TABLE[self.where(place), self.who(group)]
        return Show.NEVER if self._too_small(place, rule) else rule.show

    def of_series(self, quantity: str, place: str, group: str) -> Show:
        """Returns how a row about a quantity, place and group may be shown: what every fan and check asks."""
        if what(quantity) is What.FIGHTERS:
            return Show.NEVER
        show = self.of(place, group)
        if quantity in _OF_ONE_GROUP and show is Show.EXACT:
            return Show.ROUNDED  # whoever is held belongs to the group that is screened
        return Show.EXACT if what(quantity) is What.THINGS and show is Show.ROUNDED else show

    def of_flow(self, group: str) -> Show:
        """Returns how a flow of a group may be shown, its places being such as `flow_name` gives."""
        return _TABLE[Where.FLOW, self.who(group)].show

    def flow_name(self, place: str) -> str:
        """Returns the name under which flows count a place: its own, or "other" where it is too small."""
        return OTHER if self.too_small(place) else place

    def too_small(self, place: str) -> bool:
        """Returns whether a place has too few people to be shown by itself."""
        return self._too_small(place, _TABLE[self.where(place), Who.EVERYONE])

    def left_out(self, place: str) -> frozenset[str]:
        """Returns the parts of a sum that are not shown by themselves."""
        parts = self._where if place == "all" else self._parts.get(place, ())
        return frozenset(part for part in parts if self.too_small(part))

    def floor(self, place: str) -> int:
        """Returns how many people a place must have to be shown by itself."""
        return _TABLE[self.where(place), Who.EVERYONE].floor

    def _too_small(self, place: str, rule: Rule) -> bool:
        return rule.floor > 0 and self.people(place) < rule.floor


def camps_of(scenario: Scenario) -> tuple[str, ...]:
    """Returns the ids of the camps."""
    return tuple(place.id for place in scenario.places if place.kind is PlaceKind.CAMP)


def what(quantity: str) -> What:
    """Returns what a quantity counts; one that nobody registered counts people.

    >>> what("fighters_remaining").name, what("events").name, what("present").name
    ('FIGHTERS', 'THINGS', 'PEOPLE')
    """
    known = QUANTITIES.get(quantity)
    if known is not None and known.restricted:
        return What.FIGHTERS
    return What.THINGS if known is not None and known.unit in _THINGS else What.PEOPLE


def outward(low: float, high: float, rule: FighterRule = FIGHTER_RULE) -> tuple[int, int]:
    """Returns a range of fighters, its ends rounded away from each other and never the same.

    >>> outward(312, 1_240), outward(0, 0), outward(1_000, 1_000)
    ((300, 1300), (0, 50), (1000, 1100))
    """
    step_low, step_high = (rule.coarse_step if end >= rule.coarse_from else rule.fine_step for end in (low, high))
    first = math.floor(max(low, 0.0) / step_low) * step_low
    last = math.ceil(max(high, 0.0) / step_high) * step_high
    return first, last if last > first else first + step_high


def with_interval(mean: NDArray[np.float64], highest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns means, empty where the highest quantile is: a mean alone would be that of the few members above it."""
    return np.where(np.isnan(highest), np.nan, mean)


def disclose(numbers: NDArray[np.float64], show: Show, *, counted: bool) -> NDArray[np.float64]:
    """Returns numbers as they may be shown: counts whole or rounded and suppressed, ratios as they are."""
    if not counted:
        return numbers
    if show is Show.EXACT:
        return np.rint(numbers) + 0.0
    rounded = np.rint(numbers / ROUND_TO) * ROUND_TO + 0.0
    return np.where(numbers < SUPPRESS_BELOW, np.nan, rounded)
