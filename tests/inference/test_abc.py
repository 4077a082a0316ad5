"""ABC-SMC: weights, tolerances and batches by their definitions, and the conjugate toy whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from tests.inference.calibration_toys import conjugate, to_the_end

from corridor.inference.abc import Population, Target, adjusted, effective, following, prior_population
from corridor.inference.calibrate_stages import Settings, lots_of, target
from corridor.inference.posterior import learned

TARGET = Target(np.array([1.0, 2.0]), np.array([1.0, 4.0]), np.array([0.5, 2.0]))


def test_within_the_observed_interval_nothing_is_missed() -> None:
    summaries = np.array([[1.0, 3.0], [1.5, 2.0], [1.0, 6.0], [0.0, 0.0]])
    assert TARGET.miss(summaries).tolist() == [[0, 0], [0.5, 0], [0, 2], [-1, -2]]
    expected = [0.0, math.sqrt(0.5), math.sqrt(0.5), math.sqrt((4 + 1) / 2)]
    assert TARGET.distance(summaries) == pytest.approx(expected)


def everything(points: np.ndarray) -> np.ndarray:
    return np.ones(points.shape[0], bool)


def a_population(size: int = 300) -> Population:
    toy = conjugate(2, 3, 0.5, seed=3)
    miss = Target(toy.seen, toy.seen, np.ones(3))
    lots = lots_of(1)

    def draw(batch: int, rows: int) -> np.ndarray:
        from scipy.special import ndtri

        return np.asarray(ndtri(lots(batch, 0, rows, 2)))

    return prior_population(toy.simulate, miss, draw, size, 0)


def next_of(before: Population, **others: float) -> tuple[Population | None, int, int]:
    toy = conjugate(2, 3, 0.5, seed=3)
    plain = {"tolerance": 1.0, "size": 100, "batch": before.batches, "most_runs": 10_000, "floor": 0.02}
    miss = Target(toy.seen, toy.seen, np.ones(3))
    return following(before, toy.simulate, miss, everything, lots_of(1), **{**plain, **others})  # type: ignore[arg-type]


def test_the_first_population_is_the_prior_itself() -> None:
    first = a_population(700)
    assert (first.points.shape, first.runs, first.batches) == ((700, 2), 700, 2)
    assert first.effective == pytest.approx(700)
    assert math.isinf(first.tolerance)
    assert first.acceptance == 1.0


def test_weights_are_prior_over_proposal() -> None:
    """Against the definition, written out with SciPy's densities."""
    before = a_population(60)
    after, _, _ = next_of(before, size=40)
    assert after is not None
    spread = 2.0 * np.cov(before.points, rowvar=False, aweights=before.weights)
    kernels = [multivariate_normal(point, spread) for point in before.points]
    proposal = sum(weight * each.pdf(after.points) for weight, each in zip(before.weights, kernels, strict=True))
    plain = multivariate_normal(np.zeros(2), np.eye(2)).pdf(after.points) / proposal
    assert after.weights == pytest.approx(plain / plain.sum(), rel=1e-9)


def test_all_that_is_accepted_is_kept_and_nothing_else() -> None:
    after, runs, batches = next_of(a_population(), tolerance=0.8)
    assert after is not None
    assert after.weights.size >= 100
    assert (after.distances <= 0.8).all()
    assert (after.runs, after.batches) == (runs, batches)
    assert after.weights.sum() == pytest.approx(1.0)


def test_too_few_runs_or_too_few_accepted_give_no_population() -> None:
    before = a_population()
    assert next_of(before, most_runs=80, tolerance=0.3)[0] is None
    nothing, runs, _ = next_of(before, tolerance=1e-9)
    assert nothing is None
    assert 512 <= runs < 10_000


def test_what_is_implausible_is_never_run() -> None:
    before, seen = a_population(), []
    toy = conjugate(2, 3, 0.5, seed=3)

    def simulate(points: np.ndarray, batch: int) -> np.ndarray:
        seen.append(points)
        return toy.simulate(points, batch)

    miss = Target(toy.seen, toy.seen, np.ones(3))
    following(before, simulate, miss, lambda points: points[:, 0] > 0.0, lots_of(1), tolerance=2.0, size=50, batch=9,
              most_runs=5_000, floor=0.0)  # fmt: skip
    assert (np.concatenate(seen)[:, 0] > 0.0).all()


def test_the_regression_finds_an_exact_line() -> None:
    """Points that are a line of the misses end in one point: where nothing is missed."""
    miss = np.linspace(-1.0, 1.0, 50)[:, None]
    points = 0.7 + 2.0 * miss
    flat = np.full(50, 0.02)
    zero = Target(np.zeros(1), np.zeros(1), np.ones(1))
    moved, weights = adjusted(Population(points, flat, miss, zero.distance(miss), 1.0, 50, 1), zero)
    assert moved == pytest.approx(np.full((50, 1), 0.7))
    assert weights[[0, -1]] == pytest.approx(0.0)
    assert weights.sum() == pytest.approx(1.0)


def test_too_few_points_are_not_adjusted() -> None:
    miss = np.array([[0.1], [0.2], [0.3]])
    few = Population(miss, np.full(3, 1 / 3), miss, miss.ravel(), 1.0, 3, 1)
    points, weights = adjusted(few, Target(np.zeros(1), np.zeros(1), np.ones(1)))
    assert np.array_equal(points, miss)
    assert np.array_equal(weights, few.weights)


def test_points_within_all_intervals_are_left_where_they_are() -> None:
    inside = Population(np.eye(2), np.full(2, 0.5), np.zeros((2, 1)), np.zeros(2), 1.0, 2, 1)
    points, _ = adjusted(inside, Target(np.full(1, -1.0), np.ones(1), np.ones(1)))
    assert np.array_equal(points, np.eye(2))


@pytest.mark.statistical
@pytest.mark.parametrize(("size", "summaries", "noise"), [(1, 1, 0.5), (2, 2, 0.5), (4, 6, 0.7)])
def test_the_conjugate_toy_is_answered_rightly(size: int, summaries: int, noise: float) -> None:
    """Stated error: mean within 0.35 posterior sd, sd within 25 %, information within 0.25 nats.

    With 250 or more effective points a mean errs by 0.063 sd and an sd by 4.5 %: the bounds are more than 5.5 errors
    away, which a right answer passes but for a chance below 1e-7 each; the keys are fixed.
    """
    toy = conjugate(size, summaries, noise, seed=5)
    course = to_the_end(toy.question(), Settings(runs=30_000))
    assert course.population is not None
    points, weights = adjusted(course.population, target(toy.question(), course))
    assert effective(weights) > 250
    exact = np.sqrt(np.diag(toy.covariance))
    mean = weights @ points
    assert np.abs((mean - toy.mean) / exact).max() < 0.35
    spread = np.sqrt(weights @ (points - mean) ** 2)
    assert np.abs(spread / exact - 1.0).max() < 0.25
    told = [learned(points[:, column], weights) for column in range(size)]
    assert np.abs([one.nats - nats for one, nats in zip(told, toy.nats, strict=True)]).max() < 0.25
    assert [one.spread_ratio for one in told] == pytest.approx(spread)
