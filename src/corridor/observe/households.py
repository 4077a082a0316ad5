"""Families behind people: how much more a count of people varies because people are counted family by family (T22)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HOUSEHOLD", "Household"]


@dataclass(frozen=True, slots=True)
class Household:
    """The law of a family's size h: 1 + negative binomial of mean `mean` - 1 and dispersion `dispersion`."""

    mean: float
    dispersion: float

    @property
    def variance(self) -> float:
        """Returns Var h."""
        others = self.mean - 1.0
        return others + others**2 / self.dispersion

    @property
    def design_effect(self) -> float:
        """Returns E[h²] / E[h]: the variance of people who come or stay by families over that of people who do so alone.

        Source: MODEL.md T22. Of families of known sizes it is Σh² / Σh.

        >>> round(HOUSEHOLD.design_effect, 2)
        7.65
        """
        return self.mean + self.variance / self.mean


#: MODEL.md section 7: mean 6.3 (survey: 7,559 people in 1,202 families); the dispersion gives the 7.65 of T22.
HOUSEHOLD = Household(mean=6.3, dispersion=8.8)
