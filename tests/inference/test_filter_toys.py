"""The filter against what is known: a naive twin (exactly), the Kalman filter, the forward filter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.inference import toys, twin

from corridor.errors import RunError
from corridor.inference.filter import Filter

SEEN = [0.3, -0.4, 0.9, 1.6, 1.1, 2.3, 1.9, 2.8]
#: A normal is further from 0 than this with a chance of 1e-6.
FAR = 4.892


def filtered(model: toys.Walk, seed: int = 1, steps: int | None = None) -> Filter:
    whole = Filter(model, seed)
    for step in range(len(model.seen) if steps is None else steps):
        whole.step(step)
    return whole


@pytest.mark.parametrize("noise", [1.0, 0.05])
def test_the_filter_is_its_naive_twin(noise: float) -> None:
    """With noise 0.05 it must temper at most steps; slots, copies and numbers are the same."""
    ours, theirs = (toys.Walk(40, 7, SEEN, 0.6, noise) for _ in range(2))
    whole = Filter(ours, 7)
    updates = [whole.step(step) for step in range(len(SEEN))]
    weights, evidence, told = twin.run(theirs, 7, len(SEEN))
    assert [update.rounds for update in updates] == [turns for turns, _ in told]
    assert [one.tolist() for one in ours.parents] == [one.tolist() for one in theirs.parents]
    assert ours.now.tolist() == theirs.now.tolist()
    assert whole.shares == pytest.approx(weights, rel=1e-9)
    assert whole.log_evidence == pytest.approx(evidence, rel=1e-9)
    assert [update.effective for update in updates] == pytest.approx([size for _, size in told], rel=1e-9)
    assert max(update.rounds for update in updates) > (1 if noise < 1 else 0)
    assert ours.moved == sum(update.rounds > 0 for update in updates)


def test_a_chain_with_impossible_states_is_its_naive_twin() -> None:
    seen = [0, 0, 1, 2, 2, 0]
    ours, theirs = (toys.Chain(30, 3, seen) for _ in range(2))
    whole = filtered(ours, 3)
    weights, evidence, _ = twin.run(theirs, 3, len(seen))
    assert ours.now.tolist() == theirs.now.tolist()
    assert whole.shares == pytest.approx(weights, rel=1e-9)
    assert whole.log_evidence == pytest.approx(evidence, rel=1e-9)


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("noise", [0.7, 0.1])
def test_the_kalman_filter_within_its_error(noise: float) -> None:
    """Means and evidence of 40 filters of 200 particles; a false alarm has a chance of about 1e-6 each.

    The evidence itself, not its log, is unbiased; with noise 0.1 every report is taken in by powers, whose estimate is
    not: the log must lie within a tenth. The error is that of the filters' own spread.
    """
    means, variances, evidence = toys.kalman(SEEN, 0.6, noise)
    ends, spreads, logs = [], [], []
    for seed in range(40):
        model = toys.Walk(200, seed, SEEN, 0.6, noise)
        whole = filtered(model, seed)
        ends.append(float(whole.shares @ model.now))
        spreads.append(float(whole.shares @ (model.now - ends[-1]) ** 2))
        logs.append(whole.log_evidence)
    assert abs(np.mean(ends) - means[-1]) < FAR * np.std(ends) / math.sqrt(40) + 0.002
    assert np.mean(spreads) == pytest.approx(variances[-1], rel=0.15)
    assert abs(np.mean(logs) - evidence) < FAR * np.std(logs) / math.sqrt(40) + 0.1


@pytest.mark.slow
@pytest.mark.statistical
def test_the_forward_filter_within_its_error() -> None:
    seen = [0, 1, 1, 2, 2, 2, 1]
    law, evidence = toys.forward(seen)
    found = np.zeros((40, 3))
    logs = np.zeros(40)
    for seed in range(40):
        model = toys.Chain(150, seed, seen)
        whole = filtered(model, seed)
        found[seed] = [whole.shares[model.now == state].sum() for state in range(3)]
        logs[seed] = whole.log_evidence
    error = FAR * found.std(axis=0) / math.sqrt(40) + 0.005
    assert (np.abs(found.mean(axis=0) - law) < error).all()
    assert abs(logs.mean() - evidence) < FAR * logs.std() / math.sqrt(40) + 0.02


@pytest.mark.slow
@pytest.mark.statistical
def test_the_variance_of_the_evidence_is_that_between_filters() -> None:
    """Estimated within each of 60 filters, and seen between them; they agree within a factor of 2.5."""
    logs, told = [], []
    for seed in range(60):
        whole = filtered(toys.Walk(200, seed, SEEN[:5], 0.6, 0.7), seed)
        logs.append(whole.log_evidence)
        told.append(whole.log_evidence_variance)
    assert 0.4 < np.mean(told) / np.var(logs, ddof=1) < 2.5
    assert whole.families > 1


def test_it_finds_back_after_a_surprise() -> None:
    """A report some five standard deviations away leaves hardly anybody near it; then the filter is where Kalman is."""
    seen = [0.1, -0.2, 0.0, 6.0, 6.2, 5.9]
    model = toys.Walk(300, 5, seen, 1.0, 0.3)
    whole = Filter(model, 5)
    rounds = [whole.step(step).rounds for step in range(len(seen))]
    means, variances, _ = toys.kalman(seen, 1.0, 0.3)
    assert rounds[3] > 2
    assert abs(float(whole.shares @ model.now) - means[-1]) < 3 * math.sqrt(variances[-1])


def test_what_nobody_can_have_led_to_is_an_error() -> None:
    class Never(toys.Walk):
        def density(self, x: float, step: int) -> float:
            return -math.inf

    with pytest.raises(RunError, match=r"none of the 10 particles could have led to the reports of step 0\. Use more"):
        Filter(Never(10, 1, SEEN, 1.0, 1.0), 1).step(0)
