"""A zone's start that was not public yet is not known to a run that sees only what was (ruling 15)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from corridor.ensemble import simulate
from corridor.scenario.index import index
from corridor.scenario.load import load
from corridor.scenario.schema import Zone
from corridor.scenario.world import compile_world

START = date(2016, 10, 17)
LEFT, TAL_AFAR, HAWIJA = date(2016, 11, 1), date(2017, 8, 20), date(2017, 9, 21)
DATED = Zone("mosul-left", 40, begins=LEFT, after="approaches", known_on=LEFT)


@pytest.mark.parametrize(
    ("as_of", "begins", "after"),
    [
        (None, LEFT, None),
        (LEFT, LEFT, None),
        (LEFT - timedelta(1), None, "approaches"),
    ],
)
def test_a_zone_has_one_start_the_one_that_was_known(as_of: date | None, begins: date | None, after: str | None) -> None:
    assert (DATED.as_known(as_of).begins, DATED.as_known(as_of).after) == (begins, after)


def test_a_start_that_was_always_known_is_never_forgotten() -> None:
    zone = Zone("approaches", 10, begins=START)
    assert zone.as_known(START - timedelta(300)) == zone


@pytest.mark.parametrize(
    ("as_of", "dated"),
    [
        (START - timedelta(1), {"approaches"}),
        (LEFT, {"approaches", "mosul-left"}),
        (TAL_AFAR, {"approaches", "mosul-left", "tal-afar"}),
        (HAWIJA, {"approaches", "mosul-left", "tal-afar", "hawija"}),
        (None, {"approaches", "mosul-left", "tal-afar", "hawija"}),
    ],
)
def test_mosul_knows_the_starts_that_were_public(as_of: date | None, dated: set[str]) -> None:
    mosul = load("mosul-2016")
    zones, where = compile_world(mosul, as_of).zones, index(mosul).zones
    waiting = {zone for zone, position in where.items() if zones.after[position] >= 0}
    assert {zone for zone, position in where.items() if 0 <= zones.begins[position] < 380} == dated
    assert waiting == set(where) - dated - {"raqqa"}


@pytest.mark.slow
def test_prior_set_p0_does_not_know_when_the_left_bank_began() -> None:
    """Under P1 the share retaken rises from 1 November in every member; under P0 it depends on the zone before."""
    mosul = load("mosul-2016")
    first = {}
    for priors in ("P0", "P1"):
        retaken = simulate(mosul, members=8, prior_set=priors, until=date(2017, 4, 1)).of("retaken_share", "mosul-left")
        first[priors] = np.argmax(retaken > 0, axis=1)
    assert np.ptp(first["P1"]) < 30 < np.ptp(first["P0"])
