"""Policies side by side: the same members under each, and the difference of any series day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.compared import Contrast
from corridor.contrast.design import check_design
from corridor.contrast.members import recorded, series_of_contrasts, unit_of
from corridor.contrast.nested import draw_effects, nested
from corridor.ensemble import Ensemble, Progress, simulate_together
from corridor.scenario.policy import combine
from corridor.scenario.schema import Scenario
from corridor.series import Series, refuse_fighters

__all__ = ["Comparison", "compare"]

_AT_ONCE = 32  # series whose statistics are made together: keeps memory small


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ensembles of the same members under several policies, the baseline first, before anything is rounded."""

    ensembles: tuple[Ensemble, ...]

    @property
    def baseline(self) -> Ensemble:
        """Returns the ensemble that the others are set against."""
        return self.ensembles[0]

    @property
    def others(self) -> tuple[Ensemble, ...]:
        """Returns the ensembles of the other policies."""
        return self.ensembles[1:]

    @property
    def draws(self) -> int:
        """Returns how many parameter draws have all their replicates; the members of others are not used."""
        return self.baseline.members // self.baseline.replicates

    @property
    def members(self) -> int:
        """Returns how many members of each policy are used."""
        return self.draws * self.baseline.replicates

    @property
    def complete(self) -> bool:
        """Returns whether every member that was asked for is finished."""
        return self.baseline.complete

    def contrast(self, policy: str, quantity: str, place: str = "all", group: str = "all") -> Contrast:
        """Returns the difference policy - baseline of one series, day by day, before rounding.

        Raises KeyError with the policies or places that exist, RefusedOutput for fighters.
        """
        refuse_fighters(Series(quantity, place, group))
        days = range(len(self.baseline.dates))
        return next(self.contrasts(self._other(policy), (Series(quantity, place, group),), days))

    def contrasts(self, other: Ensemble, series: Sequence[Series], days: Sequence[int]) -> Iterator[Contrast]:
        """Yields the contrasts of several series on some days, in the order given."""
        dates = tuple(self.baseline.dates[day] for day in days)
        for first in range(0, len(series), _AT_ONCE):
            some = series[first : first + _AT_ONCE]
            found = nested(self._table(self.baseline, some, days), self._table(other, some, days), self._replicates)
            for column, each in enumerate(some):
                yield Contrast(
                    *(each.quantity, each.place, each.group, unit_of(each.quantity)),
                    *(other.policy, self.baseline.policy, dates),
                    difference=found.difference[column],
                    mc_se=found.mc_se[column],
                    quantiles=found.quantiles[column],
                    probability_positive=found.probability_positive[column],
                    variance_reduction=found.variance_reduction[column],
                )

    def effects(self, other: Ensemble, series: Sequence[Series], day: int) -> NDArray[np.float64]:
        """Returns the mean difference of each parameter draw (draws,) on a day, chance taken out, of series summed."""
        return draw_effects(self._differences(other, series, day))

    def means(self, other: Ensemble, series: Sequence[Series], day: int) -> NDArray[np.float64]:
        """Returns the plain mean difference of each parameter draw (draws,) on a day, of several series summed up."""
        return np.asarray(self._differences(other, series, day).mean(axis=1))

    def series(self) -> tuple[Series, ...]:
        """Returns every series of which there is a contrast."""
        return series_of_contrasts(self.baseline)

    @property
    def _replicates(self) -> int:
        return self.baseline.replicates

    def _differences(self, other: Ensemble, series: Sequence[Series], day: int) -> NDArray[np.float64]:
        """(draws, replicates)."""
        before, after = (self._table(each, series, [day]).sum(axis=(1, 2)) for each in (self.baseline, other))
        return np.asarray((after - before).reshape(self.draws, self._replicates))

    def _table(self, ensemble: Ensemble, series: Sequence[Series], days: Sequence[int]) -> NDArray[np.float64]:
        """(members, series, days)."""
        chosen = list(days)
        return np.stack([recorded(ensemble, each, self.members)[:, chosen] for each in series], axis=1)

    def _other(self, policy: str) -> Ensemble:
        for ensemble in self.others:
            if ensemble.policy == policy:
                return ensemble
        raise KeyError(f"no policy {policy!r} beside the baseline; there are {[each.policy for each in self.others]}")


def compare(
    scenario: Scenario,
    policies: Sequence[str],
    *,
    members: int = 200,
    replicates: int = 2,
    seed: int = 1,
    until: date | None = None,
    prior_set: str = "P1",
    overrides: Mapping[str, float] | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Returns `members` runs of `scenario` under each policy, paired: the same parameters, the same random keys.

    The first policy is the baseline; a difference is other - baseline, member by member. Member i uses parameter draw
    i // replicates, so that what the parameters leave open and what chance adds can be told apart (ruling 3); at
    least 2 replicates of 2 draws are needed. Two policies that differ from day d on are equal before d in every number.
    Ctrl-C gives back the members that are finished under every policy, without a gap. `prior_set` and `cluster` are
    those of `simulate`.
    Raises PolicyError, ParameterError, RunError.

    >>> from corridor.scenario.builtin import locate
    >>> from corridor.scenario.read import read
    >>> comparison = compare(read(locate("tutorial")), ["factual", "camp-half"], members=8)
    >>> comparison.contrast("camp-half", "unsheltered_nights").quantiles.shape
    (60, 5)
    """
    ids = [combine(scenario, policy).id for policy in policies]
    check_design(ids, members, replicates)
    return Comparison(
        simulate_together(
            scenario,
            ids,
            members=members,
            replicates=replicates,
            seed=seed,
            until=until,
            prior_set=prior_set,
            overrides=overrides,
            jobs=jobs,
            cluster=cluster,
            progress=progress,
        )
    )
