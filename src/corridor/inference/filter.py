"""A particle filter: move all particles to the next reports, weigh them, and copy the likely over the unlikely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corridor.draws import draw_key, text_key, uniform
from corridor.errors import RunError
from corridor.inference.resample import effective_size, effective_size_after, log_mean, power_for, shares_of, systematic

__all__ = ["Filter", "Model", "Update"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Below this share of the particles the effective size is too small to go on without resampling.
_FLOOR = 0.5
#: After so many rounds at one date the rest of the report is taken in at once, however few particles it leaves.
_MOST_ROUNDS = 12
_RESAMPLE = text_key("resample")


class Model(Protocol):
    """What a filter needs of its particles; they stand in slots 0 to n - 1 and are changed in place.

    Step t takes them over the t-th leg, from one report date to the next.
    """

    @property
    def particles(self) -> int:
        """Returns n."""
        ...

    def advance(self, step: int) -> None:
        """Moves every particle over the leg of `step`."""
        ...

    def log_density(self, step: int) -> FloatArray:
        """Returns the log density (n,) of what was reported at the end of the leg."""
        ...

    def select(self, step: int, turn: int, parents: IntArray) -> None:
        """Makes slot i a copy of what stood in slot parents[i]; the future draws of a copy are those of its slot."""
        ...

    def refresh(self, step: int, turn: int, power: float, log_density: FloatArray) -> FloatArray:
        """Offers every particle another leg, kept with the odds of the density to `power`; returns the densities now."""
        ...

    def move(self, step: int, turn: int) -> None:
        """Moves parameters after a resampling, so that copies do not stay the same."""
        ...


@dataclass(frozen=True, slots=True)
class Update:
    """What the reports of one date did to the particles."""

    step: int
    log_evidence: float  # log density of these reports, given all earlier ones
    effective: float  # particles of equal weight that would be as good, before any resampling
    rounds: int  # resamplings; more than one where the reports had to be taken in by powers


class Filter:
    """Particles, their weights, and what they have learnt so far.

    At every step the reports multiply the weights. Where that would leave fewer than half of the particles, they are
    taken in by powers of the density (adaptive tempering): as much as leaves half, resample, offer everyone another
    leg with the odds of what has been taken in, and so on until all of it is in. Offers leave the law of the particles
    as it is: given the state at the start of the leg, another leg of the same parameters is a proposal from the prior.
    Sources: P. Del Moral, A. Doucet, A. Jasra, Bernoulli 18 (2012) 252-278; MODEL.md section 4, ruling 19.
    """

    def __init__(self, model: Model, seed: int) -> None:
        self.model = model
        self.log_weights: FloatArray = np.zeros(model.particles)
        self.log_evidence = 0.0
        self._seed = seed
        self._founders: IntArray = np.arange(model.particles)

    @property
    def shares(self) -> FloatArray:
        """Returns the weights (n,), which sum to 1."""
        return shares_of(self.log_weights)

    @property
    def log_evidence_variance(self) -> float:
        """Returns the estimated Monte-Carlo variance of `log_evidence`, from one run.

        It is the variance between the families of the first particles, relative to the evidence. Where few families
        are left it can only say "about 1 or more". Source: H. P. Chan, T. L. Lai, Annals of Statistics 41 (2013)
        2877-2904.
        """
        families = np.bincount(self._founders, weights=self.shares, minlength=self.log_weights.size)
        return float(((families - 1.0 / families.size) ** 2).sum())

    @property
    def families(self) -> int:
        """Returns how many of the first particles still have descendants."""
        return int(np.unique(self._founders).size)

    def step(self, step: int) -> Update:
        """Returns what the leg and the reports of a step did; RunError where no particle could have led to them."""
        self.model.advance(step)
        return self.weigh(step)

    def weigh(self, step: int) -> Update:
        """Returns what the reports of a step did, for particles that have been moved over its leg already."""
        density = self.model.log_density(step)
        least = _FLOOR * self.log_weights.size
        before, effective = self.log_evidence, effective_size_after(self.log_weights, density, 1.0)
        taken, turn = 0.0, 0
        while taken < 1.0:
            left = 1.0 - taken
            power = self._power(density, left, least, turn)
            taken = 1.0 if power == left else taken + power
            self._take_in(power * density if power > 0.0 else np.zeros(density.size), step)
            if taken == 1.0 and effective_size(self.log_weights) >= least:
                break
            density = self._resample(step, turn, density)
            if 0.0 < taken < 1.0:
                density = self.model.refresh(step, turn, taken, density)
            turn += 1
        if turn:
            self.model.move(step, turn)
        return Update(step, self.log_evidence - before, effective, turn)

    def _power(self, density: FloatArray, left: float, least: float, turn: int) -> float:
        """Returns how much of the reports to take in now: all that is left where no part of it would do."""
        power = left if turn >= _MOST_ROUNDS else power_for(self.log_weights, density, left, least)
        return left if turn > 0 and power == 0.0 else power

    def _take_in(self, factors: FloatArray, step: int) -> None:
        gain = log_mean(self.log_weights, factors)
        if not np.isfinite(gain):
            raise RunError(
                f"none of the {self.log_weights.size} particles could have led to the reports of step {step}. "
                "Use more particles, or a wider prior"
            )
        self.log_evidence += gain
        self.log_weights = self.log_weights + factors

    def _resample(self, step: int, turn: int, density: FloatArray) -> FloatArray:
        """Returns the densities of the copies, which all weigh the same."""
        u = uniform(draw_key(self._seed, 0, _RESAMPLE, np.uint64(turn), step))
        parents = systematic(self.shares, u)
        self.model.select(step, turn, parents)
        self._founders = self._founders[parents]
        self.log_weights = np.zeros(parents.size)
        return density[parents]
