"""The reporting model as a law: densities add up, made-up counts follow them, a range has its probability."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.observe.made import GRID, MANY, after, column, density_of, method, model, report, settings

from corridor.observe.reporting import Reporting


@pytest.mark.parametrize("jumps", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("told", [(), ((5, 150.0, 200.0),), ((5, 0.0, 200.0), (6, 600.0, 200.0))])
def test_the_density_of_a_report_is_a_law(jumps: float, told: tuple[tuple[int, float, float], ...]) -> None:
    counted = model(settings(method(k="=40", memory_days="=9"), jumps=jumps))
    shares = density_of(counted, report(12), 100.0, after(counted, *told))
    assert shares.sum() == pytest.approx(1.0, abs=2e-3 if jumps else 1e-9)


@pytest.mark.statistical
@pytest.mark.parametrize("jumps", [0.0, 0.3])
def test_made_up_reports_follow_the_density(jumps: float) -> None:
    """Each fails by chance once in a million."""
    counted = model(settings(method(k="=40", memory_days="=9"), jumps=jumps))
    errors = after(counted, (5, 150.0, 200.0))
    made = counted.made_up(report(12), np.full(MANY, 60.0), errors.take(np.zeros(MANY, np.intp)), key=11)
    shares = density_of(counted, report(12), 60.0, errors)
    expected = MANY * shares / shares.sum()
    keep = expected >= 5
    seen = np.bincount(made.astype(int), minlength=GRID.size)[: GRID.size]
    assert stats.chisquare(seen[keep], expected[keep] * (seen[keep].sum() / expected[keep].sum())).pvalue > 1e-6


def made_in_turn(reporting: Reporting, days: tuple[int, ...], truth: float, key: int = 5) -> np.ndarray:
    """Returns (particles, reports) made-up counts, each from the errors that the ones before it left."""
    errors = reporting.start(key, MANY)
    people = np.full(MANY, truth)
    numbers = []
    for day in days:
        numbers.append(reporting.made_up(report(day), people, errors, key))
        _, errors = reporting.log_density(report(day), people, errors, key, value=numbers[-1])
    return np.stack(numbers, axis=1)


@pytest.mark.statistical
def test_every_count_of_a_series_has_the_dispersion_of_the_first() -> None:
    """Six standard errors: less than once in a million each."""
    numbers = made_in_turn(model(settings(method(memory_days="=20"))), (3, 6, 20), 800.0)
    for counts in numbers.T:
        assert counts.mean() == pytest.approx(800.0, abs=6 * np.sqrt(54_133 / MANY))
        fourth = np.mean((counts - counts.mean()) ** 4)
        assert counts.var() == pytest.approx(54_133.33, abs=6 * np.sqrt((fourth - 54_133.0**2) / MANY))


@pytest.mark.statistical
def test_errors_fade_with_the_days_between() -> None:
    """Each correlation fails by chance once in a million."""
    numbers = made_in_turn(model(settings(method(memory_days="=20"))), (3, 6, 46), 80_000.0)
    found = np.corrcoef(numbers.T)
    for one, other, days in ((0, 1, 3), (1, 2, 40), (0, 2, 43)):
        z = np.arctanh(found[one, other]) - np.arctanh(np.exp(-days / 20))
        assert abs(z) < 8 / np.sqrt(MANY)  # counts are not normal: a wider bound than Fisher's 4.9


@pytest.mark.statistical
def test_jumps_that_are_summed_over_and_drawn_are_those_of_the_law() -> None:
    """Two counts of one gamma level under two jumps, against the same thing drawn outright; six standard errors each."""
    counted = model(settings(method(k="=100", memory_days="=1e9"), jumps=1.0))
    numbers = np.log(made_in_turn(counted, (3, 6), 3000.0))
    generator = np.random.default_rng(8)
    level = generator.gamma(100.0, 1 / 100.0, MANY)
    jumps = np.cumsum(generator.normal(0.0, 0.4, (MANY, 2)), axis=1)
    law = np.log(generator.poisson(3000.0 * level[:, None] * np.exp(jumps)))
    for mine, outright in ((numbers[:, 0], law[:, 0]), (numbers[:, 1], law[:, 1]), (np.diff(numbers), np.diff(law))):
        spread = np.sqrt(outright.var() * 2 / MANY)
        assert mine.mean() == pytest.approx(outright.mean(), abs=6 * spread)
        assert mine.var() == pytest.approx(outright.var(), abs=6 * outright.var() * np.sqrt(4 / MANY))


@pytest.mark.parametrize(("low", "high"), [(50.0, 150.0), (None, 90.0), (120.0, None)])
def test_a_report_between_bounds_has_the_probability_of_the_range(low: float | None, high: float | None) -> None:
    counted = model(settings(method()))
    of = report(5, 100.0, low=low, high=high)
    density, then = counted.log_density(of, np.full(500, 110.0), counted.start(1, 500), key=1)
    law = stats.nbinom(12, 12 / 122)
    expected = (law.cdf(high) if high else 1.0) - (law.cdf(low - 1) if low else 0.0)
    assert np.exp(density) == pytest.approx(np.full(500, expected))
    assert np.ptp(column(counted, then, "gain")) > 0  # the count itself stays unknown


def test_bounds_may_be_passed_over_by_a_jump() -> None:
    still, jumpy = (model(settings(method(k="=400"), jumps=jumps)) for jumps in (0.0, 0.5))
    of = report(5, 170.0, low=160.0, high=180.0)
    never, _ = still.log_density(of, np.full(1, 100.0), still.start(1, 1), key=1)
    maybe, then = jumpy.log_density(of, np.full(400, 100.0), jumpy.start(1, 400), key=1)
    assert maybe[0] > never[0] + 5
    assert column(jumpy, then, "level").mean() == pytest.approx(0.5, abs=0.2)


def test_a_lower_bound_says_only_at_least_so_many() -> None:
    counted = model(settings(method(lower_bound=True)))
    few, many = (
        counted.log_density(report(5, 40.0), np.full(1, truth), counted.start(1, 1), 1)[0][0] for truth in (20.0, 4e4)
    )
    assert many == pytest.approx(0.0)
    assert few < -3


def test_zero_is_a_count_of_nobody() -> None:
    counted = model(settings(method()))
    nobody, some = (
        counted.log_density(report(5, 0.0), np.full(1, truth), counted.start(1, 1), 1)[0][0] for truth in (0.0, 500.0)
    )
    assert nobody > -1 > -10 > some
