"""The ways on out of every place, in the order in which draws divide people among them (ruling 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corridor.draws.keys import text_key
from corridor.model.world import Options
from corridor.scenario.index import Index
from corridor.scenario.schema import Change, PlaceKind, Route, Scenario

__all__ = ["options_of"]

#: What a policy may set that can close a way on, or empty the place that it leads to.
_CLOSING = frozenset({"open", "leaking", "admission", "capacity", "capacity_factor", "capacity_per_day", "hours"})


@dataclass(frozen=True, slots=True)
class _Option:
    route: Route
    corridor: str  # "" for the route itself
    touched: bool  # some policy of the scenario can close it

    @property
    def id(self) -> str:
        return f"{self.corridor}/{self.route.id}" if self.corridor else self.route.id

    @property
    def order(self) -> tuple[bool, bool, str]:
        return (self.route.residual and not self.corridor, self.touched, self.id)


def options_of(scenario: Scenario, where: Index) -> Options:
    """Returns every place's options: untouched by any policy, then closable, the residual last, each in id order."""
    by_place: dict[str, list[_Option]] = {place: [] for place in where.places}
    for option in _all_options(scenario):
        by_place[option.route.start].append(option)
    ordered = [option for place in where.places for option in sorted(by_place[place], key=lambda o: o.order)]
    counts = [len(by_place[place]) for place in where.places]
    nests, nest_counts = _nests(scenario, where, by_place)
    return Options(
        first=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        key=np.array([text_key(option.id) for option in ordered], np.uint64),
        route=np.array([where.routes[option.route.id] for option in ordered], np.int64),
        corridor=np.array([where.corridors[option.corridor] if option.corridor else -1 for option in ordered], np.int64),
        end=np.array([where.places[option.route.end] for option in ordered], np.int64),
        residual=np.array([option.route.residual and not option.corridor for option in ordered], np.int8),
        nest=np.array(nests, np.int64),
        nests=np.array(nest_counts, np.int64),
    )


def _all_options(scenario: Scenario) -> Iterable[_Option]:
    touched = _touched(scenario)
    routes = {route.id: route for route in scenario.routes}
    for route in scenario.routes:
        yield _Option(route, "", not touched.isdisjoint((route.id, route.end)))
    for corridor in scenario.corridors:
        for route_id in corridor.routes:
            route = routes[route_id]
            yield _Option(route, corridor.id, not touched.isdisjoint((corridor.id, route_id, route.end)))


def _touched(scenario: Scenario) -> frozenset[str]:
    """Returns the ids of what any policy of the scenario can close; `all` is left out: it closes no single option."""
    members = {places.id: places.places for places in scenario.sets}
    targets: set[str] = set()
    for policy in scenario.policies:
        for change in policy.changes:
            if _can_close(change):
                targets.update(members.get(change.target, (change.target,)))
    return frozenset(targets - {"all"})


def _can_close(change: Change) -> bool:
    return change.quantity in _CLOSING


def _nests(scenario: Scenario, where: Index, by_place: dict[str, list[_Option]]) -> tuple[list[int], list[int]]:
    """Returns each option's nest, and how many nests each place has; camps of one direction share a nest."""
    direction = {place.id: place.direction for place in scenario.places if place.kind is PlaceKind.CAMP}
    nests: list[int] = []
    counts: list[int] = []
    for place in where.places:
        known: dict[str, int] = {}
        for option in sorted(by_place[place], key=lambda o: o.order):
            shared = direction.get(option.route.end, "")
            nests.append(known.setdefault(f"direction {shared}" if shared else f"option {option.id}", len(known)))
        counts.append(len(known))
    return nests, counts
