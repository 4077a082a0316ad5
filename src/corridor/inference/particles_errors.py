"""What the reporting model carries for life (k, memory, coverage), as numbers without bounds, so that it can be moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.observe.reporting import Errors, Reporting

__all__ = ["Lasting"]

FloatArray = NDArray[np.float64]

_POSITIVE = ("k", "memory_days", "recorded_per_day")
_SHARES = ("inside", "outside", "outside_after")
#: Shares are kept this far from 0 and 1, where their log odds end.
_EDGE = 1e-9


class Lasting:
    """The columns of `Errors` that no report changes: positive numbers on the log scale, shares as log odds."""

    def __init__(self, reporting: Reporting, errors: Errors) -> None:
        def columns(names: tuple[str, ...]) -> NDArray[np.int64]:
            found = sorted(column for (_, name), column in reporting.columns.items() if name in names)
            varied = [column for column in found if np.ptp(errors.values[:, column]) > 0.0]
            return np.array(varied, np.int64)

        self._positive, self._shares = columns(_POSITIVE), columns(_SHARES)

    def scores(self, errors: Errors) -> FloatArray:
        """Returns (n, numbers) without bounds."""
        shares = np.clip(errors.values[:, self._shares], _EDGE, 1.0 - _EDGE)
        return np.concatenate([np.log(errors.values[:, self._positive]), np.log(shares / (1.0 - shares))], axis=1)

    def put(self, errors: Errors, scores: FloatArray) -> Errors:
        """Returns the errors with these scores in the place of their own."""
        values = errors.values.copy()
        values[:, self._positive] = np.exp(scores[:, : self._positive.size])
        values[:, self._shares] = 1.0 / (1.0 + np.exp(-scores[:, self._positive.size :]))
        return Errors(values)
