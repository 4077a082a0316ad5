"""A basket for everything that is wrong, so that a reader sees all of it at once."""

from __future__ import annotations

from corridor.errors import Problem, RefusedInput, ScenarioError

__all__ = ["Problems"]

LONGEST_GIVEN = 60


class Problems:
    """Collects problems, each once; `raise_if_any` turns them into one error."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}
        self._refused = False

    def __len__(self) -> int:
        return len(self._found)

    def add(self, file: str, row: int, column: str, given: str, allowed: str, remedy: str) -> None:
        """Note one problem: what was given, what is allowed, what to do."""
        self._found.setdefault(Problem(file, row, column, _short(given), allowed, remedy))

    def refuse(self, file: str, row: int, column: str, given: str, reason: str, remedy: str) -> None:
        """Note something that responsible use forbids; the error becomes a `RefusedInput`."""
        self._refused = True
        self.add(file, row, column, given, f"is refused: {reason}", remedy)

    def raise_if_any(self) -> None:
        """Raise one error that carries every problem; do nothing when there is none."""
        if self._found:
            raise (RefusedInput if self._refused else ScenarioError)(tuple(self._found))


def _short(given: str) -> str:
    return given if len(given) <= LONGEST_GIVEN else given[: LONGEST_GIVEN - 1] + "…"
