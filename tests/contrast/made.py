"""Small comparisons made by hand: every number known, no engine run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from tests.publish.made import ensemble

from corridor.contrast import Comparison

DAYS = 16
EXPOSED, TRAPPED = ("exposed_person_days", "all", "all"), ("trapped", "all", "all")
Key = tuple[str, str, str]


def comparison(
    before: Mapping[Key, Any], after: Mapping[Key, Any], *, members: int = 40, policy: str = "gate-shut", **more: Any
) -> Comparison:
    """Returns two ensembles of 2 replicates each; a value is a number, or one a member, or (members, days).

    Exposure and trapped people are there, and the same, where nothing is said of them.
    """
    both = [{EXPOSED: 5_000, TRAPPED: 400} | dict(each) for each in (before, after)]
    made = {"members": members, "days": DAYS, "replicates": 2} | more
    return Comparison((ensemble(both[0], **made), ensemble(both[1], **made, policy=policy)))


def spread(centre: float, width: float, members: int = 40) -> Any:
    """Returns one number a member, even steps about a centre, the same within a draw of two."""
    return np.repeat(np.linspace(centre - width, centre + width, members // 2), 2).round()
