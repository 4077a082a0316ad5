"""History matching: what is ruled out is far from the data, what made the data is not, and something is always left."""

from __future__ import annotations

import numpy as np
import pytest
from tests.inference.calibration_toys import conjugate

from corridor.inference.calibrate_stages import lots_of, probes
from corridor.inference.history import CUTOFF, SMALLEST_SHARE, Space, Wave, match, missed, wave_runs

TOY = conjugate(3, 5, 0.5, seed=11)
QUESTION = TOY.question()
PROBES = probes(QUESTION)


def after_a_wave(space: Space, batch: int = 0) -> tuple[Space, np.ndarray]:
    points = space.draw(lots_of(TOY.seed), batch, wave_runs(3))
    return match(space, points, TOY.simulate(points, batch), TOY.seen, TOY.seen, PROBES), points


def test_the_emulator_follows_a_quadratic_and_knows_its_spread() -> None:
    points = lots_of(3)(0, 0, 400, 2) * 4.0 - 2.0
    noise = 0.3 * (lots_of(4)(0, 0, 400, 1) - 0.5) * np.sqrt(12.0)
    made = (1.0 + 2.0 * points[:, :1] - points[:, :1] * points[:, 1:]) + noise
    # As high as 9 standard deviations of the noise: nothing is ruled out but by the expected summary itself.
    space = match(Space(2), points, made, np.array([-10.0]), np.array([10.0]), points)
    (wave,) = space.waves
    assert np.allclose(wave.coefficients.ravel(), [1.0, 2.0, 0.0, 0.0, -1.0, 0.0], atol=0.15)
    assert wave.spread[0] == pytest.approx(0.3, rel=0.15)


def test_implausibility_counts_spreads_outside_the_observed_interval() -> None:
    wave = Wave(np.array([[0.0], [2.0], [0.0]]), np.array([0.5]), np.array([1.0]), np.array([3.0]), CUTOFF)
    points = np.array([[0.5], [1.0], [0.0], [2.5], [-1.0]])
    assert wave.implausibility(points).ravel().tolist() == [0.0, 0.0, 2.0, 4.0, 6.0]
    assert wave.plausible(points).tolist() == [True, True, True, False, False]


def test_what_made_the_data_is_never_ruled_out() -> None:
    """The centre of the posterior; three spreads over five summaries and two waves: chance below 1e-6 that it is."""
    space, _ = after_a_wave(Space(3))
    space, _ = after_a_wave(space, batch=5)
    assert space.plausible(TOY.mean[None, :]).all()
    assert 0.0 < space.share(PROBES) < 0.5


def test_a_second_wave_is_drawn_from_what_the_first_left_and_only_narrows() -> None:
    first, _ = after_a_wave(Space(3))
    second, points = after_a_wave(first, batch=5)
    assert first.plausible(points).all()
    assert second.share(PROBES) <= first.share(PROBES)
    assert (first.plausible(PROBES) | ~second.plausible(PROBES)).all()


def test_the_box_holds_all_that_is_left_and_touches_it() -> None:
    space, _ = after_a_wave(Space(3))
    left = PROBES[space.plausible(PROBES)]
    box = space.box(PROBES)
    assert ((left >= box[:, 0]) & (left <= box[:, 1])).all()
    assert np.array_equal(box, np.stack([left.min(axis=0), left.max(axis=0)], axis=1))


def test_data_that_nothing_can_give_leave_a_small_space_and_are_named() -> None:
    far = TOY.seen + np.array([60.0, 0.0, 0.0, 0.0, 0.0])
    points = Space(3).draw(lots_of(1), 0, wave_runs(3))
    space = match(Space(3), points, TOY.simulate(points, 0), far, far, PROBES)
    assert space.waves[0].cutoff > CUTOFF
    assert space.share(PROBES) >= SMALLEST_SHARE
    (name, spreads), *others = missed(space.waves[0], PROBES, ["a", "b", "c", "d", "e"])
    assert (name, others) == ("a", [])
    assert spreads > CUTOFF
    assert space.draw(lots_of(1), 9, 50).shape == (50, 3)


def test_a_summary_that_never_varies_rules_out_nothing_it_agrees_with() -> None:
    points = Space(1).draw(lots_of(1), 0, 100)
    space = match(Space(1), points, np.zeros((100, 1)), np.zeros(1), np.zeros(1), points)
    assert space.share(points) == 1.0


def test_draws_of_an_empty_space_say_so() -> None:
    nowhere = Wave(np.array([[0.0], [0.0], [0.0]]), np.ones(1), np.array([9.0]), np.array([9.0]), CUTOFF)
    with pytest.raises(ArithmeticError, match="too small"):
        Space(1, (nowhere,)).draw(lots_of(1), 0, 1)


@pytest.mark.parametrize(("size", "runs"), [(1, 100), (3, 100), (4, 120), (12, 728)])
def test_a_wave_has_eight_runs_a_coefficient(size: int, runs: int) -> None:
    assert wave_runs(size) == runs
