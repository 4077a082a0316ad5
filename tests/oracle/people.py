"""One person: an object with a group, an origin and a place in the world. Nothing here is shared with the engine."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.scenario.schema import Route

# Where a person can be. HOME has a pool; ROAD and GATE have a route; the others only a place.
HOME = "home"  # in a zone
FREE = "free"  # in a camp, host or region; at a station, crossing or town: free to go on tomorrow
QUEUE = "queue"  # waiting to be screened
HELD = "held"  # held after screening
ROAD = "road"  # under way
GATE = "gate"  # before a camp, during the day only
HOMEWARD = "homeward"  # on the way home, during the day only
DEAD = "dead"

# Where a fighter can be, who hides among those above or not: they have a zone or a region, and no place finer.
FIGHTING = "fighting"  # in a zone
HIDING = "hiding"  # in a zone among those who want to leave, during the day only
RETREATING = "retreating"  # to the next zone, during the day only
FLANK = "flank"  # over the open flank, on the way to a region
INACTIVE, ACTIVE = "inactive", "active"  # in a region
KILLED, SURRENDERED, LOST = "killed", "surrendered", "lost"  # of a zone
FIGHTERS_ONLY = (FIGHTING, HIDING, RETREATING, FLANK, INACTIVE, ACTIVE, KILLED, SURRENDERED, LOST)

#: The group of fighters: they hide as one of `GUISE`, and a station that sees them seeks them.
FIGHTERS, GUISE = "fighters", "men_boys"

# The pools of a zone (ruling 10): blocks are the operation's clock, nobody remembers one.
HELD_POOL, CONTESTED, RETAKEN, RETURNED = "held", "contested", "retaken", "returned"
POOLS = (HELD_POOL, CONTESTED, RETAKEN, RETURNED)

#: The origin of whoever was displaced before the first day, or comes from outside.
ELSEWHERE = "elsewhere"


@dataclass(slots=True, eq=False)
class Person:
    """Whatever a person's future depends on."""

    group: str
    origin: str
    status: str
    place: str  # the zone, place or, on the way, the end of the route
    pool: str = ""
    route: Route | None = None
    due: int = -1  # the day of arrival

    def be(self, status: str, place: str) -> None:
        """Puts the person somewhere."""
        self.status, self.place = status, place

    def set_out(self, route: Route, due: int) -> None:
        """Puts the person on a route."""
        self.status, self.place, self.route, self.due = ROAD, route.end, route, due
