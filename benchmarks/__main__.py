"""Prints what the program costs beside what it should: one line a goal, measured interleaved, ratios where they say more.

    python -m benchmarks                every line
    python -m benchmarks --only speed   members alone; or: processes

Times of members are CPU seconds of one thread. The machine should have little else to do.
"""

from __future__ import annotations

from argparse import ArgumentParser

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


def _line(what: str, measured: float, unit: str, *, most: float | None = None, least: float | None = None) -> None:
    met = measured <= most if most is not None else measured >= (least or 0.0)
    goal = f"at most {most:g}" if most is not None else f"at least {least:g}"
    print(f"{what:46} {measured:10.2f} {unit:4} goal {goal}: {_met(met)}", flush=True)


def _met(met: bool) -> str:
    return "met" if met else "NOT MET"


_PARTS = {"speed": _speed, "processes": _processes}

if __name__ == "__main__":
    main()
