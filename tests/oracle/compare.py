"""Two samples of many counts: do they have the same joint law? Permutation tests, exact whatever the law is.

A comparison is three tests of one pooled sample: the energy distance of whole vectors (standardised, all dates
together); over all marginals the largest difference of means; and over all marginals the largest difference of
distribution functions at a few quantiles (Kolmogorov and Smirnov's idea at pooled cuts, in standard errors).
Each statistic is compared with itself under random relabelling, so that ties, correlations and the number of marginals
need no correction: a right oracle has p <= 1 / (PERMUTATIONS + 1) at most that often.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["PERMUTATIONS", "Sample", "Verdict", "compare", "sample_of"]

Floats = NDArray[np.floating]

#: A permutation p-value is at least 1 / (PERMUTATIONS + 1).
PERMUTATIONS = 1999
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
#: A cut with fewer runs on either side says nothing.
_RAREST = 20


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Counts by run, date and name."""

    names: tuple[Hashable, ...]
    numbers: Floats  # (runs, dates, names)

    def table(self, names: Sequence[Hashable]) -> Floats:
        """Returns (runs, dates x names): a name that never occurred is 0."""
        position = {name: column for column, name in enumerate(self.names)}
        table = np.zeros((*self.numbers.shape[:2], len(names)))
        for column, name in enumerate(names):
            if name in position:
                table[:, :, column] = self.numbers[:, :, position[name]]
        return table.reshape(len(table), -1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How surprising it is that two samples differ as they do, under one law: p-values, and the worst marginals."""

    energy: float
    means: float
    shapes: float
    worst: tuple[str, ...]

    @property
    def smallest(self) -> float:
        """Returns the smallest of the three p-values."""
        return min(self.energy, self.means, self.shapes)


def sample_of(runs: Sequence[Sequence[Counter[Hashable]]]) -> Sample:
    """Returns the sample that `runs_of` has counted, run by run and date by date."""
    names = tuple(sorted({name for run in runs for evening in run for name in evening}, key=str))
    return Sample(names, np.array([[[evening[name] for name in names] for evening in run] for run in runs], np.float64))


def compare(one: Sample, other: Sample, seed: int, permutations: int = PERMUTATIONS) -> Verdict:
    """Returns whether two samples look like samples of one law."""
    names = sorted({*one.names, *other.names}, key=str)
    dates = one.numbers.shape[1]
    pooled = np.concatenate([one.table(names), other.table(names)])
    varies = pooled.std(0) > 0.0
    labels = [f"date {date}: {name}" for date in range(dates) for name in names]
    labels = [label for label, kept in zip(labels, varies, strict=True) if kept]
    z = _standardised(pooled[:, varies])
    first = _labellings(len(one.numbers), len(z), permutations, np.random.default_rng(seed))
    energy, means = _energy(z, first), _mean_differences(z, first)
    shapes = _mean_differences(_standardised(_steps(z)), first)
    return Verdict(
        energy=_p_value(energy),
        means=_p_value(means.max(1)),
        shapes=_p_value(shapes.max(1)),
        worst=tuple(f"{labels[column]}: {means[0, column]:.1f} standard errors" for column in np.argsort(-means[0])[:8]),
    )


def _standardised(columns: Floats) -> Floats:
    return np.asarray((columns - columns.mean(0)) / columns.std(0), np.float64)


def _labellings(first: int, whole: int, permutations: int, rng: np.random.Generator) -> Floats:
    """Returns (1 + permutations, whole): 1 for the first sample, 0 for the other; row 0 is what was observed."""
    observed = (np.arange(whole) < first).astype(np.float32)
    return np.vstack([observed, rng.permuted(np.tile(observed, (permutations, 1)), axis=1)])


def _p_value(statistics: Floats) -> float:
    return float(np.mean(statistics >= statistics[0] - 1e-9 * abs(statistics[0])))


def _energy(z: Floats, first: Floats) -> Floats:
    """Returns the energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| for each labelling."""
    lengths = (z * z).sum(1)
    distances = np.sqrt(np.maximum(lengths[:, None] + lengths - 2.0 * (z @ z.T), 0.0)).astype(np.float32)
    n = float(first[0].sum())
    m = len(z) - n
    within = np.einsum("ij,ij->i", first @ distances, first, dtype=np.float64)
    row = distances.sum(1, dtype=np.float64)
    across = first @ row - within
    other = row.sum() - 2.0 * across - within
    return np.asarray(2.0 * across / (n * m) - within / n**2 - other / m**2)


def _mean_differences(z: Floats, first: Floats) -> Floats:
    """Returns (labellings, marginals): differences of means in standard errors under one law."""
    n = float(first[0].sum())
    m = len(z) - n
    total = first @ z.astype(np.float32)  # columns of z sum to 0
    return np.asarray(np.abs(total) * ((1.0 / n + 1.0 / m) / math.sqrt(1.0 / n + 1.0 / m)), np.float64)


def _steps(counts: Floats) -> Floats:
    """Returns whether each count exceeds each of a few cuts: columns of 0 and 1 that show a marginal's shape."""
    columns = []
    for column in counts.T:
        cuts = np.unique(np.quantile(column, _QUANTILES, method="lower"))
        columns += [above for cut in cuts if _RAREST <= (above := column > cut).sum() <= len(above) - _RAREST]
    return np.array(columns, np.float64).T
