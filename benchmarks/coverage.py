"""Does the stated interval cover the true difference as often as it says, at full size? Prints a table.

    python -m benchmarks.coverage --policy camps-half --studies 5 --truths 100 --replicates 8

A study is one comparison as a user would make it (members, 2 replicates) with a seed of its own. The truths are further
draws from the prior, with a seed that no study has: of each, the mean difference over many replicates. Printed is the
share of truths inside the studies' 90 % intervals, which should be 0.90: of intervals from D draws it varies by about
sqrt(0.9 * 0.1 * 2 / D) from study to study, and the noise left in the truths (their mean is of few replicates) lowers
it where chance matters. Beside it stand the variance reduction and the time that a comparison took.
"""

from __future__ import annotations

import argparse
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corridor.contrast import Comparison, compare
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario

__all__ = ["main"]

QUANTITIES = (
    "exposed_person_days",
    "trapped_person_days",
    "deaths",
    "displaced_ever",
    "displaced_current",
    "returned",
    "unsheltered_nights",
    "redirected",
)
_TRUTH_SEED = 900_001


def main(argv: list[str] | None = None) -> None:
    """Runs the studies and prints the table."""
    options = _parser().parse_args(argv)
    scenario = read(locate(options.scenario))
    policies = [options.baseline, options.policy]
    truths = _truths(scenario, policies, options.truths, options.replicates)
    studies, began = [], perf_counter()
    for seed in range(1, options.studies + 1):
        made = compare(scenario, policies, members=options.members, seed=seed, jobs=options.jobs)
        studies.append({quantity: _statistics(made, options.policy, quantity) for quantity in QUANTITIES})
    seconds = (perf_counter() - began) / options.studies
    print(f"{options.policy} - {options.baseline}, {options.members} members, {seconds:.1f} s a comparison")
    print(f"{'quantity':24} {'coverage':>9} {'lowest':>7} {'highest':>8} {'variance reduction':>19}")
    for quantity in QUANTITIES:
        shares = [_share(study[quantity][0], truths[quantity]) for study in studies]
        reduction = np.median([study[quantity][1] for study in studies])
        print(f"{quantity:24} {np.mean(shares):9.3f} {min(shares):7.2f} {max(shares):8.2f} {reduction:19.1f}")


def _truths(scenario: Scenario, policies: list[str], draws: int, replicates: int) -> dict[str, NDArray[np.float64]]:
    """Returns the mean difference of each further draw (draws,), by quantity, on the last day."""
    made = compare(scenario, policies, members=draws * replicates, replicates=replicates, seed=_TRUTH_SEED)
    return {quantity: _means(made, quantity) for quantity in QUANTITIES}


def _means(made: Comparison, quantity: str) -> NDArray[np.float64]:
    (series,) = (each for each in made.series() if (each.quantity, each.place, each.group) == (quantity, "all", "all"))
    return made.means(made.others[0], [series], len(made.baseline.dates) - 1)


def _statistics(made: Comparison, policy: str, quantity: str) -> tuple[tuple[float, float], float]:
    contrast = made.contrast(policy, quantity)
    low, high = contrast.quantiles[-1, [0, 4]].tolist()
    return (low, high), float(contrast.variance_reduction[-1])


def _share(interval: tuple[float, float], truths: NDArray[np.float64]) -> float:
    low, high = interval
    return float(((low <= truths) & (truths <= high)).mean())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scenario", default="mosul-2016")
    parser.add_argument("--baseline", default="factual")
    parser.add_argument("--policy", default="camps-half")
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--studies", type=int, default=5)
    parser.add_argument("--truths", type=int, default=100, help="further draws from the prior")
    parser.add_argument("--replicates", type=int, default=8, help="members of each truth")
    parser.add_argument("--jobs", type=int)
    return parser


if __name__ == "__main__":
    main()
