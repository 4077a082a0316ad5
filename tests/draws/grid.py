"""Prints every kernel's results on a grid, bit for bit: run compiled and uncompiled, and compared."""

import numpy as np

from corridor.draws import (
    absorb,
    binomial,
    cornish_fisher,
    draw_key,
    exponential,
    hypergeometric,
    mix64,
    multinomial,
    multivariate_hypergeometric,
    normal,
    poisson,
    rotl,
    stirling,
    uniform,
)

LEVELS = [2.0**-53, 1e-9, 4e-4, 0.01, 0.0749, 0.2, 0.43, 0.5, 0.61, 0.93, 0.9992, 1 - 1e-9, 1 - 2.0**-53]


def results() -> list[str]:
    """Return one line a result."""
    return [*_keys(), *_special(), *_counts(), *_splits()]


def _keys() -> list[str]:
    words = [0, 1, 5, 2**31, 2**63 - 1, 2**63, 2**64 - 1]
    lines = []
    for a in words:
        lines += [f"{int(mix64(np.uint64(a)))} {int(rotl(np.uint64(a), 24))} {uniform(np.uint64(a)).hex()}"]
        for b in words:
            key = draw_key(1, 2, np.uint64(a), np.uint64(b), 3)
            lines += [f"{int(absorb(np.uint64(a), np.uint64(b)))} {int(key)} {uniform(key).hex()}"]
    return lines


def _special() -> list[str]:
    lines = [f"{normal(u).hex()} {exponential(u).hex()}" for u in [*LEVELS, *np.linspace(0.001, 0.999, 333).tolist()]]
    lines += [stirling.stirling_error(float(n)).hex() for n in [*range(40), 10**4, 10**9]]
    lines += [stirling.deviance(37.0, 37.0 * t).hex() for t in np.linspace(-1.0, 3.0, 101).tolist()]
    for z in np.linspace(-8.0, 8.0, 41).tolist():
        lines += [cornish_fisher.lattice_quantile(z, 0.3, 12.0, 7.0, 5.0, 3.0, 2.0).hex()]
        lines += [cornish_fisher.lattice_error(z, 12.0).hex()]
    return lines


def _counts() -> list[str]:
    lines = []
    for u in LEVELS:
        for n in (0, 1, 2, 7, 40, 300, 10**5, 10**9):
            lines += [f"{binomial(u, n, p)}" for p in (0.0, 1e-300, 1e-5, 0.019, 0.02, 0.3, 0.5, 0.8, 0.999, 1.0)]
        lines += [f"{poisson(u, mean)}" for mean in (0.0, 1e-9, 0.3, 5.0, 6.0, 30.0, 1e4, 1e9)]
        for good, bad in ((0, 0), (1, 1), (5, 200), (900, 100), (40_000, 70_000), (5 * 10**8, 5 * 10**8)):
            drawn = [0, 1, (good + bad) // 7, (good + bad) // 2, max(0, good + bad - 1), good + bad]
            lines += [f"{hypergeometric(u, good, bad, d)}" for d in drawn if d <= good + bad]
    return lines


def _splits() -> list[str]:
    lines = []
    for seed in range(30):
        keys = np.arange(seed, seed + 5, dtype=np.uint64)
        out = np.zeros(5, np.int64)
        multinomial(keys, 1000 * seed, np.array([0.3, 0.0, 5.0, 1e-9, 2.0]), out)
        lines += [str(out.tolist())]
        multivariate_hypergeometric(keys, np.array([100, 0, 3000, 7, 20]), 50 * seed, out)
        lines += [str(out.tolist())]
    return lines


if __name__ == "__main__":
    print("\n".join(results()))
