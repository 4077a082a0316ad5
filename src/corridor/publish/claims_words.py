"""Numbers of claims in words: what was read off the run, and the template sentence of MODEL.md section 5."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from corridor.claims.estimands import week_end
from corridor.claims.published import Cell
from corridor.claims.schema import Measure, Number
from corridor.claims.verdict import JUDGED
from corridor.scenario.policy import combine
from corridor.scenario.quantities import QUANTITIES

if TYPE_CHECKING:
    from corridor.scenario.schema import Scenario

__all__ = ["condition_of", "decimals_of", "in_words", "sentence_of", "unit_of", "what_of"]

_DECIMALS = {"share": 3, "ratio": 3, "probability": 2, "events": 1, "days": 1, "stage": 1}
MINUS = "\u2212"


def unit_of(number: Number) -> str:
    """Returns the unit of a number; flows are summed from the first day, so that their unit loses its day."""
    if number.measure is Measure.PROBABILITY:
        return "probability"
    if number.measure is Measure.FIRST_DAY:
        return "days"
    if number.share:
        return "share"
    return QUANTITIES[number.quantity].unit.removesuffix(" per day")


def decimals_of(unit: str) -> int:
    """Returns how many decimals numbers of a unit are written with."""
    return _DECIMALS.get(unit, 0)


def condition_of(number: Number) -> str:
    """Returns what makes the statement true, in a few words; empty where the number decides nothing."""
    if not number.decides or number.true_if is None:
        return ""
    return f"true if {number.true_if}"


def what_of(number: Number, scenario: Scenario) -> str:
    """Returns quantity, places, group, day and policies in one line."""
    parts = [number.quantity, "+".join(number.places)]
    if number.group != "all":
        parts.append(number.group)
    if number.measure is Measure.FIRST_DAY:
        parts.append(f"days until {number.reaches:g} is reached")
    else:
        parts.append(f"{'by' if number.kind != 'stock' else 'on'} {_day(number, scenario)}")
    if number.share:
        parts.append(f"share of {number.share.quantity or 'the fighters at first'} {'+'.join(number.share.places)}")
    event = f"probability of {number.true_if}: " if number.measure is Measure.PROBABILITY else ""
    policies = f"{number.policy} minus {number.against}" if number.against else number.policy
    return f"{event}{', '.join(parts)}; {policies}"


def _day(number: Number, scenario: Scenario) -> date:
    """Returns the day on which a number is read: of fighters, the last of its week."""
    if number.on is None or not number.restricted:
        return number.on or scenario.end
    last = week_end((number.on - scenario.start).days, (scenario.end - scenario.start).days + 1)
    return scenario.start + timedelta(days=last)


def sentence_of(number: Number, cells: Mapping[str, Cell], not_identified: str, scenario: Scenario) -> str:
    """Returns the number in the words of the template, with what the data do not tell."""
    unit = unit_of(number)
    known = {prior: cells[prior] for prior in JUDGED if prior in cells and not cells[prior].missing}
    said = "; ".join(f"{prior}: {in_words(cell, unit, number.restricted)}" for prior, cell in known.items())
    said = said or "not available"
    if number.against:
        policy, against = combine(scenario, number.policy).name, combine(scenario, number.against).name
        head = f"“{policy}” instead of “{against}” changes “{number.name}” ({unit}) by {said}; {_sign(known)}."
    else:
        head = f"“{number.name}” ({unit}) under “{combine(scenario, number.policy).name}” is {said}."
    tail = f"The data used do not identify {not_identified}." if not_identified else "No data were fitted: prior only."
    return f"Under the assumptions of P1, P2 and P3, {head} {tail}"


def in_words(cell: Cell, unit: str, range_only: bool) -> str:
    """Returns a number with its 90 % interval, or for fighters the range alone."""
    digits = decimals_of(unit)
    step = 1.0 if range_only or digits else _step(cell)
    low, high = _plain(cell.low, digits, step), _plain(cell.high, digits, step)
    if range_only and unit != "probability":
        return f"between {low} and {high}"
    return f"{_plain(cell.estimate, digits, step)} (90 %: {low} to {high})"


def _step(cell: Cell) -> float:
    """Returns the power of ten to round to: at most a twentieth of the interval's width, so that no number seems finer."""
    width = cell.high - (cell.low if math.isfinite(cell.low) else 0.0)
    return 10.0 ** max(0, math.floor(math.log10(width / 20))) if math.isfinite(width) and width >= 20 else 1.0


def _plain(value: float, digits: int, step: float = 1.0) -> str:
    if math.isinf(value):
        return "after the last day"
    if not math.isfinite(value):
        return "fewer than 50"
    if not digits:
        value = math.floor(value / step + 0.5) * step
    text = f"{abs(value):,.{digits}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) != 0 else text


def _sign(cells: Mapping[str, Cell]) -> str:
    signs = {0 if cell.low <= 0 <= cell.high else math.copysign(1, cell.low) for cell in cells.values()}
    return "the sign is certain" if cells and len(signs) == 1 and 0 not in signs else "the sign is uncertain"
