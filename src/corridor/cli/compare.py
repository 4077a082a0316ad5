"""The command `corridor compare`: pairs of members under several policies, and a table of how they differ."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from corridor.cli.common import OK, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from pathlib import Path

    from corridor.compared import Compared
    from corridor.contrast import Comparison
    from corridor.scenario.schema import Scenario

__all__ = ["compare"]


def compare(arguments: Namespace) -> int:
    """Simulates all policies, writes the folder, prints the differences; returns the exit status."""
    from corridor.cli import flee, flee_compare
    from corridor.contrast.design import check_design
    from corridor.scenario.builtin import locate
    from corridor.scenario.policy import combine
    from corridor.scenario.read import read
    from corridor.store.contrast import comparison_name
    from corridor.store.folder import check_target

    source = locate(arguments.scenario)
    if flee.is_flee(source):
        return flee_compare.compare(arguments, source)
    flee.refuse_flee_options(arguments)
    scenario = read(source)
    policies = [combine(scenario, policy).id for policy in arguments.policies]
    check_design(policies, arguments.members, arguments.replicates)
    folder = arguments.out or RUNS / comparison_name(scenario.id, policies, arguments.seed)
    check_target(folder)  # before the work, not after it
    comparison = _simulate(arguments, scenario, policies)
    if comparison.draws < 2:
        raise KeyboardInterrupt
    from corridor.cli.differences import differences

    differences(_write(comparison, folder), folder)
    if comparison.complete:
        return OK
    print(f"corridor: Stopped. {comparison.members} finished members of each policy were kept.", file=sys.stderr)
    return STOPPED


def _simulate(arguments: Namespace, scenario: Scenario, policies: list[str]) -> Comparison:
    from corridor.contrast import compare as simulate
    from corridor.progress import progress_bar

    warn_of_compiling()
    with progress_bar("members") as progress:
        return simulate(
            scenario,
            policies,
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


def _write(comparison: Comparison, folder: Path) -> Compared:
    from corridor.publish.contrast import publish_comparison
    from corridor.report.compare import render_comparison
    from corridor.store.contrast import write_comparison

    compared = publish_comparison(comparison)
    write_comparison(compared, folder, render_comparison(compared))
    return compared
