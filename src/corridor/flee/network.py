"""Links and candidate ways: what is open when, and every simple path within the awareness."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from corridor.draws import absorb, text_key
from corridor.formats.flee.schema import Closure, FleeScenario, Settings
from corridor.model.flee.world import Links, Routes, Ways

__all__ = ["Network", "RouteTable", "ways_of"]

NEVER = 1 << 40
MAJOR_ROUTE_DISCOUNT = 4.0
EARTH_KM = 6371.0
MOST_EDGES = 50_000


@dataclass
class Network:
    """The links of a scenario as they open and close: lists of open and closed links out of every location."""

    scenario: FleeScenario
    repaired: bool
    at: Mapping[str, int]  # location name -> position
    keys: Sequence[np.uint64]
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    km: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    walk: list[float] = field(default_factory=list)
    closed_on: list[int] = field(default_factory=list)
    opened_on: list[int] = field(default_factory=list)
    key: list[np.uint64] = field(default_factory=list)
    open: list[list[int]] = field(default_factory=list)
    closed: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = [[] for _ in self.keys]
        self.closed = [[] for _ in self.keys]
        for road in self.scenario.roads:
            speed = road.speed if road.speed is not None else self.scenario.settings.max_move_speed
            for _ in range(2 if road.twice else 1):
                for first, second in ((road.start, road.end), (road.end, road.start)):
                    self._lay(self.at[first], self.at[second], road.km, speed, road.walk_probability or 0.0)

    def _lay(self, start: int, end: int, km: float, speed: float, walk: float) -> None:
        before = sum(1 for link in range(len(self.start)) if (self.start[link], self.end[link]) == (start, end))
        self.key.append(absorb(absorb(self.keys[start], self.keys[end]), np.uint64(before)))
        self.open[start].append(len(self.start))
        for column, value in ((self.start, start), (self.end, end), (self.closed_on, NEVER), (self.opened_on, NEVER)):
            column.append(value)
        self.km.append(km)
        self.speed.append(speed)
        self.walk.append(walk)

    def enact(self, closure: Closure, day: int) -> bool:
        """Closes or opens what a closure says for this day; returns whether any link changed."""
        changed = False
        if day == closure.start:
            changed = self._close(closure, day)
        if day == closure.end:
            changed = self._reopen(closure, day) or changed
        return changed

    def _close(self, closure: Closure, day: int) -> bool:
        changed = False
        for place, links in enumerate(self.open):
            for link in [link for link in links if self._meant(closure, link)]:
                links.remove(link)
                self.closed[place].append(link)
                self.closed_on[link] = day
                changed = True
        return changed

    def _reopen(self, closure: Closure, day: int) -> bool:
        """A link that is opened again is a copy at the end of the list; the closed one stays closed in Flee."""
        changed = False
        for links in self.closed:
            for link in [link for link in links if self._meant(closure, link) and not self._held(closure, link, day)]:
                links.remove(link)
                if self.repaired:
                    self.opened_on[link] = day
                self._lay(self.start[link], self.end[link], self.km[link], self.speed[link], self.walk[link])
                changed = True
        return changed

    def _held(self, ended: Closure, link: int, day: int) -> bool:
        """Returns whether another closure keeps a link closed: any, if defects are mended or one of the two is a policy's.

        Among the rows of a folder it is Flee's law that whichever ends first opens the link (C4).
        """
        return any(
            (self.repaired or other.firm or ended.firm) and other is not ended and other.holds_on(day)
            and self._meant(other, link) for other in self.scenario.closures
        )  # fmt: skip

    def _meant(self, closure: Closure, link: int) -> bool:
        places = self.scenario.locations
        return closure.means(places[self.start[link]], places[self.end[link]])

    def links(self, epochs: Sequence[Sequence[Sequence[int]]]) -> Links:
        """Returns the links as arrays; `epochs` holds the open links of every location, epoch by epoch."""
        flat = [list(links) for epoch in epochs for links in epoch]
        edges = self._edges()
        return Links(
            key=np.array(self.key, np.uint64),
            start=np.array(self.start, np.int64),
            end=np.array(self.end, np.int64),
            km=np.array(self.km, np.float64),
            speed=np.array(self.speed, np.float64),
            walk=np.array(self.walk, np.float64),
            closed_on=np.array(self.closed_on, np.int64),
            opened_on=np.array(self.opened_on, np.int64),
            first=np.concatenate(([0], np.cumsum([len(links) for links in flat]))).astype(np.int64),
            out=np.array([link for links in flat for link in links], np.int64),
            edge_first=np.concatenate(([0], np.cumsum([len(one) for one in edges]))).astype(np.int64),
            edge=np.array([km for one in edges for km in one], np.float64),
        )

    def _edges(self) -> list[list[float]]:
        """Returns, by location, the km of today at which some walk onwards begins to end the day: V - length, ascending.

        People whose km lie between the same two edges differ in nothing for the rest of the day, unless speeds differ:
        then there are no edges, and every km has a cell of its own.
        """
        keys = self.scenario.settings
        none: list[list[float]] = [[] for _ in self.keys]
        if keys.start_on_foot or any(self.walk) or len(set(self.speed)) > 1:
            return none
        lengths: list[set[float]] = [set() for _ in self.keys]
        roads = sorted({(self.start[at], self.end[at], self.km[at]) for at in range(len(self.km))})
        into: list[list[tuple[int, float]]] = [[] for _ in self.keys]
        for start, end, km in roads:
            into[end].append((start, km))
        walks = [(round(km, 9), start) for start, _, km in roads]
        heapify(walks)
        found = 0
        while walks:  # the shortest first: every walk is looked at once
            length, place = heappop(walks)
            if length >= keys.max_move_speed or length in lengths[place]:
                continue
            lengths[place].add(length)
            found += 1
            if found > MOST_EDGES:
                return none
            for start, km in into[place]:
                heappush(walks, (round(length + km, 9), start))
        return [sorted(keys.max_move_speed - length for length in one) for one in lengths]


class RouteTable:
    """Every route that anybody may have still to go, numbered; 0 is the empty one."""

    def __init__(self, keys: Sequence[np.uint64]) -> None:
        self._keys = keys
        self._numbers: dict[tuple[int, ...], int] = {(): 0}
        self._rows: list[tuple[np.uint64, int, int, int]] = [(text_key("flee no route"), 0, 0, 0)]

    def number(self, places: tuple[int, ...]) -> int:
        """Returns the number of a route, entered with its tails if it is new."""
        found = self._numbers.get(places)
        if found is None:
            tail = self.number(places[1:])
            key = absorb(self._rows[tail][0], self._keys[places[0]])
            found = self._numbers[places] = len(self._rows)
            self._rows.append((key, places[0], tail, places[-1]))
        return found

    def routes(self) -> Routes:
        """Returns the table as arrays."""
        return Routes(
            key=np.array([row[0] for row in self._rows], np.uint64),
            next=np.array([row[1] for row in self._rows], np.int64),
            tail=np.array([row[2] for row in self._rows], np.int64),
            goal=np.array([row[3] for row in self._rows], np.int64),
        )


Path = tuple[float, tuple[int, ...]]  # km, places


def ways_of(network: Network, table: RouteTable, epochs: Sequence[tuple[Sequence[Sequence[int]], Sequence[bool]]]) -> Ways:
    """Returns the candidates of every epoch and location; an epoch is its open links and which places are markers."""
    keys = network.scenario.settings
    first, rows = [0], []
    for links, markers in epochs:
        for place in range(len(links)):
            paths = _fixed(network, links, markers, place) if keys.fixed_routes else _paths(network, links, markers, place)
            seen: dict[int, int] = {}
            for km, places in paths:
                route = table.number(places)
                again = seen[route] = seen.get(route, -1) + 1
                near = _nearness(network, place, places[-1])
                rows.append((places[-1], route, _scale(km, keys), near, route, again))
            first.append(len(rows))
    words = table.routes().key
    return Ways(
        first=np.array(first, np.int64),
        goal=np.array([row[0] for row in rows], np.int64),
        route=np.array([row[1] for row in rows], np.int64),
        scale=np.array([row[2] for row in rows], np.float64),
        near=np.array([row[3] for row in rows], np.float64),
        key=np.array([absorb(words[row[4]], np.uint64(row[5])) for row in rows], np.uint64),
    )


def _scale(km: float, keys: Settings) -> float:
    """Returns what the length of a way makes of its weight; infinite where no number can hold it, which stops a run."""
    try:
        return float((keys.softening + km) ** -keys.distance_power)
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _paths(network: Network, links: Sequence[Sequence[int]], markers: Sequence[bool], place: int) -> list[Path]:
    """Returns every simple path within the awareness; a marker takes no step and is no candidate."""
    awareness = network.scenario.settings.awareness_level
    found: list[Path] = []
    through = awareness >= 0 or network.repaired

    def walk(here: int, km: float, left: int, places: tuple[int, ...]) -> None:
        for link in links[here]:
            there = network.end[link]
            if there == place or there in places:
                continue
            on, beyond = (*places, there), km + network.km[link]
            if markers[there]:
                if through:
                    walk(there, beyond, left, on)
                continue
            found.append((beyond, on))
            if left > 1:
                walk(there, beyond, left - 1, on)

    walk(place, 0.0, max(awareness, 1), ())
    return found


def _fixed(network: Network, links: Sequence[Sequence[int]], markers: Sequence[bool], place: int) -> list[Path]:
    """Returns the best path to every destination within the awareness, and along major routes at a quarter of the km."""
    best: dict[int, Path] = {}
    steps = max(network.scenario.settings.awareness_level, 1)

    def offer(km: float, places: tuple[int, ...]) -> None:
        if not markers[places[-1]] and (places[-1] not in best or km < best[places[-1]][0]):
            best[places[-1]] = (km, places)

    def walk(here: int, km: float, left: int, places: tuple[int, ...]) -> None:
        for link in links[here]:
            there = network.end[link]
            if there == place or there in places:
                continue
            offer(km + network.km[link], (*places, there))
            if left > 1:
                walk(there, km + network.km[link], left - 1, (*places, there))

    walk(place, 0.0, steps, ())
    for route in network.scenario.major_routes:
        for way in (route, route[::-1]):
            _along(network, links, place, [network.at[name] for name in way], offer)
    return list(best.values())


def _along(network: Network, links: Sequence[Sequence[int]], place: int, way: list[int], offer: object) -> None:
    """Offers the last place of a major route to those who stand on it."""
    assert callable(offer)
    if place not in way[:-1]:
        return
    rest = way[way.index(place) :]
    km = 0.0
    for here, there in pairwise(rest):
        step = next((network.km[link] for link in links[here] if network.end[link] == there), None)
        if step is None:
            return
        km += step
    offer(km / MAJOR_ROUTE_DISCOUNT, tuple(rest[1:]))


def _nearness(network: Network, place: int, goal: int) -> float:
    keys: Settings = network.scenario.settings
    if not keys.stay_close_to_home:
        return 1.0
    one, two = network.scenario.locations[place], network.scenario.locations[goal]
    first, second = ((one.x, one.y), (two.x, two.y)) if network.repaired else ((one.y, one.x), (two.y, two.x))
    return float(1.0 / max(1.0, _great_circle(*first, *second)) ** keys.home_distance_power)


def _great_circle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Returns km between two points in degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2.0 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
