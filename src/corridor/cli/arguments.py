"""What may be typed after `corridor`; a wrong value is answered with what is allowed."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path

import corridor
from corridor.cli import claims, commands, compare

__all__ = ["parser"]

PRIOR_SETS = ("P0", "P1", "P2", "P3")
_LARGEST_SEED = 2**63 - 1
_SCENARIO = "a built-in scenario, or the folder of one"


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
    part.set_defaults(command=commands.check)


def _add_run(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "simulate a scenario and write tables and a report"
    part = parts.add_parser("run", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    part.add_argument("--policy", default="factual", metavar="P", help="policy, or several joined by + (factual)")
    _add_options(part, replicates=1, folder="runs/SCENARIO-POLICY-SEED")
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
    part.set_defaults(command=compare.compare)


def _add_claims(parts: argparse._SubParsersAction[ArgumentParser]) -> None:
    text = "judge the statements in a scenario's claims.yaml, under prior sets P1, P2 and P3 together"
    part = parts.add_parser("claims", help=text, description=text.capitalize() + ".", allow_abbrev=False)
    part.add_argument("scenario", metavar="SCENARIO", help=_SCENARIO)
    _add_options(part, replicates=2, folder="runs/SCENARIO-claims-SEED", priors=False)
    part.set_defaults(command=claims.claims)


def _add_options(part: ArgumentParser, replicates: int, folder: str, priors: bool = True) -> None:
    """What all commands that simulate understand; claims are always judged under all prior sets."""
    part.add_argument("--members", type=_whole(1), default=200, metavar="N", help="stochastic runs a policy (200)")
    shared = f"members that share one parameter draw ({replicates})"
    part.add_argument("--replicates", type=_whole(1), default=replicates, metavar="R", help=shared)
    part.add_argument("--seed", type=_whole(0, _LARGEST_SEED), default=1, help="the same seed gives the same run (1)")
    part.add_argument("--until", type=_date, metavar="DATE", help="last day, such as 2017-06-22 (the scenario's)")
    part.add_argument(
        "--set",
        type=_setting,
        action=_Settings,
        default={},
        dest="overrides",
        metavar="NAME=VALUE",
        help="fix a parameter; may be repeated",
    )
    if priors:
        part.add_argument(
            "--priors", choices=PRIOR_SETS, default="P1", help="prior set; P0 knows only what was public before (P1)"
        )
    part.add_argument("--jobs", type=_whole(1), metavar="N", help="threads (all cores)")
    part.add_argument("--out", type=Path, metavar="DIR", help=f"run folder ({folder})")


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
