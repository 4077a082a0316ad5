"""Ensembles of one Flee scenario under several policies → Compared, with the baseline as a run of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.flee.contrast import check_members, numbers_of, paired
from corridor.flee.published import FleeCompared
from corridor.publish.flee import flee_fans, publish_flee, unit_in
from corridor.publish.rules import ALL_CAMPS
from corridor.series import flow_days

if TYPE_CHECKING:
    from corridor.flee.run import FleeEnsemble
    from corridor.scenario.schema import Policy

__all__ = ["MOST_ROWS", "publish_flee_comparison"]

#: contrast.csv never holds more rows; with more series than that allows, it holds every second, third … week.
MOST_ROWS = 100_000


def publish_flee_comparison(
    policies: Sequence[Policy], ensembles: Sequence[FleeEnsemble], *, options: Sequence[str] = (), folder: str = ""
) -> FleeCompared:
    """Returns what may leave the program of a comparison; the first policy is the baseline, difference = other - baseline.

    RunError with fewer than two members.
    """
    check_members(len(ensembles[0].values))
    baseline = publish_flee(ensembles[0], policy=policies[0], options=options, folder=folder)
    pairs = zip(policies, ensembles, strict=True)
    facts = (PolicyFacts(policy.id, policy.name, flee_fans(ensemble)) for policy, ensemble in pairs)
    return FleeCompared(
        Compared(
            baseline=baseline.run,
            policies=tuple(facts),
            contrasts=tuple(_table(policies, ensembles)),
            courses=tuple(_courses(policies, ensembles)),
            clouds=(),
            draws=1,  # the settings, as they stand
            rules="flee",
            fighters=False,
        ),
        baseline,
    )


def _table(policies: Sequence[Policy], ensembles: Sequence[FleeEnsemble]) -> Iterator[Contrast]:
    series = len(ensembles[0].places) + 3
    days = _days(len(ensembles[0].dates), series * (len(policies) - 1))
    return _contrasts(policies, ensembles, days)


def _courses(policies: Sequence[Policy], ensembles: Sequence[FleeEnsemble]) -> Iterator[Contrast]:
    """All camps, every camp, the road and the displaced, day by day."""
    shown = {*ensembles[0].scenario.camps, ALL_CAMPS, "all"}
    every = _contrasts(policies, ensembles, range(len(ensembles[0].dates)))
    return (contrast for contrast in every if contrast.place in shown)


def _contrasts(policies: Sequence[Policy], ensembles: Sequence[FleeEnsemble], days: Sequence[int]) -> Iterator[Contrast]:
    first = ensembles[0]
    together = "" if ALL_CAMPS in first.places or not first.scenario.camps else ALL_CAMPS
    before = numbers_of(first, together)
    for policy, ensemble in zip(policies[1:], ensembles[1:], strict=True):
        names = (policies[0].id, policy.id)
        yield from paired(before, numbers_of(ensemble, together), names, first.dates, days, unit_in(first))


def _days(days: int, series: int) -> list[int]:
    """The last day of every week (or of every second, third … week), and the last of all."""
    weekly = list(flow_days(days))
    step = 1
    while step < len(weekly) and series * len({*weekly[::step], days - 1}) > MOST_ROWS:
        step += 1
    return sorted({*weekly[::step], days - 1})
