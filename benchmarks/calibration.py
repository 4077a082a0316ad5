"""What a full calibration of mosul-2016 takes: a part of its runs is measured, the whole is extrapolated, and it says so.

python -m benchmarks.calibration [--runs N]
"""

from __future__ import annotations

from argparse import ArgumentParser
from time import perf_counter, process_time

from corridor.inference.calibrate_runs import runs_of
from corridor.inference.calibrate_stages import lots_of
from corridor.scenario.load import load

__all__ = ["calibration", "main", "seconds_a_run"]

_SCENARIO, _WHOLE, _CORES, _GOAL_MINUTES = "mosul-2016", 40_000, 2, 40.0
_BATCH = 256


def seconds_a_run(runs: int, jobs: int) -> tuple[float, float]:
    """Returns wall and CPU seconds of a run: its parameters, its member, what would be published of it."""
    from scipy.special import ndtri

    scenario = load(_SCENARIO)
    assert scenario.calibration is not None
    made = runs_of(scenario, scenario.calibration, "P1", 1, {}, jobs)
    lots, size = lots_of(1), len(made.free)
    made(ndtri(lots(0, 0, 2, size)), 0)  # compiled by now
    began, used, done = perf_counter(), process_time(), 0
    for batch in range(1, 1 + -(-runs // _BATCH)):
        made(ndtri(lots(batch, 0, _BATCH, size)), batch)
        done += _BATCH
    return (perf_counter() - began) / done, (process_time() - used) / done


def main() -> None:
    """Asks how many runs to measure."""
    parser = ArgumentParser(prog="python -m benchmarks.calibration")
    parser.add_argument("--runs", type=int, default=1024, help="runs that are measured (1024)")
    calibration(parser.parse_args().runs)


def calibration(runs: int = 1024) -> None:
    """Prints the measured part and the extrapolated whole."""
    wall, cpu = seconds_a_run(runs, _CORES)
    minutes = wall * _WHOLE / 60
    met = "met" if minutes <= _GOAL_MINUTES else "NOT MET"
    what = f"calibration of {_SCENARIO}, {_WHOLE:,} runs on two cores"
    print(f"{what:56} {minutes:6.1f} min  goal at most {_GOAL_MINUTES:g}: {met}")
    print(f"    extrapolated from {runs:,} runs at {1000 * wall:.1f} ms each ({1000 * cpu:.1f} ms of CPU time); what the "
          "algorithm itself takes between runs is some seconds in all")  # fmt: skip


if __name__ == "__main__":
    main()
