"""The commands on a Flee folder: `check`, `run`, `score`; each reads it, calls the rooms of the house, prints.

Imports stand inside the functions, so that `corridor --help` does not wait for NumPy.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.common import OK, PROBLEM, RUNS, STOPPED, warn_of_compiling
from corridor.errors import RunError

if TYPE_CHECKING:
    from corridor.flee.published import FleePublished
    from corridor.flee.run import FleeEnsemble
    from corridor.formats.flee.schema import FleeScenario
    from corridor.scenario.schema import Policy

__all__ = [
    "check",
    "is_flee",
    "list_",
    "native",
    "only_native",
    "opened",
    "options",
    "refuse_flee_options",
    "run",
    "score",
    "told",
]


#: Options of the native model that mean nothing under Flee's rules, and why.
_NATIVE = {
    "replicates": "Flee's rules have no parameter draws that members could share",
    "overrides": "Flee's settings stand in its settings file; give another with --settings",
    "priors": "Flee's rules have no prior sets",
    "cluster": "Flee's members run on threads; say how many with --jobs",
}
_SPELLED = {"overrides": "set", "flee_repaired": "flee-repaired", "flee_output": "flee-output"}


def is_flee(folder: Path) -> bool:
    """Returns whether a folder is to be run under Flee's rules: one of Flee's own, or one of ours that says so."""
    from corridor.formats.flee import recognised, rules_flee

    return recognised(folder) or rules_flee(folder)


def native(scenario: str, command: str) -> Path:
    """Returns the folder of a scenario for a command that Flee's rules do not have; RunError where it runs under them."""
    from corridor.scenario.builtin import locate

    folder = locate(scenario)
    if is_flee(folder):
        raise RunError(
            f"corridor {command} needs a scenario of Corridor's own rules; {scenario} runs under Flee's, which have nothing "
            f"for it. For a Flee folder there are check, list, run, compare, score and import flee."
        )
    return folder


def check(arguments: Namespace, folder: Path) -> int:
    """Prints every problem of a Flee folder, or what it holds and what Flee does oddly with it; returns the exit status.

    Raises RunError where the folder can be read, but every run of it would stop.
    """
    from corridor.cli import flee_show, show
    from corridor.errors import ScenarioError
    from corridor.flee.stops import prepared

    try:
        scenario, repaired = opened(arguments, folder)
    except ScenarioError as error:
        show.problems(error)
        return PROBLEM
    told(scenario)
    prepared(scenario, repaired)  # what stops a run for certain is told here
    flee_show.summary(scenario)
    return OK


def list_(folder: Path) -> None:
    """Prints the policies and locations of a Flee folder."""
    from corridor.cli import flee_show

    flee_show.contents(opened(Namespace(settings=None, flee_repaired=False), folder)[0])


def run(arguments: Namespace, folder: Path) -> int:
    """Simulates a Flee folder, writes the run folder, prints the scores; returns the exit status."""
    from corridor.flee.policies import changed, combined
    from corridor.store.folder import check_target, folder_name

    only_native(arguments)
    scenario, repaired = opened(arguments, folder)
    policy = combined(scenario, arguments.policy)
    target = arguments.out or RUNS / folder_name(scenario.name, policy.id, arguments.seed)
    check_target(target)  # before the work, not after it
    told(scenario)
    ensemble = _simulate(arguments, changed(scenario, policy), repaired)
    if not len(ensemble.values):
        raise KeyboardInterrupt
    from corridor.cli import flee_show

    flee_show.results(_write(arguments, ensemble, policy, target), target)
    return _ended(ensemble)


def score(arguments: Namespace, folder: Path) -> int:
    """Does what `run` does: under Flee's rules a run is always held against the folder's own counts."""
    if vars(arguments).get("rolling"):
        native(str(arguments.scenario), "score --rolling")
    return run(arguments, folder)


def opened(arguments: Namespace, folder: Path) -> tuple[FleeScenario, bool]:
    """Returns the scenario of a folder, cut to `--until`, and whether Flee's defects are mended in it.

    Raises ScenarioError with every problem, RunError for a date outside of the run and options that the folder settles.
    """
    scenario, repaired = _read(arguments, folder.resolve())
    until = getattr(arguments, "until", None)
    if until is None:
        return scenario, repaired
    last = scenario.start + timedelta(days=scenario.length - 1)
    if not scenario.start <= until <= last:
        raise RunError(f"the run must end between {scenario.start} and {last}; given {until}")
    return replace(scenario, length=(until - scenario.start).days + 1), repaired


def _read(arguments: Namespace, folder: Path) -> tuple[FleeScenario, bool]:
    from corridor.formats.flee import read_flee, read_native_flee, recognised

    repaired = bool(arguments.flee_repaired)
    if recognised(folder):
        return read_flee(folder, settings=arguments.settings, repaired=repaired), repaired
    for option, given, where in (
        ("--settings", arguments.settings, "the settings stand in parameters.csv"),
        ("--flee-repaired", repaired, "the key `repaired` of scenario.yaml says it"),
    ):
        if given:
            raise RunError(f"{option} is for Flee's own folders; of an imported one, {where}. Leave it out, or import anew.")
    return read_native_flee(folder)


def options(arguments: Namespace) -> tuple[str, ...]:
    """Returns the options that say how the folder is read, as they were given."""
    settings = ("--settings", str(arguments.settings)) if arguments.settings else ()
    return (*settings, *(("--flee-repaired",) if arguments.flee_repaired else ()))


def told(scenario: FleeScenario) -> None:
    """Prints what Flee does oddly with a folder, and what happens here, to stderr."""
    for notice in scenario.notices:
        print(f"corridor: {notice}", file=sys.stderr)


def only_native(arguments: Namespace) -> None:
    """Raises RunError where an option was given that means nothing under Flee's rules."""
    usual = vars(arguments).get("usual", {})
    for name, why in _NATIVE.items():
        given = vars(arguments).get(name)
        if given and given != usual.get(name):
            raise RunError(f"--{_SPELLED.get(name, name)} cannot be used with a Flee folder: {why}. Leave it out.")


def refuse_flee_options(arguments: Namespace) -> None:
    """Raises RunError where an option for Flee folders was given with another scenario."""
    for name in ("settings", "flee_repaired", "flee_output"):
        if vars(arguments).get(name):
            option = _SPELLED.get(name, name)
            raise RunError(f"--{option} is for Flee folders; {arguments.scenario} is none. Leave it out.")


def _simulate(arguments: Namespace, scenario: FleeScenario, repaired: bool) -> FleeEnsemble:
    from corridor.flee.run import simulate_flee
    from corridor.progress import progress_bar

    warn_of_compiling()
    with progress_bar("members") as progress:
        return simulate_flee(
            scenario,
            members=arguments.members,
            seed=arguments.seed,
            repaired=repaired,
            jobs=arguments.jobs,
            progress=progress,
        )


def _write(arguments: Namespace, ensemble: FleeEnsemble, policy: Policy, folder: Path) -> FleePublished:
    from corridor.flee.folder import write_flee
    from corridor.flee.output import out_csv
    from corridor.publish.flee import publish_flee
    from corridor.report.flee import render_flee

    published = publish_flee(ensemble, policy=policy, options=options(arguments), folder=str(arguments.scenario))
    out = out_csv(ensemble) if vars(arguments).get("flee_output") else None
    write_flee(published, folder, render_flee(published), out)
    return published


def _ended(ensemble: FleeEnsemble) -> int:
    if ensemble.complete:
        return OK
    print(f"corridor: Stopped. The {len(ensemble.values)} finished members were kept.", file=sys.stderr)
    return STOPPED
