"""Keyed randomness: a draw is a pure function of (seed, member, process, cell, day), by inverse CDF."""

from corridor.draws.binomial import binomial
from corridor.draws.exponential import exponential
from corridor.draws.hypergeometric import hypergeometric
from corridor.draws.jit import cache_directory, kernel, source_hash
from corridor.draws.keys import (
    absorb,
    cell_key,
    day_key,
    draw_key,
    member_key,
    mix64,
    rotl,
    text_key,
    uniform,
)
from corridor.draws.many import following_keys, uniforms, uniforms_of_cells
from corridor.draws.multivariate import multinomial, multivariate_hypergeometric
from corridor.draws.normal import normal
from corridor.draws.poisson import poisson

__all__ = [
    "absorb",
    "binomial",
    "cache_directory",
    "cell_key",
    "day_key",
    "draw_key",
    "exponential",
    "following_keys",
    "hypergeometric",
    "kernel",
    "member_key",
    "mix64",
    "multinomial",
    "multivariate_hypergeometric",
    "normal",
    "poisson",
    "rotl",
    "source_hash",
    "text_key",
    "uniform",
    "uniforms",
    "uniforms_of_cells",
]
