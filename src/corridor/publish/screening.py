"""Both errors of screening, as curves over the rates that nobody measured (MODEL.md 1d, 2.6, section 5).

Screening thins: of those who come to a station a share is picked out, each independently. So what other rates would
give follows from who came, without another run: fighters missed are (1 - s) of the fighters who came, innocent people
held are f of the men and boys who came, and each is held for a time that the release rate sets. A way out passes one
station at most. No rate is marked as best, and none is recommended.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridor.publish.fighters import enough
from corridor.publish.rules import FIGHTER_RULE, FIGHTERS, Show, disclose, outward
from corridor.publish.statistics import quantiles_of
from corridor.published import QUANTILES
from corridor.published_screening import Held, Missed, Predictive, ScreeningErrors
from corridor.scenario.calendar import Calendar
from corridor.scenario.policy import apply
from corridor.scenario.schema import PlaceKind

if TYPE_CHECKING:
    from datetime import date

    from corridor.ensemble import Ensemble

__all__ = ["FALSE_POSITIVE_RATES", "PREVALENCES", "SENSITIVITIES", "predictive_value", "screening_errors", "threshold"]

Floats = NDArray[np.float64]

SENSITIVITIES = tuple(round(0.1 * step, 1) for step in range(11))
FALSE_POSITIVE_RATES = (0.0, 0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16)
PREVALENCES = (0.001, 0.005, 0.02)
#: The sensitivity and false-positive rate of the table: an example, no estimate.
EXAMPLE = (0.6, 0.03)
_MEN = "men_boys"


def predictive_value(prevalence: float, sensitivity: float, false_positive_rate: float) -> float:
    """Returns the share of fighters among those held: π s / (π s + (1 - π) f) (MODEL.md T8); NaN where nobody is held.

    >>> [round(predictive_value(share, 0.6, 0.03), 4) for share in PREVALENCES]
    [0.0196, 0.0913, 0.2899]
    """
    found, wrong = prevalence * sensitivity, (1.0 - prevalence) * false_positive_rate
    return found / (found + wrong) if found + wrong > 0 else float("nan")


def threshold(sensitivity: float, false_positive_rate: float) -> float:
    """Returns f / (s + f): at a lower prevalence most of those held are innocent.

    >>> round(threshold(0.6, 0.03), 4)
    0.0476
    """
    total = sensitivity + false_positive_rate
    return false_positive_rate / total if total > 0 else float("nan")


def screening_errors(ensemble: Ensemble, today: date) -> ScreeningErrors | None:
    """Returns both costs over the rates; None where no station screens men and boys."""
    names = ensemble.parameters.names
    men = _came(ensemble, _MEN)
    if men is None or not {"sensitivity", "false_positive_rate", "release_rate"} <= set(names):
        return None
    days = _days_held(ensemble)
    return ScreeningErrors(
        missed=_missed(ensemble, today),
        held=tuple(_held(men.sum(axis=1), (men * days).sum(axis=1), rate) for rate in FALSE_POSITIVE_RATES),
        sensitivity=_assumed(ensemble, "sensitivity"),
        false_positive_rate=_assumed(ensemble, "false_positive_rate"),
        example=EXAMPLE,
        predictive=tuple(Predictive(share, predictive_value(share, *EXAMPLE)) for share in PREVALENCES),
        threshold=threshold(*EXAMPLE),
    )


def _came(ensemble: Ensemble, group: str) -> NDArray[np.int64] | None:
    """(members, days): who came to any station on a day on which it screened; None where there is no such series."""
    on = _screening_days(ensemble)
    total: NDArray[np.int64] | None = None
    for column, series in enumerate(ensemble.series):
        if (series.quantity, series.group) == ("arrivals", group) and series.place in on:
            came = ensemble.column(column).astype(np.int64) * on[series.place]
            total = came if total is None else total + came
    return total


def _screening_days(ensemble: Ensemble) -> dict[str, NDArray[np.bool_]]:
    scenario = apply(ensemble.scenario, ensemble.policy)
    # Under P0 the run itself saw only what was public before the start (ruling 15).
    calendar = Calendar(scenario, scenario.start - timedelta(days=1) if ensemble.prior_set == "P0" else None)
    stations = [place.id for place in scenario.places if place.kind is PlaceKind.STATION]
    table = calendar.values("screening", {id_: column for column, id_ in enumerate(stations)}, lambda _: 1.0)
    return {id_: table[: len(ensemble.dates), column] > 0 for column, id_ in enumerate(stations)}


def _days_held(ensemble: Ensemble) -> Floats:
    """(members, days): evenings that one person held on a day is held until the end, on average."""
    left = np.arange(len(ensemble.dates), 0, -1)  # evenings from that day on, itself among them
    rates = ensemble.parameters.of("release_rate")[np.arange(ensemble.members) // ensemble.replicates, None]
    leaving = -np.expm1(-rates)
    with np.errstate(invalid="ignore", divide="ignore"):
        held = -np.expm1(-rates * left) / leaving
    return np.where(leaving > 0, held, left)


def _missed(ensemble: Ensemble, today: date) -> tuple[Missed, ...]:
    """Fighters who came, as a range first, and only then times 1 - s: the rates give away no more than the range."""
    fighters = _came(ensemble, FIGHTERS)
    embargo = today - timedelta(days=FIGHTER_RULE.embargo_days)
    if fighters is None or not enough(ensemble) or ensemble.dates[-1] > embargo or len(ensemble.dates) < 7:
        return ()
    weeks = len(ensemble.dates) // 7 * 7
    low, high = outward(*quantiles_of(fighters[:, :weeks].sum(axis=1)[None, :], FIGHTER_RULE.quantiles)[0].tolist())
    return tuple(Missed(s, *outward((1.0 - s) * low, (1.0 - s) * high)) for s in SENSITIVITIES)


def _held(men: NDArray[np.int64], days: Floats, rate: float) -> Held:
    people, person_days = (
        disclose(quantiles_of((rate * each)[None, :], QUANTILES)[0], Show.ROUNDED, counted=True) if rate > 0
        else np.zeros(len(QUANTILES))
        for each in (men, days)
    )  # fmt: skip
    return Held(rate, _five(people), _five(person_days))


def _five(numbers: Floats) -> tuple[float, float, float, float, float]:
    low, lower, middle, upper, high = numbers.tolist()
    return low, lower, middle, upper, high


def _assumed(ensemble: Ensemble, name: str) -> tuple[float, float]:
    low, high = np.quantile(ensemble.parameters.of(name), (0.05, 0.95)).tolist()
    return float(f"{low:.3g}"), float(f"{high:.3g}")
