"""Everything that the future of a member depends on, on the evening of a day, and the tallies that it has run up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.model.struct import Struct

__all__ = [
    "ASSAULT",
    "CONTESTED",
    "DONE",
    "HELD",
    "ISOLATION",
    "NOT_BEGUN",
    "ON",
    "OVER",
    "PAUSED",
    "POOLS",
    "RETAKEN",
    "RETURNED",
    "WAITING",
    "State",
]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# A zone's people live in four pools (ruling 10; the fourth holds those who came back).
HELD, CONTESTED, RETAKEN, RETURNED = range(4)
POOLS = 4
# Stages of the next operation.
NOT_BEGUN, ISOLATION, ASSAULT, OVER = range(4)
# Phases of the operation in a zone.
WAITING, ON, PAUSED, DONE = range(4)


@dataclass(frozen=True, eq=False)
class State(Struct):
    """Counts of people and clocks. Shapes as in `model/world.py`; B is the largest number of blocks."""

    # people
    pools: Ints  # (Z, POOLS, G)
    present: Ints  # (P, O, G) in camps, hosts, regions; at crossings and stations: free to go on
    queue: Ints  # (P, O, G) waiting to be screened
    held: Ints  # (P, O, G) held after screening
    transit: Ints  # (R, MAX_TRAVEL_DAYS + 1, O, G) a ring: slot (day of arrival) modulo its length
    under_way: Ints  # (R, O, G) the ring's totals
    dead: Ints  # (Z, G)
    away: Ints  # (Z, G) people of the zone who are alive and elsewhere
    entered: Ints  # (O, G) all who were ever in the scenario: the ledger's other side
    # the operation's clocks
    phase: Ints  # (Z,)
    taken: Ints  # (Z,) blocks
    taken_on: Ints  # (Z, B) day on which each block was taken, or -1
    done_on: Ints  # (Z,) day, or -1
    block_clock: Floats  # (Z,) hazard run up against the next block's threshold
    pauses: Ints  # (Z,) changes between on and paused so far
    pause_clock: Floats  # (Z,)
    encircled_now: Ints  # (Z,) 0 or 1
    encircled_days: Ints  # (Z,)
    day_effect: Floats  # (Z,) AR(1), on the log scale
    # fighters, as aggregate stocks; A arenas
    fighters: Ints  # (Z,) still in the zone
    fighters_under_way: Ints  # (A,) to a region
    fighters_inactive: Ints  # (A,)
    fighters_active: Ints  # (A,)
    fighters_killed: Ints  # (Z,)
    fighters_lost: Ints  # (Z,) on the way
    fighters_surrendered: Ints  # (Z,)
    deal_tried: Ints  # (Z,) whether a negotiated exit was drawn for
    # violence
    excitation: Floats  # (A,) events a day that earlier ones still cause
    newcomers: Ints  # (A,) displaced people who reached the region today
    violence: Floats  # (A,) events per 100,000 people in 14 days, exponentially weighted
    # the next operation
    stage: Ints  # (3,) stage, day isolated, day assaulted (-1: not yet)
    trigger_clock: Floats  # (1,)
    # tallies
    events: Ints  # (A,)
    exposed_elsewhere: Ints  # (A,) person-days
    relocated: Ints  # (A,) fighters who came over an open flank
    embedded: Ints  # (A,) fighters who came among civilians
    ever: Ints  # (Z, G) people who ever left
    returned: Ints  # (Z, G)
    exposed: Ints  # (Z, G) people who were ever in a contested block
    exposed_days: Ints  # (Z, G) person-days
    turned_back: Ints  # (Z, G)
    queue_days: Ints  # (P, G)
    held_days: Ints  # (P, G)
    redirected: Ints  # (P, G)
    unsheltered: Ints  # (P,) nights without a place in a camp that has room
    arrived: Ints  # (R, O, G) people who reached the end of each route
