"""The command `corridor claims`: runs what the claims need, writes the folder, prints the verdicts."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corridor.cli.commands import OK, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from corridor.claims.run import Options, Values
    from corridor.claims.schema import Claims
    from corridor.ensemble import Ensemble
    from corridor.scenario.schema import Scenario

__all__ = ["claims"]


def claims(arguments: Namespace) -> int:
    """Judges every statement in the scenario's claims.yaml; returns the exit status."""
    from corridor.claims.evaluate import evaluate
    from corridor.claims.read import read_claims
    from corridor.claims.run import Options
    from corridor.scenario.builtin import locate
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    scenario = read(locate(arguments.scenario))
    found = read_claims(scenario)
    folder = arguments.out or RUNS / folder_name(scenario.id, "claims", arguments.seed)
    check_target(folder)  # before the work, not after it
    options = Options(
        arguments.members, arguments.replicates, arguments.seed, arguments.until, arguments.overrides, arguments.jobs
    )
    values = _run(scenario, found, options)
    from corridor.cli.verdicts import verdicts
    from corridor.publish.claims import publish_claims
    from corridor.report.claims import render_claims
    from corridor.store.claims import write_claims

    published = publish_claims(scenario, found, evaluate(found, values, options.replicates), values, options)
    write_claims(published, folder, render_claims(published))
    verdicts(published, folder)
    if values.complete:
        return OK
    print(
        "corridor: Stopped. The finished members were kept; what was not run is said to be undetermined.",
        file=sys.stderr,
    )
    return STOPPED


def _run(scenario: Scenario, found: Claims, options: Options) -> Values:
    from corridor.claims.run import needed, run_claims
    from corridor.progress import progress_bar

    if needed(found):
        warn_of_compiling()
    with progress_bar("members") as progress:
        return run_claims(scenario, found, options, _simulate, progress)


def _simulate(
    scenario: Scenario,
    policies: Sequence[str],
    prior_set: str,
    options: Options,
    progress: Callable[[int, int], None] | None,
) -> Sequence[Ensemble]:
    from corridor.ensemble import simulate_together

    return simulate_together(
        scenario,
        policies,
        members=options.members,
        replicates=options.replicates,
        seed=options.seed,
        until=options.until,
        prior_set=prior_set,
        overrides=options.overrides,
        jobs=options.jobs,
        progress=progress,
    )
