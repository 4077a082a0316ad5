"""What a user states in claims.yaml: frozen, typed nouns, as read from the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Claim",
    "Claims",
    "Condition",
    "Confidence",
    "Evidence",
    "Kind",
    "Measure",
    "Number",
    "Part",
    "Share",
    "Weight",
]

Floats = NDArray[np.float64]


class Kind(StrEnum):
    """What a part of a claim is: a question to the model, a plain dated fact, or somebody's intent."""

    MODEL = "model"
    FACT = "fact"
    INTENT = "intent"


class Weight(StrEnum):
    """What a piece of evidence does to the statement."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    ABSENT = "absent"  # somebody who was in a place to see it says that there was none
    CONTEXT = "context"


class Confidence(StrEnum):
    """How far the source can be relied on for what it is quoted for."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Measure(StrEnum):
    """What is read off a run."""

    VALUE = "value"  # the quantity on a day
    FIRST_DAY = "first_day"  # days from the start until the quantity reaches a value
    PROBABILITY = "probability"  # the share of members in which `true_if` holds


_SIGNS = (">=", "<=", ">", "<")
_HOLDS: Mapping[str, np.ufunc] = MappingProxyType(
    {">": np.greater, "<": np.less, ">=": np.greater_equal, "<=": np.less_equal}
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a number for the statement to be true: a sign and a threshold."""

    sign: str
    threshold: float

    @classmethod
    def parse(cls, text: str) -> Condition | None:
        """Return the condition that a text such as `> 0.1` means; None where it means none.

        >>> str(Condition.parse(">= 0.9"))
        '>= 0.9'
        """
        sign = next((each for each in _SIGNS if text.startswith(each)), None)
        try:
            threshold = float(text[len(sign) :].strip()) if sign else float("nan")
        except ValueError:
            return None
        return cls(sign, threshold) if sign and np.isfinite(threshold) else None

    def holds(self, values: Floats) -> NDArray[np.bool_]:
        """Return for each value whether the condition holds; of NaN it never does."""
        return np.asarray(_HOLDS[self.sign](values, self.threshold), bool)

    def __str__(self) -> str:
        return f"{self.sign} {self.threshold:g}"


@dataclass(frozen=True, slots=True)
class Share:
    """What a number is divided by: another quantity on the same day, or the fighters at first in some zones."""

    quantity: str  # "" for the fighters at first
    places: tuple[str, ...]
    group: str = "all"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the model: a quantity under a policy, or the paired difference between two policies."""

    name: str
    measure: Measure
    quantity: str
    places: tuple[str, ...]  # summed; of shares such as retaken_share, the smallest
    group: str
    on: dt.date | None  # None: the last day of the run
    policy: str
    against: str  # "" for no difference; else the number is policy minus against
    share: Share | None
    reaches: float | None  # for first_day
    true_if: Condition | None
    decides: bool  # whether the verdict rests on it
    restricted: bool  # about fighters: leaves the program as a range only
    kind: str = "stock"  # of the quantity: stock, flow, cumulative or ratio

    @property
    def policies(self) -> tuple[str, ...]:
        """Return the policies that must be run for it."""
        return (self.policy, self.against) if self.against else (self.policy,)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One published thing that bears on a statement."""

    what: str
    date: dt.date
    source: str  # an address
    party: str  # which party to the claim the source is; "" where it is none
    weighs: Weight
    confidence: Confidence
    approximate: bool = False  # whether the day is only about right

    @property
    def counts(self) -> bool:
        """Return whether it can decide: its source is no party to the claim, and it can be relied on."""
        return not self.party and self.confidence is not Confidence.LOW


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a claim says, of one kind (or a dated fact with the model's forecast beside it)."""

    says: str
    kinds: tuple[Kind, ...]
    numbers: tuple[Number, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    not_identified: str = ""  # what the data used cannot tell, as a phrase
    forecast: bool = False  # also under P0, which knows only what was public before the start
    joint: bool = False  # a trade-off: the numbers are reported together, without a single verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement made about the situation, in the words of whoever wrote claims.yaml."""

    number: str
    short: str
    statement: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything in claims.yaml, and the hash of what it says."""

    claims: tuple[Claim, ...]
    note: str
    content_hash: str
