"""What lies where on a map, and how much of it on a day: the part that does not depend on the sheet's size."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corridor.published import PlaceFact, Published
from corridor.report import exit_totals, facts

__all__ = ["Leg", "Link", "Scene", "Spot", "scenes"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the people and the capacity to be drawn there (medians; 0 where there are none)."""

    place: PlaceFact
    people: float
    capacity: float


@dataclass(frozen=True, slots=True)
class Link:
    """A route, in either direction, between two places that have a position."""

    start: str
    end: str
    open: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """People who had gone from one place to another by the day, as a mean."""

    start: str
    end: str
    people: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One day of the map."""

    day: date
    spots: tuple[Spot, ...]
    links: tuple[Link, ...]
    legs: tuple[Leg, ...]


def scenes(published: Published, places: tuple[PlaceFact, ...]) -> tuple[Scene, ...]:
    """Returns a scene for each map date that lies in the run; the last day where there is none."""
    run = published.run
    dates = [(index, day) for index, day in enumerate(published.map_dates) if run.start <= day <= run.end]
    return tuple(_scene(published, places, index, day) for index, day in dates or [(-1, run.end)])


def _scene(published: Published, places: tuple[PlaceFact, ...], index: int, day: date) -> Scene:
    known = {place.id for place in places}
    spots = tuple(
        Spot(place, _median(published, "present", place, day), _median(published, "capacity", place, day))
        for place in places
    )
    return Scene(day, spots, _links(published, known, index), _legs(published, known, day))


def _median(published: Published, quantity: str, place: PlaceFact, day: date) -> float:
    fan = published.fan(quantity, place.id) if place.kind == "camp" else None
    if fan is None or not fan.dates:
        return 0.0
    value = facts.at(fan, day).middle
    return value if math.isfinite(value) else 0.0


def _links(published: Published, known: set[str], index: int) -> tuple[Link, ...]:
    state: dict[tuple[str, str], bool] = {}
    for route in published.routes:
        if route.start in known and route.end in known and route.start != route.end:
            pair = (min(route.start, route.end), max(route.start, route.end))
            passable = route.open_on[index] if -len(route.open_on) <= index < len(route.open_on) else True
            state[pair] = state.get(pair, False) or passable
    return tuple(Link(start, end, passable) for (start, end), passable in sorted(state.items()))


def _legs(published: Published, known: set[str], day: date) -> tuple[Leg, ...]:
    sums: dict[tuple[str, str], float] = {}
    for flow in exit_totals.detailed(exit_totals.on_day(published, day)):
        for pair in _pairs(flow.origin, flow.exit, flow.destination):
            if known.issuperset(pair):
                sums[pair] = sums.get(pair, 0.0) + flow.mean
    return tuple(Leg(start, end, people) for (start, end), people in sorted(sums.items()))


def _pairs(*stops: str) -> Iterable[tuple[str, str]]:
    return ((start, end) for start, end in pairwise(stops) if start != end)
