"""Flee's scenario folders run unchanged, in the same law, on counts: read, simulate, score, write out.csv."""

from corridor.flee.output import out_csv
from corridor.flee.run import FleeEnsemble, simulate_flee
from corridor.flee.scores import FleeScores, scores_of
from corridor.flee.world import compile_flee, counted
from corridor.formats.flee import FleeScenario, read_flee, read_native_flee, recognised

__all__ = [
    "FleeEnsemble",
    "FleeScenario",
    "FleeScores",
    "compile_flee",
    "counted",
    "out_csv",
    "read_flee",
    "read_native_flee",
    "recognised",
    "scores_of",
    "simulate_flee",
]
