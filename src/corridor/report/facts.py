"""Looks things up in a Published: names, peaks, last values, the counts that belong to a fan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from corridor.published import Fan, ObservationCheck, Published
from corridor.report import numbers
from corridor.report.charts.fan import Count
from corridor.report.numbers import Interval

__all__ = [
    "at",
    "clean",
    "counts_of",
    "every",
    "found",
    "group_name",
    "key_of",
    "largest",
    "last",
    "lead_place",
    "name_of",
    "peak",
    "per_day",
    "prior_only",
    "series_break",
    "shown",
    "total",
]

_LONGEST_NAME = 60
_SPECIAL = {"all": "All places", "other": "other places"}  # "other": too small to be shown by itself
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # keep an Arabic name from turning round the numbers beside it
_JOINERS = "\u200c\u200d"


def name_of(published: Published, id_: str) -> str:
    """Returns the name of a place, set or origin; `all` is everywhere; an unknown id stands for itself."""
    if id_ in _SPECIAL:
        return _SPECIAL[id_]
    for place in published.places:
        if place.id == id_:
            return shown(place.name)
    return shown(published.sets.get(id_) or published.origins.get(id_) or id_)


def group_name(published: Published, id_: str) -> str:
    """Returns the name of a group; `all` is everybody."""
    return "Everybody" if id_ == "all" else shown(published.groups.get(id_, id_))


def shown(name: str) -> str:
    """Returns a name that a chart can hold: one line, not too long, set apart where it runs right to left."""
    bare = clean(name).replace(_ISOLATE, "").replace(_END_ISOLATE, "")
    flat = " ".join(bare.split()) or "(no name)"
    short = flat if len(flat) <= _LONGEST_NAME else flat[: _LONGEST_NAME - 1].rstrip() + "…"
    return _ISOLATE + short + _END_ISOLATE if any(map(_right_to_left, short)) else short


@lru_cache(maxsize=4096)
def clean(words: str) -> str:
    """Returns the words without control characters and marks that turn the direction of what follows."""
    return "".join(letter for letter in words if letter in "\n\t" or _harmless(letter))


def _harmless(letter: str) -> bool:
    if letter in _ISOLATE + _END_ISOLATE + _JOINERS:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")


def key_of(*parts: str) -> str:
    """Returns an id for the page: letters, digits and hyphens, never empty, the same for the same parts."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-") or "x"


def every(published: Published, quantity: str, group: str = "all") -> tuple[Fan, ...]:
    """Returns the fans of a quantity in all places, without the total, in the order of the run."""
    return tuple(fan for fan in published.fans if fan.quantity == quantity and fan.group == group and fan.place != "all")


def found(published: Published, *quantities: str, place: str = "all") -> Fan | None:
    """Returns the first of the fans that the run has."""
    for quantity in quantities:
        fan = published.fan(quantity, place)
        if fan is not None and fan.dates:
            return fan
    return None


def at(fan: Fan, day: date) -> Interval:
    """Returns the interval on a day, or on the nearest earlier one, or on the first."""
    index = max(0, int(np.searchsorted(_ordinals(fan.dates), day.toordinal(), side="right")) - 1)
    return numbers.of(fan.quantiles[index])


def last(fan: Fan) -> Interval:
    """Returns the interval on the last day."""
    return numbers.of(fan.quantiles[-1])


def per_day(fan: Fan) -> bool:
    """Returns whether the fan counts what happens in a day, not what stands or has summed up."""
    return fan.unit.endswith("per day")


def total(fan: Fan) -> Interval:
    """Returns what a fan has come to on the last day; of a fan per day, the sum of the days' intervals."""
    return numbers.of(np.nansum(fan.quantiles, axis=0)) if per_day(fan) else last(fan)


def peak(fan: Fan) -> tuple[date, Interval]:
    """Returns the day on which the median is highest (the first such day) and the interval on it."""
    median = fan.quantiles[:, 2]
    if not np.nanmax(median, initial=0.0) > 0:  # most members have nothing: then where the others have most
        median = fan.quantiles[:, 4]
    index = int(np.argmax(np.where(np.isfinite(median), median, -np.inf)))
    return fan.dates[index], numbers.of(fan.quantiles[index])


def largest(fans: Sequence[Fan], limit: int) -> tuple[Fan, ...]:
    """Returns the fans with the highest 95 % lines, highest first; those that stay at nothing are left out."""
    heights = [(_top(fan), fan) for fan in fans]
    kept = sorted(((top, fan) for top, fan in heights if top > 0), key=lambda pair: (-pair[0], pair[1].place))
    return tuple(fan for _, fan in kept[:limit])


def _top(fan: Fan) -> float:
    finite = fan.quantiles[:, 4][np.isfinite(fan.quantiles[:, 4])]
    return float(finite.max()) if finite.size else 0.0


def _ordinals(dates: Sequence[date]) -> list[int]:
    return [day.toordinal() for day in dates]


def counts_of(published: Published, fan: Fan) -> tuple[Count, ...]:
    """Returns the published counts of what the fan shows, in order of day."""
    checks = [check for check in published.observations if _same(check, fan)]
    ordered = sorted(checks, key=lambda check: (check.date, check.series))
    return tuple(Count(check.date, check.value, check.scored, check.series, check.low, check.high) for check in ordered)


def _same(check: ObservationCheck, fan: Fan) -> bool:
    if per_day(fan) != (check.kind == "flow"):  # a sum over weeks cannot stand on a curve per day
        return False
    return (check.quantity, check.place, check.group) == (fan.quantity, fan.place, fan.group)


def series_break(counts: Sequence[Count]) -> date | None:
    """Returns the last day of the scored series where others go on after it: there the way of counting changed."""
    scored = {count.series for count in counts if count.scored}
    inside = [count.day for count in counts if count.series in scored]
    later = [count.day for count in counts if count.series not in scored]
    if not inside or not later or max(later) <= max(inside):
        return None
    return max(inside)


def lead_place(published: Published, quantity: str) -> str:
    """Returns the place whose fan of a quantity has most scored counts (then most counts); else all places."""
    weights: dict[str, tuple[int, int]] = {}
    for fan in published.fans:
        if fan.quantity == quantity and fan.group == "all":
            counts = counts_of(published, fan)
            weights[fan.place] = (sum(count.scored for count in counts), len(counts))
    best = max(weights, key=lambda place: (weights[place], place == "all"), default="all")
    return best if weights.get(best, (0, 0)) > (0, 0) else "all"


def prior_only(published: Published) -> bool:
    """Returns whether the parameters were drawn from a prior set (P0 to P3), not from a fit."""
    return re.fullmatch(r"P\d", published.run.prior_set) is not None
