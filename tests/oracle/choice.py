"""Which way on: the nested logit of MODEL.md 2.4, with fixed shares where evidence gives a share."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor.scenario.schema import Corridor, PlaceKind, Route

if TYPE_CHECKING:
    from tests.oracle.facts import Facts

__all__ = ["Option", "Prospect", "awareness", "prospect", "reference", "weight_of"]

#: Fixed shares leave at least this much to the other options, while there are any.
_LEAST_REST = 0.05


@dataclass(frozen=True, eq=False, slots=True)
class Option:
    """A way on: a route by itself, or a corridor over it."""

    route: Route
    corridor: Corridor | None
    nest: str

    @property
    def residual(self) -> bool:
        """Returns whether this takes only those whom nothing else takes."""
        return self.route.residual and self.corridor is None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What lies before a person who decides: the share of each option, and the logsum (None: no way out)."""

    shares: Mapping[Option, float]
    logsum: float | None


def weight_of(facts: Facts, option: Option, day: int, load: Mapping[str, int]) -> float:
    """Returns exp(utility) of an option whoever asks; 0 where it is closed. `load` is who is where in the morning."""
    route, corridor = option.route, option.corridor
    trust = 1.0
    if corridor is not None:
        if not facts.corridor_is_open(corridor, day):
            return 0.0
        trust = facts.value("trust_agreed" if facts.is_agreed(corridor, day) else "trust_unilateral")
    elif not _passable(facts, route, day):
        return 0.0
    distance = (facts.value("distance_offset_km") + route.km) ** -facts.value("distance_exponent")
    risk_per_thousand = 1000.0 * facts.value("passage_risk", route.id)
    taste = facts.value("attraction", route.end, 0.0) - facts.value("risk_aversion") * risk_per_thousand
    return trust * distance * math.exp(taste) * _welcome(facts, route.end, day, load.get(route.end, 0))


def _passable(facts: Facts, route: Route, day: int) -> bool:
    return facts.on(day, "open", route.id, float(route.open)) == 1.0 or facts.on(day, "leaking", route.id, 0.0) == 1.0


def _welcome(facts: Facts, place: str, day: int, people: int) -> float:
    """Returns phi(occupancy) times the free places to some power; 1 for anything but a camp with a limit."""
    if facts.places[place].kind is not PlaceKind.CAMP:
        return 1.0
    room = facts.room(place, day)
    if room == math.inf:
        return 1.0
    if room < 1 or people >= room:
        return 0.0
    start = facts.value("crowding_start")
    phi = 1.0 if people / room <= start else (1.0 - people / room) / (1.0 - start)
    return phi * (room - people + 1.0) ** facts.value("free_place_weight")


def _fixed_share(facts: Facts, option: Option, day: int) -> float | None:
    share = facts.values.get(f"share.{option.route.id}")
    if share is None or option.corridor is not None:  # a share is of the road as it was, not of a corridor over it
        return None
    closed = option.corridor is None and facts.on(day, "open", option.route.id, float(option.route.open)) == 0.0
    return share * facts.value("leak_multiplier") if closed else share


def prospect(facts: Facts, weights: Mapping[Option, float], group: str, known: frozenset[str], day: int) -> Prospect:
    """Returns what the options of a place come to for a person of a group who knows some corridors.

    `weights` are those of the place's options whoever asks. Fixed shares come first, the logit has the rest; the
    residual only counts where nothing else is open. The logsum is as if the logit itself had given the fixed shares.
    """
    own: dict[Option, float] = {}
    fixed: dict[Option, float] = {}
    for option, weight in weights.items():
        corridor = option.corridor
        if corridor is not None and (group not in corridor.groups or corridor.id not in known):
            continue
        admission = facts.on(day, "admission", option.route.id, 1.0, group)
        if weight * admission <= 0.0:
            continue
        own[option] = weight * admission
        share = _fixed_share(facts, option, day)
        if share is not None:
            fixed[option] = share * admission
    chosen = {option: weight for option, weight in own.items() if option not in fixed and not option.residual}
    if chosen:
        return _logit_and_fixed(facts.value("nest_scale"), chosen, fixed)
    if sum(fixed.values()) > 0.0:
        whole = sum(fixed.values())
        shares = {option: share / whole for option, share in fixed.items()}
        return Prospect(shares, math.log(sum(own[option] for option in fixed)))
    residual = [option for option in own if option.residual]
    if not residual:
        return Prospect({}, None)
    return Prospect({residual[0]: 1.0}, math.log(own[residual[0]]))


def _logit_and_fixed(scale: float, chosen: Mapping[Option, float], fixed: Mapping[Option, float]) -> Prospect:
    wanted = sum(fixed.values())
    fit = min(1.0, (1.0 - _LEAST_REST) / wanted) if wanted > 0.0 else 1.0
    rest = 1.0 - wanted * fit
    nests: dict[str, float] = defaultdict(float)
    for option, weight in chosen.items():
        nests[option.nest] += weight ** (1.0 / scale)
    whole = sum(inner**scale for inner in nests.values())
    shares = {option: share * fit for option, share in fixed.items()}
    for option, weight in chosen.items():
        inner = nests[option.nest]
        shares[option] = rest * (weight ** (1.0 / scale) / inner) * (inner**scale / whole)
    return Prospect(shares, math.log(whole) - math.log(rest))


def reference(factual: Facts, zone: str, group: str) -> float:
    """Returns the logsum to which all others are compared (ruling 5): the factual options, camps empty, on day 0.

    If day 0 has none: the first day that has any. Whoever can know a corridor knows it.
    """
    for day in range(factual.days):
        weights = {option: weight_of(factual, option, day, {}) for option in factual.options[zone]}
        known = frozenset(one.id for one in factual.scenario.corridors if awareness(factual, one, day) > 0.0)
        logsum = prospect(factual, weights, group, known, day).logsum
        if logsum is not None:
            return logsum
    return 0.0


def awareness(facts: Facts, corridor: Corridor, day: int) -> float:
    """Returns the share of people who know a corridor: it grows from the day of the announcement."""
    since = day - facts.day_of(corridor.announced)
    if since < 0:
        return 0.0
    forgotten = math.exp(-facts.value("awareness_rate") * since) if since < math.inf else 0.0
    return 1.0 - (1.0 - facts.value("awareness_start")) * forgotten
