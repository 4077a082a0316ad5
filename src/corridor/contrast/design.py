"""Whether a comparison can be made at all, asked before any work is done."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.errors import PolicyError, RunError

__all__ = ["check_design"]


def check_design(policies: Sequence[str], members: int, replicates: int) -> None:
    """Raises PolicyError or RunError where nothing could be compared, in plain words."""
    if len(policies) < 2:
        raise PolicyError(
            f"A comparison needs at least two policies; given {len(policies)} ({', '.join(policies) or 'none'}). "
            "Name another one with --policy; the first is the baseline."
        )
    twice = sorted({policy for policy in policies if policies.count(policy) > 1})
    if twice:
        raise PolicyError(f"{', '.join(twice)} is given twice. Name different policies; the first is the baseline.")
    if replicates < 2:
        raise RunError(
            f"A comparison needs at least 2 replicates of each parameter draw, to tell chance from parameters; "
            f"given {replicates}. Leave --replicates out, or give 2 or more."
        )
    if members < 2 * replicates:
        raise RunError(
            f"A comparison needs at least 2 parameter draws: {2 * replicates} members with {replicates} replicates "
            f"each; given {members}. Give more --members."
        )
