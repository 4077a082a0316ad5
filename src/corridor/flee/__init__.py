"""Flee's scenario folders run unchanged, in the same law, on counts: read, simulate, score, write out.csv."""

from corridor.flee.run import FleeEnsemble, simulate_flee
from corridor.flee.world import compile_flee, counted
from corridor.formats.flee import FleeScenario, read_flee, recognised

__all__ = ["FleeEnsemble", "FleeScenario", "compile_flee", "counted", "read_flee", "recognised", "simulate_flee"]
