"""Reporting and scores: families (T22), dispersion and backlog of a count (T25), the CRPS (T27)."""

import numpy as np
import pytest
from scipy import stats
from tests.observe.made import ALONE, method, model, report, settings
from tests.support.statistics import accept, detect, mean_p, variance_p

from corridor.observe.households import HOUSEHOLD, Household
from corridor.observe.scores import crps

POISSON = "=1e12"  # a k at which nothing but families is left
CAMPS = np.full(40_000, 12_600.0)  # people, so that there are 2,000 families of 6.3


def t22(household: Household = HOUSEHOLD) -> dict[str, float]:
    generator = np.random.default_rng(22)
    count = generator.poisson(2000.0, CAMPS.size)
    # The sum of n negative binomial numbers is one again.
    others = generator.negative_binomial(count * 8.8, 8.8 / (8.8 + 5.3))
    people = count + others
    counted = model(settings(method(k=POISSON), household=household))
    of_people = counted.made_up(report(), CAMPS, counted.start(1, CAMPS.size), key=1)
    by_family = model(settings(method(k=POISSON, families=6.0), household=household))
    published = by_family.made_up(report(), CAMPS, by_family.start(1, CAMPS.size), key=2)
    return {
        "T22 families": variance_p(people, 2000.0 * 6.3 * household.design_effect),
        "T22 published people": variance_p(of_people, 12_600.0 * 7.648),
        "T22 published families": variance_p(published, 36.0 * 2000.0),
    }


def test_t22_the_variance_ratio_is_the_one_of_the_table() -> None:
    assert HOUSEHOLD.design_effect == pytest.approx(7.65, abs=0.005)
    sizes = np.arange(1, 400)
    shares = stats.nbinom.pmf(sizes - 1, HOUSEHOLD.dispersion, HOUSEHOLD.dispersion / (HOUSEHOLD.dispersion + 5.3))
    assert HOUSEHOLD.mean == pytest.approx((sizes * shares).sum())
    assert HOUSEHOLD.design_effect == pytest.approx((sizes**2 * shares).sum() / (sizes * shares).sum())


@pytest.mark.statistical
def test_t22_people_come_by_families() -> None:
    accept(t22())


@pytest.mark.statistical
def test_t22_would_notice_families_of_other_sizes() -> None:
    detect(t22(Household(mean=6.3, dispersion=5.3)))


def t25(k: str = "=12") -> dict[str, float]:
    counted = model(settings(method(k=k)))
    published = counted.made_up(report(), np.full(40_000, 800.0), counted.start(1, 40_000), key=25)
    return {
        "T25 mean": mean_p(published, 800.0, 800.0 + 800.0**2 / 12.0),
        "T25 variance": variance_p(published, 54_133.33),
    }


def t25_backlog(recorded: str = "=0.25") -> dict[str, float]:
    return {"T25 backlog": mean_p(waiting(days=60), backlog(recorded, days=60), 3000.0)}


def waiting(days: int) -> np.ndarray:
    """Returns how many wait in 4,000 queues that 1,000 a day join, before a quarter of all is recorded each day."""
    generator = np.random.default_rng(25)
    left = np.zeros(4000, np.int64)
    for _ in range(days):
        left = generator.binomial(left + generator.poisson(1000.0, left.size), 0.75)
    return left


def backlog(recorded: str, days: int) -> float:
    """Returns what the reporting model takes to be unrecorded after `days` days of 1,000 each, told by one report."""
    slow = model(settings(method(recorded_per_day=recorded)))
    day = days - 1  # the first day of the run counts too
    _, after = slow.log_density(report(day=day), np.array([1000.0 * days]), slow.start(1, 1), key=1)
    return float(after.values[0, slow.columns["camp", "backlog"]])


@pytest.mark.statistical
def test_t25_a_count_is_negative_binomial_and_lags() -> None:
    accept(t25() | t25_backlog())


@pytest.mark.statistical
def test_t25_would_notice_another_dispersion() -> None:
    detect(t25("=13"))


@pytest.mark.statistical
def test_t25_would_notice_another_rate_of_recording() -> None:
    detect(t25_backlog("=0.251"))


def test_t25_the_backlog_is_three_days_of_arrivals() -> None:
    assert backlog("=0.25", days=400) == pytest.approx(3000.0)
    assert backlog("=0.25", days=1) == pytest.approx(750.0)
    assert backlog("=1", days=5) == 0.0


def test_t25_the_density_has_the_variance_of_the_table() -> None:
    counted = model(settings(method()))
    counts = np.arange(20_000.0)
    start = counted.start(1, counts.size)
    density, _ = counted.log_density(report(), np.full(counts.size, 800.0), start, key=1, value=counts)
    shares = np.exp(density)
    mean = (shares * counts).sum()
    assert shares.sum() == pytest.approx(1.0, abs=1e-9)
    assert mean == pytest.approx(800.0)
    assert (shares * (counts - mean) ** 2).sum() == pytest.approx(54_133.33, rel=1e-6)
    assert density == pytest.approx(stats.nbinom.logpmf(counts, 12, 12 / 812), abs=1e-8)


def t27(fair: bool = True) -> dict[str, float]:
    normal = np.random.default_rng(27).standard_normal((20_000, 10))
    scores = np.array([crps(members, 0.0, fair=fair) for members in normal])
    plain = np.array([crps(members, 0.0, fair=not fair) for members in normal])
    law = 2.0 / np.sqrt(2.0 * np.pi) - 1.0 / np.sqrt(np.pi)
    return {"T27 fair": mean_p(scores, law), "T27 plain": mean_p(plain, law + 1.0 / (10 * np.sqrt(np.pi)))}


def test_t27_the_closed_form_is_the_one_of_the_table() -> None:
    quantiles = stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    assert crps(quantiles, 0.0, fair=False) == pytest.approx(0.233695, abs=1e-5)


@pytest.mark.statistical
def test_t27_the_fair_estimator_is_unbiased_and_the_plain_one_is_not() -> None:
    accept(t27())


@pytest.mark.statistical
def test_t27_would_notice_the_plain_estimator_in_its_place() -> None:
    detect(t27(fair=False))


def test_people_alone_have_no_design_effect() -> None:
    assert ALONE.design_effect == 1.0
