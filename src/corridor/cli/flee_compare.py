"""The command `corridor compare` on a Flee folder: pairs of members under the policies of its policies.yaml."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli import flee
from corridor.cli.common import OK, RUNS, STOPPED, warn_of_compiling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.flee.published import FleeCompared
    from corridor.flee.run import FleeEnsemble
    from corridor.formats.flee.schema import FleeScenario
    from corridor.scenario.schema import Policy

__all__ = ["compare"]


def compare(arguments: Namespace, folder: Path) -> int:
    """Simulates a Flee folder under all policies, writes the folder, prints the differences; returns the exit status."""
    from corridor.contrast.design import check_design
    from corridor.flee.contrast import FEWEST, check_members
    from corridor.flee.policies import combined
    from corridor.store.contrast import comparison_name
    from corridor.store.folder import check_target

    flee.only_native(arguments)
    scenario, repaired = flee.opened(arguments, folder)
    policies = [combined(scenario, policy) for policy in arguments.policies]
    ids = [policy.id for policy in policies]
    check_design(ids, 2 * FEWEST, FEWEST)  # the policies; members are checked by the rule of pairs
    check_members(arguments.members)
    target = arguments.out or RUNS / comparison_name(scenario.name, ids, arguments.seed)
    check_target(target)  # before the work, not after it
    flee.told(scenario)
    ensembles = _simulate(arguments, scenario, policies, repaired)
    if len(ensembles[0].values) < FEWEST:
        raise KeyboardInterrupt
    from corridor.cli import flee_show

    flee_show.differences(_write(arguments, policies, ensembles, target), target)
    if ensembles[0].complete:
        return OK
    kept = len(ensembles[0].values)
    print(f"corridor: Stopped. {kept} finished members of each policy were kept.", file=sys.stderr)
    return STOPPED


def _simulate(
    arguments: Namespace, scenario: FleeScenario, policies: Sequence[Policy], repaired: bool
) -> Sequence[FleeEnsemble]:
    from corridor.flee.policies import changed
    from corridor.flee.run import simulate_flee_together
    from corridor.progress import progress_bar

    warn_of_compiling()
    with progress_bar("members") as progress:
        return simulate_flee_together(
            [changed(scenario, policy) for policy in policies],
            members=arguments.members,
            seed=arguments.seed,
            repaired=repaired,
            jobs=arguments.jobs,
            progress=progress,
        )


def _write(
    arguments: Namespace, policies: Sequence[Policy], ensembles: Sequence[FleeEnsemble], folder: Path
) -> FleeCompared:
    from corridor.flee.folder import write_flee_comparison
    from corridor.publish.flee_contrast import publish_flee_comparison
    from corridor.report.flee_compare import render_flee_comparison

    given = flee.options(arguments)
    found = publish_flee_comparison(policies, ensembles, options=given, folder=str(arguments.scenario))
    write_flee_comparison(found.compared, found.baseline, folder, render_flee_comparison(found))
    return found
