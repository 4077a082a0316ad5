"""Prints what the program costs beside what it should: every line measured, with its goal."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.members import interleaved, member_seconds, of_size
from benchmarks.processes import import_seconds, modules_of_run, peak_mebibytes, seconds_of
from benchmarks.recording import recording, replay_seconds
from corridor import load


def _line(what: str, measured: float, unit: str, goal: float, *, least: bool = False) -> None:
    met = measured >= goal if least else measured <= goal
    sign = "at least" if least else "at most"
    print(f"{what:58s} {measured:9.2f} {unit:12s} goal {sign} {goal:g}: {'met' if met else 'NOT MET'}", flush=True)


def _speed() -> None:
    mosul = load("mosul-2016")
    civilians = replace(mosul, fighters=False)
    recorded = recording("mosul-2016")
    draws = sum(len(recorded[name]) for name in ("binomial", "hypergeometric", "poisson")) / int(recorded["days"])
    _line("draws a day, mosul-2016", draws, "", 1500)
    member_seconds(mosul, 2)
    member, alone = interleaved(lambda: member_seconds(mosul, 10), lambda: replay_seconds(recorded))
    _line("a member against its draws alone", member / alone, "times", 2.0)
    _line("members a second on one core, full model", 1 / member, "", 15, least=True)
    _line("members a second on one core, no fighters", 1 / member_seconds(civilians, 20), "", 20, least=True)
    large, small = of_size(100.0), of_size(0.01)
    ratio = interleaved(lambda: member_seconds(large, 4), lambda: member_seconds(small, 4))
    _line("population x 100 against x 0.01", ratio[0] / ratio[1], "times", 1.5)


def _processes() -> None:
    _line("import corridor", import_seconds(), "s", 0.3)
    wrong = modules_of_run()
    print(f"modules that run must not import: {', '.join(wrong) or 'none of them imported'}")
    _line("corridor run mosul-2016 --members 1, warm", seconds_of("run", "mosul-2016", "--members", "1"), "s", 2.5)
    policies = ("--policy", "factual", "--policy", "flank-closed", "--members", "200", "--jobs", "1")
    _line("compare, 2 policies x 200 members, one core", seconds_of("compare", "mosul-2016", *policies, rounds=1), "s", 30)
    _line("peak memory, 1,000 members", peak_mebibytes(1000), "MiB", 1024)


def main() -> None:
    """Measures everything, one line each; the machine should have nothing else to do."""
    _speed()
    _processes()


if __name__ == "__main__":
    main()
