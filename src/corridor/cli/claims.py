"""The command `corridor claims`: runs what the claims need, writes the folder, prints the verdicts."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor.cli.common import OK, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from corridor.claims.evaluate import ClaimResult
    from corridor.claims.run import Options, Values
    from corridor.claims.schema import Claims
    from corridor.scenario.schema import Scenario

__all__ = ["claims"]


def claims(arguments: Namespace) -> int:
    """Judges every statement in the scenario's claims.yaml; returns the exit status."""
    from corridor.claims.read import read_claims
    from corridor.claims.run import Options
    from corridor.cli.flee import native
    from corridor.scenario.read import read
    from corridor.store.folder import check_target, folder_name

    scenario = read(native(arguments.scenario, "claims"))
    found = read_claims(scenario)
    folder = arguments.out or RUNS / folder_name(scenario.id, "claims", arguments.seed)
    check_target(folder)  # before the work, not after it
    options = Options(
        arguments.members, arguments.replicates, arguments.seed, arguments.until, arguments.overrides, arguments.jobs,
        arguments.priors, arguments.cluster,
    )  # fmt: skip
    values, results, options = _judged(scenario, found, options)
    from corridor.cli.verdicts import verdicts
    from corridor.publish.claims import publish_claims
    from corridor.report.claims import render_claims
    from corridor.store.claims import write_claims

    published = publish_claims(scenario, found, results, values, options)
    write_claims(published, folder, render_claims(published))
    verdicts(published, folder)
    if values.complete:
        return OK
    print(
        "corridor: Stopped. The finished members were kept; what was not run is said to be undetermined.",
        file=sys.stderr,
    )
    return STOPPED


def _judged(scenario: Scenario, found: Claims, options: Options) -> tuple[Values, tuple[ClaimResult, ...], Options]:
    """Returns values and verdicts, and what they rest on; on a posterior beside the prior sets, to say what was moved."""
    from corridor.claims.evaluate import evaluate
    from corridor.claims.moved import moved

    if options.posterior is None:
        values = _run(scenario, found, options, "members")
        return values, evaluate(found, values, options.replicates), options
    from corridor.parameters import drawn_for

    drawn_for(scenario, options.beliefs("P1"), options.seed, 1, options.overrides)  # says at once what is wrong with it
    plain = replace(options, posterior=None)
    prior = _run(scenario, found, plain, "members, before the data")
    if not prior.complete:
        return prior, evaluate(found, prior, options.replicates), plain
    values = _run(scenario, found, options, "members, on the posterior")
    after = evaluate(found, values, options.replicates, prior=prior)
    return values, moved(evaluate(found, prior, options.replicates), after), options


def _run(scenario: Scenario, found: Claims, options: Options, label: str) -> Values:
    from corridor.claims.run import needed, run_claims, simulated
    from corridor.progress import progress_bar

    if needed(found):
        warn_of_compiling()
    with progress_bar(label) as progress:
        return run_claims(scenario, found, options, simulated, progress)
