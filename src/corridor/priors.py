"""Priors of parameters in the notation of parameters.csv, under a prior set; drawn by inverse CDF, without scipy.stats."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridor.errors import ParameterError
from corridor.scenario.schema import Parameter

FloatArray = NDArray[np.float64]

__all__ = ["NOTATION", "PRIOR_SETS", "Prior", "PriorError", "parse", "prior_of"]

#: P0 uses only what was public before the first day; P2 and P3 lean to either side of P1 (MODEL.md section 7).
PRIOR_SETS = ("P0", "P1", "P2", "P3")
#: What may be written, for error messages.
NOTATION = "LN(median,sigma), U(a,b), N(mean,sd), TN(mean,sd), Beta(a,b), Gamma(mean,cv) or =x"

_NUMBER = r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)"
_PAIR = re.compile(rf"(LN|U|N|TN|BETA|GAMMA)\s*\(\s*{_NUMBER}\s*[,;]\s*{_NUMBER}\s*\)", re.IGNORECASE)
_FIXED = re.compile(rf"=\s*{_NUMBER}")
_FAMILIES = {name.upper(): name for name in ("LN", "U", "N", "TN", "Beta", "Gamma")}
_WORDS = {
    "LN": "log-normal",
    "U": "uniform",
    "N": "normal",
    "TN": "truncated normal",
    "Beta": "beta",
    "Gamma": "gamma",
}


class PriorError(ValueError):
    """A distribution that cannot be read or makes no sense; the text says what is allowed."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A distribution with bounds: draws are clipped to low..high, a truncated normal is truncated properly."""

    family: str  # LN, U, N, TN, Beta, Gamma or = (fixed)
    a: float
    b: float = 0.0
    low: float = -math.inf
    high: float = math.inf

    def quantile(self, u: ArrayLike) -> FloatArray:
        """Return the values below which a share `u` of the distribution lies; any shape, u within (0, 1).

        >>> float(parse("U(10,35)").quantile(0.5))
        22.5
        """
        return np.clip(_values(self, np.asarray(u, dtype=np.float64)), self.low, self.high)

    @property
    def median(self) -> float:
        """Return the middle of the distribution, within its bounds."""
        return float(self.quantile(0.5))

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds a share `level` of the distribution."""
        low, high = self.quantile([(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    @property
    def support(self) -> tuple[float, float]:
        """Return the smallest and the largest value that can be drawn."""
        low, high = _SUPPORT.get(self.family, (-math.inf, math.inf))
        if self.family == "U":
            low, high = self.a, self.b
        elif self.family == "=":
            low = high = self.a
        return min(max(low, self.low), self.high), max(min(high, self.high), self.low)

    @property
    def notation(self) -> str:
        """Return the distribution as parameters.csv writes it."""
        return f"={self.a:g}" if self.family == "=" else f"{self.family}({self.a:g},{self.b:g})"

    @property
    def text(self) -> str:
        """Return the distribution in plain words.

        >>> parse("LN(0.008,0.5)").text
        'log-normal, median 0.008, 90 %: 0.0035 to 0.018'
        """
        if self.family == "=":
            return f"fixed at {self.median:g}"
        low, high = self.interval(0.9)
        return f"{_WORDS[self.family]}, median {_short(self.median)}, 90 %: {_short(low)} to {_short(high)}"


def parse(text: str, low: float | None = None, high: float | None = None) -> Prior:
    """Return the distribution that a text denotes, bounded by low..high; raises `PriorError`.

    >>> parse("TN(1,0.5)", low=0).quantile([0.5]).round(3).tolist()
    [1.014]
    """
    bounds = (-math.inf if low is None else low, math.inf if high is None else high)
    plain = text.strip()
    if match := _FIXED.fullmatch(plain):
        prior = Prior("=", float(match[1]), 0.0, *bounds)
    elif match := _PAIR.fullmatch(plain):
        prior = Prior(_FAMILIES[match[1].upper()], float(match[2]), float(match[3]), *bounds)
    else:
        raise PriorError(f"is not a distribution; allowed are {NOTATION}")
    _check(prior)
    return prior


def prior_of(parameter: Parameter, prior_set: str) -> Prior:
    """Return a parameter's distribution under a prior set; raises `ParameterError`."""
    try:
        return parse(parameter.priors[_index(prior_set)], parameter.low, parameter.high)
    except PriorError as error:
        raise ParameterError(f"{parameter.id} under {prior_set}: {parameter.priors} {error}") from None


def _index(prior_set: str) -> int:
    if prior_set not in PRIOR_SETS:
        raise ParameterError(f"there is no prior set {prior_set!r}. Prior sets: {', '.join(PRIOR_SETS)}.")
    return PRIOR_SETS.index(prior_set)


def _check(prior: Prior) -> None:
    a, b = prior.a, prior.b
    if not (math.isfinite(a) and math.isfinite(b)):
        raise PriorError("has a number that is not finite")
    wrong = {
        "LN": (a <= 0 or b < 0) and "LN(median,sigma) needs median > 0 and sigma ≥ 0",
        "U": a > b and "U(a,b) needs a ≤ b",
        "N": b < 0 and "N(mean,sd) needs sd ≥ 0",
        "TN": b <= 0 and "TN(mean,sd) needs sd > 0",
        "Beta": (a <= 0 or b <= 0) and "Beta(a,b) needs a > 0 and b > 0",
        "Gamma": (a <= 0 or b <= 0) and "Gamma(mean,cv) needs mean > 0 and cv > 0",
    }.get(prior.family)
    if wrong:
        raise PriorError(f"makes no sense: {wrong}")
    if prior.family == "=" and not prior.low <= a <= prior.high:
        raise PriorError(f"is outside its bounds (low {prior.low:g}, high {prior.high:g})")
    if prior.family != "=" and not np.isfinite(_values(prior, np.array([0.001, 0.5, 0.999]))).all():
        raise PriorError("has no usable values within its bounds")


def _values(prior: Prior, u: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        return np.asarray(_QUANTILES[prior.family](prior, u), dtype=np.float64)


def _special() -> Any:
    import scipy.special

    return scipy.special


def _truncated(prior: Prior, u: FloatArray) -> Any:
    ndtr, ndtri = _special().ndtr, _special().ndtri
    low, high = (prior.low - prior.a) / prior.b, (prior.high - prior.a) / prior.b
    # Each half from its own tail: a probability near 1 has lost the digits that a small one keeps.
    weight = ndtr(high) - ndtr(low) if low <= 0 else ndtr(-low) - ndtr(-high)
    below, above = ndtr(low) + u * weight, ndtr(-high) + (1.0 - u) * weight
    return prior.a + prior.b * np.where(below < above, ndtri(below), -ndtri(above))


def _gamma(prior: Prior, u: FloatArray) -> Any:
    shape = np.float64(prior.b) ** -2.0
    return _special().gammaincinv(shape, u) * (prior.a / shape)


_QUANTILES: dict[str, Callable[[Prior, FloatArray], Any]] = {
    "LN": lambda p, u: p.a * np.exp(p.b * _special().ndtri(u)),
    "U": lambda p, u: p.a + (p.b - p.a) * u,
    "N": lambda p, u: p.a + p.b * _special().ndtri(u),
    "TN": _truncated,
    "Beta": lambda p, u: _special().betaincinv(p.a, p.b, u),
    "Gamma": _gamma,
    "=": lambda p, u: np.full(u.shape, p.a),
}
_SUPPORT = {"LN": (0.0, math.inf), "Beta": (0.0, 1.0), "Gamma": (0.0, math.inf)}


def _short(value: float) -> str:
    """Return two significant digits, or whole numbers with thousands set apart."""
    if value != 0 and abs(value) < 100:
        return f"{float(f'{value:.2g}'):g}"
    return f"{float(f'{value:.3g}'):,.0f}"
