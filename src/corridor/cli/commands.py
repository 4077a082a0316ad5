"""The commands: each calls the rooms of the house in order and prints what they give. No rule of the model is here.

Imports stand inside the functions, so that `corridor --help` does not wait for NumPy.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.common import OK, PROBLEM, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.published import Published
    from corridor.scenario.schema import Scenario

__all__ = ["check", "list_", "run", "simulated"]


def list_(arguments: Namespace) -> int:
    """Prints the built-in scenarios, or what one scenario has; returns the exit status."""
    from corridor.cli import flee, show
    from corridor.scenario.builtin import locate, names
    from corridor.scenario.read import read

    if arguments.scenario is None:
        show.scenarios([read(locate(name)) for name in names()])
    elif flee.is_flee(locate(arguments.scenario)):
        flee.list_(locate(arguments.scenario))
    else:
        show.contents(read(locate(arguments.scenario)))
    return OK


def check(arguments: Namespace) -> int:
    """Prints every problem of a scenario on a line of its own, or what it holds; returns the exit status."""
    from corridor.cli import flee, show
    from corridor.errors import ScenarioError
    from corridor.scenario.builtin import locate
    from corridor.scenario.read import read

    folder = locate(arguments.scenario)
    if flee.is_flee(folder):
        return flee.check(arguments, folder)
    flee.refuse_flee_options(arguments)
    try:
        scenario = read(folder)
        _check_claims(scenario)
    except ScenarioError as error:
        show.problems(error)
        return PROBLEM
    show.summary(scenario)
    return OK


def _check_claims(scenario: Scenario) -> None:
    """Raises ScenarioError with what is wrong with claims.yaml, where there is one."""
    if (scenario.folder / "claims.yaml").is_file():
        from corridor.claims.read import read_claims

        read_claims(scenario)


def run(arguments: Namespace) -> int:
    """Simulates, writes the run folder, prints a short table; returns the exit status."""
    from corridor.cli import flee
    from corridor.scenario.builtin import locate
    from corridor.scenario.policy import combine
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    source = locate(arguments.scenario)
    if flee.is_flee(source):
        return flee.run(arguments, source)
    flee.refuse_flee_options(arguments)
    scenario = read(source)
    policy = combine(scenario, arguments.policy).id
    folder = arguments.out or RUNS / folder_name(scenario.id, policy, arguments.seed)
    check_target(folder)  # before the work, not after it
    ensemble = simulated(arguments, scenario, policy)
    if not ensemble.members:
        raise KeyboardInterrupt
    from corridor.cli.results import results

    results(_write(ensemble, folder), folder)
    if ensemble.complete:
        return OK
    print(f"corridor: Stopped. The {ensemble.members} finished members were kept.", file=sys.stderr)
    return STOPPED


def simulated(arguments: Namespace, scenario: Scenario, policy: str) -> Ensemble:
    """Returns the ensemble that the arguments ask for, with a progress bar meanwhile."""
    from corridor.ensemble import simulate
    from corridor.progress import progress_bar

    warn_of_compiling()
    with progress_bar("members") as progress:
        return simulate(
            scenario,
            policy=policy,
            members=arguments.members,
            replicates=arguments.replicates,
            seed=arguments.seed,
            until=arguments.until,
            prior_set=arguments.priors,
            overrides=arguments.overrides,
            jobs=arguments.jobs,
            cluster=arguments.cluster,
            progress=progress,
        )


def _write(ensemble: Ensemble, folder: Path) -> Published:
    from corridor.publish import publish
    from corridor.report import render
    from corridor.store import write

    published = publish(ensemble)
    write(published, folder, render(published))
    return published
