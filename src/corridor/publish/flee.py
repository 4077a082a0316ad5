"""FleeEnsemble → FleePublished: fans, checks, scores and facts of a run under Flee's rules.

Its numbers are of whole locations and have no fighters in them, so they are whole but not rounded to 100 (ruling 21).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.errors import RunError
from corridor.flee.camps import capacities, counted_camps, in_camps
from corridor.flee.published import FleePublished
from corridor.publish.checks import pit
from corridor.publish.facts import code_hash, versions
from corridor.publish.flee_map import map_days, places_of, roads_of
from corridor.publish.flee_scores import score_rows
from corridor.publish.rules import ALL_CAMPS, Show, disclose
from corridor.publish.statistics import quantiles_of, summarise, summarise_one
from corridor.published import QUANTILES, Fan, ObservationCheck, Published, RunFacts
from corridor.scenario.policy import FACTUAL

if TYPE_CHECKING:
    from corridor.flee.run import FleeEnsemble
    from corridor.scenario.schema import Policy

__all__ = ["flee_fans", "law_of", "publish_flee", "unit_in"]

Floats = NDArray[np.float64]
_PROBABILITIES = (0.01, *QUANTILES, 0.99)

_LIMITS = (
    "The rules are those of the simulator Flee: people choose a road by distance, conflict and camps, and know nothing "
    "of what others do; nobody returns home, nobody is screened, nobody dies.",
    "How many people are displaced, and when, is read from the counts themselves: the run says where they go, not how many "
    "they are.",
)
_DRIVEN = "How many people are displaced is set by the intensity of conflicts alone, and was not fitted to the counts."
_WAVES = (
    "Capacities are looked at once for all who decide together (in the morning, and at each wave of arrivals), not person "
    "by person."
)


def publish_flee(
    ensemble: FleeEnsemble, *, policy: Policy = FACTUAL, options: Sequence[str] = (), folder: str = ""
) -> FleePublished:
    """Returns what may leave the program of a run under Flee's rules.

    `policy` is what the scenario was changed by before it ran, `folder` and `options` are what the command line gave, so
    that the run can be repeated. RunError where not one member was finished.
    """
    if not len(ensemble.values):
        raise RunError("No member was finished, so there is nothing to publish. Let the run go on for longer.")
    scenario = ensemble.scenario
    days = map_days(ensemble)
    driven = bool(scenario.settings.spawn_mode)
    return FleePublished(
        run=Published(
            run=_facts(ensemble, policy),
            fans=flee_fans(ensemble),
            flows=(),
            observations=tuple(_checks(ensemble)),
            parameters=(),
            places=places_of(scenario),
            sets=_sets(ensemble),
            groups={},
            origins={},
            routes=roads_of(ensemble, days),
            map_dates=days,
            basemap=None,
            limits=(_LIMITS[0], _DRIVEN if driven else _LIMITS[1], _WAVES),
        ),
        scores=score_rows(ensemble),
        notices=tuple(str(notice) for notice in scenario.notices),
        data=_data(ensemble),
        law=law_of(ensemble.repaired),
        repaired=ensemble.repaired,
        options=tuple(options),
        folder=folder or scenario.name,
        hasten=scenario.settings.hasten,
    )


def law_of(repaired: bool) -> str:
    """Returns under which law a run stands, in words."""
    return "Flee's rules, defects mended" if repaired else "Flee's law, its defects included"


def flee_fans(ensemble: FleeEnsemble) -> tuple[Fan, ...]:
    """Returns the fans of a run: people at every location and in all camps, on roads, ever displaced; capacities."""
    means, quantiles = summarise(ensemble.values, QUANTILES)
    names = [*(("present", place) for place in ensemble.places), ("in_transit", "all"), ("displaced_ever", "all")]
    fans = [_fan(*name, ensemble, means[at], quantiles[at]) for at, name in enumerate(names)]
    if _sets(ensemble):
        fans.append(_fan("present", ALL_CAMPS, ensemble, *summarise_one(in_camps(ensemble), QUANTILES)))
    return (*fans, *_capacities(ensemble))


def _fan(quantity: str, place: str, ensemble: FleeEnsemble, mean: Floats, quantiles: Floats) -> Fan:
    shown, middle = (disclose(numbers, Show.EXACT, counted=True) for numbers in (quantiles, mean))
    return Fan(quantity, place, "all", unit_in(ensemble), ensemble.dates, middle, shown)


def unit_in(ensemble: FleeEnsemble) -> str:
    """Returns what the numbers count: people, or agents that stand for several."""
    return "agents" if ensemble.scenario.settings.hasten > 1 else "people"


def _capacities(ensemble: FleeEnsemble) -> Iterator[Fan]:
    """The capacity of every camp that has one, in agents; nothing in it depends on chance."""
    for place, people in capacities(ensemble).items():
        yield _fan("capacity", place, ensemble, people, np.repeat(people[:, None], len(QUANTILES), axis=1))


def _sets(ensemble: FleeEnsemble) -> dict[str, str]:
    """All camps together, unless a location has that very name."""
    return {} if ALL_CAMPS in ensemble.places or not ensemble.scenario.camps else {ALL_CAMPS: "All camps"}


def _data(ensemble: FleeEnsemble) -> dict[str, Fan]:
    """What the data say on every day, as curves without width."""
    curves = {camp: ensemble.data.camps[camp].astype(np.float64) for camp in counted_camps(ensemble)}
    if curves and _sets(ensemble):
        curves[ALL_CAMPS] = np.sum(list(curves.values()), axis=0)
    days = len(ensemble.dates)
    return {
        name: _fan("present", name, ensemble, curve[:days], np.repeat(curve[:days, None], len(QUANTILES), axis=1))
        for name, curve in curves.items()
    }


def _checks(ensemble: FleeEnsemble) -> Iterator[ObservationCheck]:
    """Every dated count of a camp beside the members of that evening, both in agents."""
    camps = set(ensemble.scenario.camps)
    for table in sorted(ensemble.scenario.data[1:], key=lambda each: each.name):
        if table.name not in camps:
            continue
        members = ensemble.present(table.name)
        for day in sorted({int(day) for day in table.days if 0.0 <= day < len(ensemble.dates)}):
            value = float(ensemble.data.camps[table.name][day])
            low, *middle, high = disclose(
                quantiles_of(members[:, day], _PROBABILITIES), Show.EXACT, counted=True
            ).tolist()  # fmt: skip
            q05, q25, q50, q75, q95 = middle
            yield ObservationCheck(
                series=table.name, date=ensemble.dates[day], value=value, low=None, high=None, quantity="present",
                place=table.name, group="all", kind="stock", scored=day > 0, source="source_data", confidence="",
                mean=float(np.rint(members[:, day].mean())), q01=low, quantiles=(q05, q25, q50, q75, q95), q99=high,
                pit=pit(members[:, day], value),
            )  # fmt: skip


def _facts(ensemble: FleeEnsemble, policy: Policy) -> RunFacts:
    scenario = ensemble.scenario
    return RunFacts(
        scenario=scenario.name,
        title=scenario.name,
        policy=policy.id,
        policy_name=policy.name,
        prior_set="none",  # nothing is drawn but chance
        seed=ensemble.seed,
        members=len(ensemble.values),
        replicates=1,
        start=ensemble.dates[0],
        end=ensemble.dates[-1],
        complete=ensemble.complete,
        content_hash=scenario.content_hash,
        code_hash=code_hash(),
        prior_hash="",
        overrides={},
        versions=versions(),
        seconds=dict(ensemble.seconds),
    )
