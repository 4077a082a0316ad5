"""People divided among options, each draw keyed by its option's id (ruling 1), or chosen by lot where few may pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.draws import binomial, kernel, multivariate_hypergeometric
from corridor.model.cells import chance_of_option
from corridor.model.scratch import Scratch
from corridor.model.world import World

__all__ = ["choose_by_lot", "line_up", "split_by_option"]


@kernel
def line_up(world: World, scratch: Scratch, place: int, probability: NDArray[np.float64]) -> int:
    """Fills `scratch.turn` for the options of `place`; returns the last one that anybody takes, or one before the first.

    Probabilities need not sum to 1. What is made here serves every cell that chooses by the same probabilities.
    """
    first, last = world.options.first[place], world.options.first[place + 1]
    final = first - 1
    for option in range(first, last):
        scratch.beyond[option] = 0.0
        if probability[option] > 0.0:
            final = option
    # Added up afresh for every option: a running remainder loses small shares, and can end below 0.
    for other in range(first + 1, final + 1):
        for option in range(first, other):
            scratch.beyond[option] += probability[other]
    for option in range(first, final):
        scratch.turn[option] = 0.0
        if probability[option] > 0.0:
            scratch.turn[option] = probability[option] / (probability[option] + scratch.beyond[option])
    return final


@kernel
def split_by_option(
    world: World,
    scratch: Scratch,
    place: int,
    final: int,
    people: int,
    across: int,
    group: int,
    process: np.uint64,
    word: np.uint64,
    today: np.uint64,
) -> None:
    """Fills `scratch.demand[option, across, group]` for the options of `place`, lined up as far as `final`."""
    for option in range(world.options.first[place], final):
        if people == 0:
            return
        if scratch.turn[option] > 0.0:
            u = chance_of_option(today, process, word, world.options.key[option])
            chosen = binomial(u, people, scratch.turn[option])
            scratch.draws[0] += 1
            scratch.demand[option, across, group] = chosen
            people -= chosen
    if final >= world.options.first[place]:
        scratch.demand[final, across, group] = people


@kernel
def choose_by_lot(scratch: Scratch, cells: int, admitted: int) -> None:
    """Fills `scratch.taken`: a uniformly random sample of `admitted` people from the cells of `scratch.counts`."""
    multivariate_hypergeometric(scratch.keys[:cells], scratch.counts[:cells], admitted, scratch.taken[:cells])
    if admitted == 0:
        return
    lots = -1  # the last cell with anybody takes the rest
    for position in range(cells):
        if scratch.counts[position] > 0:
            lots += 1
    scratch.draws[0] += lots
