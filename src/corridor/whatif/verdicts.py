"""The claims of a scenario judged for the page: the same members and seed as `corridor claims`, so the same verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corridor.claims.evaluate import evaluate
from corridor.claims.run import Options, run_claims, simulated
from corridor.claims.schema import Claims
from corridor.scenario.schema import Scenario

if TYPE_CHECKING:
    from corridor.claims.published import PublishedClaims

__all__ = ["judge"]


def judge(scenario: Scenario, claims: Claims, progress: Callable[[int, int], None], members: int = 200) -> PublishedClaims:
    """Returns the published verdicts; what `progress` raises ends the work. One thread, for the page has others to do.

    Raises RunError, PolicyError, ParameterError.
    """
    from corridor.publish.claims import publish_claims

    options = Options(members=members, jobs=1)
    values = run_claims(scenario, claims, options, simulated, progress)
    return publish_claims(scenario, claims, evaluate(claims, values, options.replicates), values, options)
