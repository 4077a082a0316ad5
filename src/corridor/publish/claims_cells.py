"""How the numbers of claims may be shown: as the table of `corridor.publish.rules` says of what they count."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corridor.claims.estimands import day_of
from corridor.claims.published import Cell
from corridor.claims.schema import Measure, Number
from corridor.publish.claims_words import unit_of
from corridor.publish.rules import ROUND_TO, SUPPRESS_BELOW, Disclosure, Show

if TYPE_CHECKING:
    from corridor.claims.evaluate import NumberResult
    from corridor.claims.summary import Estimate

__all__ = ["FIGHTER_SHARE_STEP", "FIGHTER_STEP", "cells"]

#: Ranges of fighters end at multiples of these, outwards.
FIGHTER_STEP = 100.0
FIGHTER_SHARE_STEP = 0.05
_PEOPLE = frozenset({"people", "person-days", "person-nights"})
_FINE = 1e-9


def cells(result: NumberResult, rules: Disclosure, dates: tuple[date, ...]) -> Mapping[str, Cell]:
    """Returns the number under every prior set as it may be shown; a day that is never reached is infinite."""
    number = result.number
    shown = {prior: _cell(number, _open_ended(number, each, dates), rules) for prior, each in result.by_set.items()}
    nothing = {prior: _nothing(why) for prior, why in result.missing.items()}
    return dict(sorted((shown | nothing).items()))


def _open_ended(number: Number, estimate: Estimate, dates: tuple[date, ...]) -> Estimate:
    if number.measure is not Measure.FIRST_DAY or number.against:
        return estimate
    never = day_of(dates, number) + 1
    middle, low, high = (math.inf if each >= never else each for each in (estimate.middle, estimate.low, estimate.high))
    return replace(estimate, middle=middle, low=low, high=high)


def _cell(number: Number, estimate: Estimate, rules: Disclosure) -> Cell:
    chance = (estimate.probability, estimate.probability_low, estimate.probability_high)
    if number.restricted:
        step = FIGHTER_SHARE_STEP if number.share else FIGHTER_STEP
        if number.measure is Measure.PROBABILITY:
            return Cell(estimate.middle, estimate.low, estimate.high, *chance, math.nan)
        return Cell(math.nan, _down(estimate.low, step), _up(estimate.high, step), *chance, math.nan)
    show = _strictest(number, rules)
    if show is Show.NEVER:
        return _nothing("too few people live there for it to be shown by itself")
    if unit_of(number) not in _PEOPLE:
        return Cell(estimate.middle, estimate.low, estimate.high, *chance, estimate.mc_se)
    step = ROUND_TO if show is Show.ROUNDED else 1
    hide = show is Show.ROUNDED and not number.against
    middle, low, high = (_rounded(each, step, hide) for each in (estimate.middle, estimate.low, estimate.high))
    return Cell(middle, low, high, *chance, estimate.mc_se)


def _strictest(number: Number, rules: Disclosure) -> Show:
    order = (Show.EXACT, Show.ROUNDED, Show.NEVER)
    return max((rules.of(place, number.group) for place in number.places), key=order.index)


def _nothing(why: str) -> Cell:
    nan = math.nan
    return Cell(nan, nan, nan, nan, nan, nan, nan, why)


def _rounded(value: float, step: float, hide: bool) -> float:
    if hide and value < SUPPRESS_BELOW:
        return math.nan
    return math.floor(value / step + 0.5) * step + 0.0


def _down(value: float, step: float) -> float:
    return round(math.floor(value / step + _FINE) * step, 6) + 0.0


def _up(value: float, step: float) -> float:
    return round(math.ceil(value / step - _FINE) * step, 6) + 0.0
