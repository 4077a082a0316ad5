"""What may be typed after `corridor`; a wrong value is answered with what is allowed."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path

import corridor
from corridor.cli import calibrate, claims, commands, compare, flee_import, forecast, score, serve

__all__ = ["parser"]

PRIOR_SETS = ("P0", "P1", "P2", "P3")
_LARGEST_SEED = 2**63 - 1
_SCENARIO = "a built-in scenario, the folder of one, or a folder of the simulator Flee"


def parser() -> ArgumentParser:
    """Returns the parser; what it returns has `command`, the function to call with the arguments."""
    top = ArgumentParser(
        prog="corridor",
        description="What happens to people when a city is fought over: who leaves, by which corridor, to where.",
        epilog="corridor COMMAND --help says more about a command.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"corridor {corridor.__version__}")
    parts = top.add_subparsers(metavar="COMMAND", required=True, title="commands")
    _add_list(parts)
    _add_check(parts)
    _add_run(parts)
    _add_compare(parts)
    _add_claims(parts)
    _add_calibrate(parts)
    _add_forecast(parts)
    _add_score(parts)
    _add_serve(parts)
    _add_import(parts)
    return top


def _add_list(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "built-in scenarios; or a scenario's policies, quantities and places"
    part = parts.add_parser("list", help=text, description=f"Lists {text}.", allow_abbrev=False)
    part.add_argument("scenario", nargs="?", metavar="SCENARIO", help=_SCENARIO)
    part.set_defaults(command=commands.list_)


def _add_check(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "every problem of a scenario, with file, row, column and remedy"
    part = parts.add_parser("check", help=text, description=f"Prints {text}.", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    _add_flee(part)
    part.set_defaults(command=commands.check)


def _add_run(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "simulate a scenario and write tables and a report"
    part = parts.add_parser("run", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    part.add_argument("--policy", default="factual", metavar="P", help="policy, or several joined by + (factual)")
    _add_options(part, replicates=1, folder="runs/SCENARIO-POLICY-SEED")
    _add_flee(part).add_argument("--flee-output", action="store_true", help="write out.csv, in Flee's own layout, too")
    part.set_defaults(command=commands.run)


def _add_compare(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "simulate a scenario under several policies and write how they differ, with intervals"
    part = parts.add_parser("compare", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    part.add_argument(
        "--policy",
        action="append",
        default=[],
        dest="policies",
        metavar="P",
        help="policy, or several joined by +; to be repeated: the first is the baseline, difference = other - baseline",
    )
    _add_options(part, replicates=2, folder="runs/SCENARIO-POLICY-vs-POLICY-SEED")
    _add_flee(part)
    part.set_defaults(command=compare.compare)


def _add_claims(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "judge the statements in a scenario's claims.yaml, under prior sets P1, P2 and P3 together"
    part = parts.add_parser("claims", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    _add_options(part, replicates=2, folder="runs/SCENARIO-claims-SEED", priors=False)
    text = "posterior.parquet of a calibration: judge on it too, and say which verdicts the data moved"
    part.add_argument("--priors", type=_posterior, metavar="FILE", help=text)
    part.set_defaults(command=claims.claims)


def _add_forecast(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "what was to be expected on a day, from what was public on it, and what changed since the last count"
    part = parts.add_parser("forecast", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help="a built-in scenario, or the folder of one")
    part.add_argument("--as-of", type=_date, required=True, metavar="DATE", help="the day, at least 14 days back")
    part.add_argument("--members", type=_whole(2), default=200, metavar="N", help="particles (200)")
    _add_seed(part)
    _add_set(part)
    part.add_argument("--jobs", type=_whole(1), metavar="N", help="threads (all cores)")
    part.add_argument("--out", type=Path, metavar="DIR", help="run folder (runs/SCENARIO-as-of-DATE-SEED)")
    part.set_defaults(command=forecast.forecast)


def _add_score(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "hold a run against the counts that are scored, beside simple rules"
    part = parts.add_parser("score", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    part.add_argument("--policy", default="factual", metavar="P", help="policy, or several joined by + (factual)")
    _add_options(part, replicates=1, folder="runs/SCENARIO-POLICY-SEED")
    part.add_argument("--rolling", action="store_true", help="score forecasts from every report date, by a particle filter")
    _add_flee(part)
    part.set_defaults(command=score.score)


def _add_serve(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "open the live page: change a corridor, see who gets out"
    part = parts.add_parser("serve", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", nargs="?", default="mosul-2016", metavar="SCENARIO", help=f"{_SCENARIO} (mosul-2016)")
    part.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; elsewhere than here, with a token (127.0.0.1)"
    )
    part.add_argument(
        "--port", type=_whole(0, 65535), default=8000, metavar="N", help="port; 0 takes any that is free (8000)"
    )
    part.set_defaults(command=serve.serve)


def _add_calibrate(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "infer the parameters that a scenario marks free from its counts; goes on where it was stopped"
    part = parts.add_parser("calibrate", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    part.add_argument("--runs", type=_whole(1), default=40_000, metavar="N", help="stochastic runs at most (40000)")
    part.add_argument("--priors", choices=PRIOR_SETS[1:], default="P1", help="prior set to start from (P1)")
    _add_seed(part)
    _add_set(part)
    _add_hands(part)
    part.add_argument("--out", type=Path, metavar="DIR", help="folder (runs/SCENARIO-calibration-SEED)")
    part.set_defaults(command=calibrate.calibrate)


def _add_import(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "write a folder of another simulator as a scenario folder that gives the same numbers"
    part = parts.add_parser("import", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("format", choices=("flee",), help="the simulator")
    part.add_argument("folder", type=Path, metavar="FOLDER", help="its folder")
    part.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder to write; it must not exist, or be empty"
    )
    _add_flee(part)
    part.set_defaults(command=flee_import.import_)


def _add_seed(part: ArgumentParser) -> None:
    part.add_argument("--seed", type=_whole(0, _LARGEST_SEED), default=1, help="the same seed gives the same run (1)")


def _add_set(part: ArgumentParser) -> None:
    part.add_argument(
        "--set",
        type=_setting,
        action=_Settings,
        default={},
        dest="overrides",
        metavar="NAME=VALUE",
        help="fix a parameter; may be repeated",
    )


def _add_hands(part: ArgumentParser) -> None:
    """Who does the work: threads here, or a cluster; the numbers are the same."""
    part.add_argument("--jobs", type=_whole(1), metavar="N", help="threads (all cores)")
    part.add_argument("--cluster", metavar="ADDRESS", help="Dask scheduler whose workers do the work, such as host:8786")


def _add_options(part: ArgumentParser, replicates: int, folder: str, priors: bool = True) -> None:
    """What all commands that simulate understand; claims are always judged under all prior sets."""
    part.set_defaults(usual={"replicates": replicates, "priors": "P1"})
    part.add_argument("--members", type=_whole(1), default=200, metavar="N", help="stochastic runs a policy (200)")
    shared = f"members that share one parameter draw ({replicates})"
    part.add_argument("--replicates", type=_whole(1), default=replicates, metavar="R", help=shared)
    _add_seed(part)
    part.add_argument("--until", type=_date, metavar="DATE", help="last day, such as 2017-06-22 (the scenario's)")
    _add_set(part)
    if priors:
        text = "prior set, or the posterior.parquet of a calibration; P0 knows only what was public before (P1)"
        part.add_argument("--priors", type=_beliefs, default="P1", metavar="SET", help=text)
    _add_hands(part)
    part.add_argument("--out", type=Path, metavar="DIR", help=f"run folder ({folder})")


def _add_flee(part: ArgumentParser) -> argparse._ArgumentGroup:
    """What a folder of the simulator Flee may be run with; refused with any other scenario."""
    group = part.add_argument_group("for folders of the simulator Flee")
    group.add_argument("--settings", metavar="FILE", help="another settings file than simsetting.yml")
    group.add_argument("--flee-repaired", action="store_true", help="what Flee's known defects were evidently meant to do")
    return group


def _whole(low: int, high: int | None = None) -> Callable[[str], int]:
    allowed = f"a whole number of at least {low}" + (f" and at most {high}" if high is not None else "")

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ArgumentTypeError(f"{text!r} is not {allowed}") from None
        if number < low or (high is not None and number > high):
            raise ArgumentTypeError(f"{text!r} is not {allowed}")
        return number

    return read


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date; write year-month-day, such as 2017-06-22") from None


def _beliefs(text: str) -> str:
    if text not in PRIOR_SETS and not text.endswith(".parquet"):
        raise ArgumentTypeError(f"invalid choice: {text!r} (choose from {', '.join(PRIOR_SETS)}, or name a file *.parquet)")
    return text


def _posterior(text: str) -> str:
    if not text.endswith(".parquet"):
        raise ArgumentTypeError(
            f"{text!r} is not a posterior file (*.parquet); claims are always judged under P1, P2 and P3 together"
        )
    return text


def _setting(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not (name.strip() and equals and abs(number) < float("inf")):
        raise ArgumentTypeError(f"{text!r} is not NAME=VALUE with a number, such as sensitivity=0.6")
    return name.strip(), number


class _Settings(argparse.Action):
    """Gathers NAME=VALUE; the same name with two values is a slip."""

    def __call__(self, parser: ArgumentParser, namespace: argparse.Namespace, values: object, option: object = None) -> None:
        assert isinstance(values, tuple)
        name, number = values
        overrides = dict(getattr(namespace, self.dest))
        if overrides.get(name, number) != number:
            raise argparse.ArgumentError(self, f"{name} is set twice, to {overrides[name]:g} and to {number:g}")
        setattr(namespace, self.dest, overrides | {name: number})
