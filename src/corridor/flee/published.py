"""What may leave the program of a run under Flee's rules, beside what every run publishes: scores and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corridor.compared import Compared
from corridor.published import Fan, Published

__all__ = ["ALL", "FleeCompared", "FleePublished", "ScoreRow"]

#: The place of a score that is of all camps together.
ALL = "all"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score of one camp, or of all camps together; `low` and `high` are 5 and 95 % of the members, NaN without."""

    score: str
    place: str
    value: float
    low: float
    high: float
    counts: int  # days or dated counts that it is made of


@dataclass(frozen=True, slots=True)
class FleePublished:
    """A run under Flee's rules as it may be shown; numbers of people are in Flee's agents, people ÷ `hasten`."""

    run: Published
    scores: tuple[ScoreRow, ...]
    notices: tuple[str, ...]  # what Flee does oddly with the folder, and what was done here
    data: Mapping[str, Fan]  # what the data say day by day, by camp and for all of them
    law: str  # under which law, in words
    repaired: bool
    options: tuple[str, ...]  # of the command line, that say how the folder was read
    folder: str  # as it was given, for the command that makes the run again
    hasten: int

    def score(self, name: str, place: str = ALL) -> ScoreRow | None:
        """Returns a score, or None where the run has none."""
        return next((row for row in self.scores if (row.score, row.place) == (name, place)), None)


@dataclass(frozen=True, slots=True)
class FleeCompared:
    """A comparison under Flee's rules: what every comparison publishes, and the baseline with its scores."""

    compared: Compared
    baseline: FleePublished
