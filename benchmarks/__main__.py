"""Prints what the program costs beside what it should: one line a goal, measured interleaved, ratios where they say more.

    python -m benchmarks                every line
    python -m benchmarks --only speed   members alone; or: processes, live, page, filter, calibration

Times of members are CPU seconds of one thread. The machine should have little else to do.
"""

from __future__ import annotations

from argparse import ArgumentParser

from benchmarks.filter import filter_seconds, ranks_outside, rolling_seconds
from benchmarks.members import interleaved, of_size, timed, without_fighters
from benchmarks.processes import command, import_seconds, modules_of_run
from benchmarks.recording import recording, replayed
from corridor.scenario.load import load

_SCENARIO = "mosul-2016"


def main() -> None:
    """Measures everything that was asked for."""
    parser = ArgumentParser(prog="python -m benchmarks", description="What the program costs beside what it should.")
    parser.add_argument("--only", choices=sorted(_PARTS))
    only = parser.parse_args().only
    for name, part in _PARTS.items():
        if only in (None, name):
            part()


def _speed() -> None:
    mosul, recorded = load(_SCENARIO), recording(_SCENARIO)
    calls = sum(len(recorded[kind]) for kind in ("binomial", "hypergeometric", "poisson"))
    _line("draws a day", calls / float(recorded["days"]), "", most=1500)
    member, civilians, alone = interleaved(timed(mosul), timed(without_fighters(mosul)), replayed(recorded))
    _line("a member / its draws alone", member / alone, "", most=2.0)
    print(f"    a member {1000 * member:.1f} ms, its draws alone {1000 * alone:.1f} ms of CPU time")
    _line("members a second on one core", 1 / member, "", least=15)
    _line("members a second on one core, no fighters", 1 / civilians, "", least=20)
    # Without tables: the running totals of 200 million people are larger than they hold.
    large, small = interleaved(*(timed(of_size(mosul, factor), 4, keep=False) for factor in (100.0, 0.01)))
    _line("time of population x 100 / x 0.01", large / small, "", most=1.5)


def _processes() -> None:
    _line("import corridor", import_seconds(), "s", most=0.3)
    unwanted = modules_of_run()
    print(f"{'modules that run must not load':46} {', '.join(unwanted) or 'none':>10}      goal none: {_met(not unwanted)}")
    wall, cpu, _ = command("run", _SCENARIO, "--members", "1", rounds=4)
    _line("corridor run --members 1, whole process", wall, "s", most=2.5)
    print(f"    of which {cpu:.2f} s of CPU time")
    policies = ("--policy", "factual", "--policy", "flank-closed")
    wall, cpu, _ = command("compare", _SCENARIO, *policies, "--members", "200", "--jobs", "1")
    _line("corridor compare, 2 x 200 members, one core", wall, "s", most=30.0)
    print(f"    of which {cpu:.2f} s of CPU time")
    _line("peak memory of 1,000 members", command("run", _SCENARIO, "--members", "1000")[2], "MiB", most=1024)


def _live() -> None:
    from benchmarks.live import live

    measured = live(_SCENARIO)
    median, slow = measured.first
    _line("what-if to first picture, median of 30", 1000 * median, "ms", most=200)
    _line("what-if to first picture, 95th percentile", 1000 * slow, "ms", most=400)
    print(f"    of which {1000 * measured.first_cpu:.0f} ms of the server's CPU time; the browser's part is not in it")
    _line("what-if with 100 members, CPU time", measured.hundred, "s", most=6.0)
    _line("20 what-ifs at once, slowest to be acknowledged", measured.acknowledged, "s", most=1.0)
    early, late = measured.memory
    _line("memory after 500 what-ifs / after 50", late / early, "", most=1.1)
    print(f"    {late:.0f} MiB after 500")


def _page() -> None:
    from benchmarks.live_browser import measure

    measure(_SCENARIO)


def _filter() -> None:
    _line("filter, 1,000 particles, 250 days, one core", filter_seconds(), "s", most=90.0)
    _line("rolling study of 1,000 particles, two cores", rolling_seconds() / 2 / 60, "min", most=20.0)
    _line("bins of the filter's ranks outside 95 % bands", ranks_outside(), "", most=0.0)


def _calibration() -> None:
    from benchmarks.calibration import calibration

    calibration()


def _line(what: str, measured: float, unit: str, *, most: float | None = None, least: float | None = None) -> None:
    met = measured <= most if most is not None else measured >= (least or 0.0)
    goal = f"at most {most:g}" if most is not None else f"at least {least:g}"
    print(f"{what:46} {measured:10.2f} {unit:4} goal {goal}: {_met(met)}", flush=True)


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"


_PARTS = {
    "speed": _speed,
    "processes": _processes,
    "live": _live,
    "page": _page,
    "filter": _filter,
    "calibration": _calibration,
}

if __name__ == "__main__":
    main()
