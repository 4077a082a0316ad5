"""What may change on a date: which quantity fits which target, and within which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from corridor.scenario.names import either

__all__ = ["TERMS", "Term", "sorts_with"]


@dataclass(frozen=True, slots=True)
class Term:
    """The values that one quantity of one kind of target may take."""

    low: float = 0.0
    high: float = inf
    switch: bool = False  # 0 or 1 only
    above: bool = False  # above low, not equal to it
    grouped: bool = False  # may name a group
    choices: tuple[float, ...] = ()  # these values only

    def allows(self, value: float) -> bool:
        """Return whether a value may stand here."""
        if self.switch:
            return value in (0.0, 1.0)
        if self.choices:
            return value in self.choices
        return self.low <= value <= self.high and not (self.above and value == self.low)

    @property
    def words(self) -> str:
        """Return what is allowed, in words."""
        if self.switch:
            return "0 or 1"
        if self.choices:
            return either([f"{choice:g}" for choice in self.choices])
        if self.above:
            return f"a number above {self.low:g}" + (f" and at most {self.high:g}" if self.high < inf else "")
        return f"{self.low:g} or more" if self.high == inf else f"{self.low:g} to {self.high:g}"


_SWITCH = Term(switch=True)
_PEOPLE = Term(high=1e9)

#: By the kind of a target (a place's kind, route or corridor), the quantities that may be set on a date.
TERMS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        "camp": {"capacity": _PEOPLE, "capacity_factor": Term(high=1000)},
        "route": {
            "open": _SWITCH,
            "leaking": _SWITCH,
            "capacity_per_day": _PEOPLE,
            "admission": Term(high=1, grouped=True),
        },
        "corridor": {"open": _SWITCH, "capacity_per_day": _PEOPLE, "agreed": _SWITCH, "hours": Term(high=24)},
        "station": {"screening": _SWITCH, "throughput_factor": Term(high=1000, above=True)},
        "zone": {
            "advice": _SWITCH,
            "encircled": _SWITCH,
            "share_retaken": Term(high=1),
            "pace": Term(high=1000, above=True),
            "flank": Term(high=1),
            "follow_on": Term(choices=(0.0, 1.0, 2.0, 3.0)),
        },
    }
)


def sorts_with(quantity: str) -> list[str]:
    """Return the kinds of target that a quantity fits.

    >>> sorts_with("open")
    ['corridor', 'route']
    """
    return sorted(kind for kind, terms in TERMS.items() if quantity in terms)
