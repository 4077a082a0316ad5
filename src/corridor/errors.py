"""Every error that Corridor raises on purpose, drawn here as one tree.

CorridorError                     anything a user can mend; the command line prints it without a traceback
├── ScenarioError                 a scenario cannot be used; carries every Problem found, not only the first
│   └── RefusedInput              the scenario asks for what responsible use forbids (MODEL.md section 5)
├── PolicyError                   an unknown policy, or two policies that contradict each other
├── ParameterError                an unknown parameter, or a value outside its bounds
├── RunError                      a run could not be made or resumed
│   └── Interrupted               the user stopped it; the finished members were kept
├── RefusedOutput                 a number that responsible use keeps in (MODEL.md section 5); says where its range is
├── StoreError                    a run folder could not be written or read whole
└── LedgerError                   people were lost or invented: a defect of the program, never of the input
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CorridorError",
    "Interrupted",
    "LedgerError",
    "ParameterError",
    "PolicyError",
    "Problem",
    "RefusedInput",
    "RefusedOutput",
    "RunError",
    "ScenarioError",
    "StoreError",
]


class CorridorError(Exception):
    """Anything a user can mend."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with one place of one file: what was given, what is allowed, what to do."""

    file: str
    row: int
    column: str
    given: str
    allowed: str
    remedy: str

    def __str__(self) -> str:
        where = ":".join(part for part in (self.file, str(self.row) if self.row else "", self.column) if part)
        given = f" {self.given!r}" if self.given else ""
        return f"{where}:{given} {self.allowed}. {self.remedy}"


class ScenarioError(CorridorError):
    """A scenario cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"{head} in the scenario:", *(f"  {problem}" for problem in self.problems)]))


class RefusedInput(ScenarioError):
    """The scenario asks for what responsible use forbids."""


class PolicyError(CorridorError):
    """An unknown policy, or policies that contradict each other."""


class ParameterError(CorridorError):
    """An unknown parameter, or a value outside its bounds."""


class RunError(CorridorError):
    """A run could not be made or resumed."""


class Interrupted(RunError):
    """The user stopped the run; `finished` members were kept."""

    def __init__(self, finished: int) -> None:
        self.finished = finished
        super().__init__(f"stopped by the user; {finished} finished members were kept")


class RefusedOutput(CorridorError):
    """A number that may not leave the program by itself."""


class StoreError(CorridorError):
    """A run folder could not be written or read whole."""


class LedgerError(CorridorError):
    """People were lost or invented."""
