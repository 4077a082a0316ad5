"""History matching: waves of runs, an emulator of each summary, and the space of points that are not implausible.

A wave fits a quadratic in the normal scores to every summary; what the fit leaves over (chance, parameters that are not
free, reporting noise, what a quadratic cannot follow) is its spread. A point is implausible where some summary lies
more than `cutoff` spreads away from what was observed. Sources: Craig, Goldstein, Seheult, Smith (1997); McCulloch, Ge,
Ward, Heppenstall, Polhill, Malleson (2022), JASSS 25(2) 1; Pukelsheim (1994) for three spreads; MODEL.md section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.inference.abc import Lots

__all__ = ["CUTOFF", "PROBES", "SMALLEST_SHARE", "Space", "Wave", "match", "missed", "wave_runs"]

FloatArray = NDArray[np.float64]
CUTOFF = 3.0
#: Runs for each coefficient of a quadratic, so that its fit and its spread can be trusted.
_RUNS_A_TERM = 8
_FEWEST_RUNS = 100
#: A space smaller than this share of the prior would be found by luck: the cutoff is raised until it is as large.
SMALLEST_SHARE = 0.002
#: Draws of the prior on which shares of it are measured.
PROBES = 20_000
_MOST_ATTEMPTS = 1000
#: A summary without any spread (nobody is ever counted) must not divide by nothing.
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Wave:
    """The emulators that one wave gave: quadratics, their spreads, what was observed, and the cutoff that was used."""

    coefficients: FloatArray  # (terms, S)
    spread: FloatArray  # (S,)
    low: FloatArray  # (S,)
    high: FloatArray  # (S,)
    cutoff: float

    def implausibility(self, points: FloatArray) -> FloatArray:
        """Returns (n, S): how many spreads the expected summaries of points lie outside the observed intervals."""
        expected = _terms(points) @ self.coefficients
        return np.asarray(np.abs(expected - np.clip(expected, self.low, self.high)) / self.spread)

    def plausible(self, points: FloatArray) -> NDArray[np.bool_]:
        """Returns which points are not implausible in any summary."""
        return np.asarray(self.implausibility(points).max(axis=1) <= self.cutoff)


@dataclass(frozen=True, slots=True)
class Space:
    """What no wave has ruled out, of points with `size` normal scores."""

    size: int
    waves: tuple[Wave, ...] = ()

    def plausible(self, points: FloatArray) -> NDArray[np.bool_]:
        """Returns which points (n, P) are left."""
        left = np.ones(points.shape[0], bool)
        for wave in self.waves:
            left[left] = wave.plausible(points[left])
        return left

    def draw(self, lots: Lots, batch: int, size: int) -> FloatArray:
        """Returns `size` points of the prior that are left."""
        from scipy.special import ndtri

        found: list[FloatArray] = []
        lacking = size
        for attempt in range(_MOST_ATTEMPTS):
            points = ndtri(lots(batch, attempt, max(4 * size, 2000), self.size))
            points = points[self.plausible(points)][:lacking]
            found.append(points)
            lacking -= points.shape[0]
            if lacking == 0:
                return np.concatenate(found)
        raise ArithmeticError("the space that history matching left is too small to draw from")

    def share(self, probes: FloatArray) -> float:
        """Returns the share of the prior that is left, of points (n, P) drawn from it."""
        return float(self.plausible(probes).mean())

    def box(self, probes: FloatArray) -> FloatArray:
        """Returns (P, 2): the smallest box around those points of the prior that are left."""
        left = probes[self.plausible(probes)]
        return np.stack([left.min(axis=0), left.max(axis=0)], axis=1)


def wave_runs(size: int) -> int:
    """Returns how many runs a wave takes for a number of free parameters.

    >>> wave_runs(2), wave_runs(12)
    (100, 728)
    """
    return max(_FEWEST_RUNS, _RUNS_A_TERM * (1 + size + size * (size + 1) // 2))


def match(
    space: Space, points: FloatArray, summaries: FloatArray, low: FloatArray, high: FloatArray, probes: FloatArray
) -> Space:
    """Returns the space after one more wave: `points` (n, P) were run and gave `summaries` (n, S).

    The cutoff is raised where three spreads would leave almost nothing of the prior, of which `probes` are draws.
    """
    terms = _terms(points)
    coefficients = np.asarray(np.linalg.lstsq(terms, summaries, rcond=None)[0], np.float64)
    left_over = summaries - terms @ coefficients
    freedom = max(1, terms.shape[0] - terms.shape[1])
    spread = np.sqrt((left_over**2).sum(axis=0) / freedom)
    wave = Wave(coefficients, np.maximum(spread, _LEAST_SPREAD), low, high, CUTOFF)
    return Space(space.size, (*space.waves, _wide_enough(space, wave, probes)))


def _wide_enough(space: Space, wave: Wave, probes: FloatArray) -> Wave:
    """Returns the wave with its cutoff raised until enough of the prior is left."""
    worst = np.full(probes.shape[0], np.inf)
    inside = space.plausible(probes)
    worst[inside] = wave.implausibility(probes[inside]).max(axis=1)
    enough = float(np.quantile(worst, SMALLEST_SHARE, method="higher"))
    return Wave(wave.coefficients, wave.spread, wave.low, wave.high, max(CUTOFF, enough))


def _terms(points: FloatArray) -> FloatArray:
    """Returns (n, terms): 1, the scores, their squares and products."""
    size = points.shape[1]
    first, second = np.triu_indices(size)
    return np.column_stack([np.ones(points.shape[0]), points, points[:, first] * points[:, second]])


def missed(wave: Wave, probes: FloatArray, names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Returns the summaries that no probe comes within three spreads of, with how near the nearest comes."""
    nearest = wave.implausibility(probes).min(axis=0)
    return tuple((name, float(each)) for name, each in zip(names, nearest, strict=True) if each > CUTOFF)
