"""What is closed lets nobody through, and what has a limit keeps it (MODEL.md 2.14, I3 and I4)."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.support.runs import crew_for, evenings, same_numbers, sample
from tests.support.situations import change
from tests.support.strategies import Traits, scenarios

from corridor.engine.state import copy_state
from corridor.model.camps import capacity
from corridor.model.state import State
from corridor.model.world import SCREENED, SOUGHT
from corridor.scenario.index import index
from corridor.scenario.schema import Scenario


def days_of(scenario: Scenario) -> Iterator[tuple[int, State, State]]:
    """Yields (day, the evening before, the evening)."""
    before: State | None = None
    for number, state in enumerate(evenings(crew_for(scenario))):
        if before is not None:
            yield number - 1, before, state
        before = copy_state(state)


def shut(scenario: Scenario, target: str) -> Scenario:
    rows = scenario.schedule
    kept = tuple(row for row in rows if row.target != target or row.quantity not in ("open", "leaking"))
    closed = change(0, target, "open", 0)
    return replace(scenario, schedule=(closed, *kept))


def without_route(scenario: Scenario, route: str) -> Scenario:
    return replace(
        scenario,
        routes=tuple(one for one in scenario.routes if one.id != route),
        corridors=tuple(replace(one, routes=tuple(r for r in one.routes if r != route)) for one in scenario.corridors),
        schedule=tuple(row for row in scenario.schedule if row.target != route),
    )


@settings(max_examples=20)
@given(scenarios(), st.data())
def test_a_closed_route_is_as_if_it_were_not_there(scenario: Scenario, data: st.DataObject) -> None:
    """Unsheltered nights are left out: a place to which only residual routes lead is informal, open or not."""
    alone = [one for one in scenario.routes if sum(other.start == one.start for other in scenario.routes) == 1]
    possible = [one for one in scenario.routes if one not in alone]
    assume(possible)
    route = data.draw(st.sampled_from(possible))
    over_it = tuple(one for one in scenario.corridors if route.id in one.routes)
    closed = shut(scenario, route.id)
    for corridor in over_it:
        closed = shut(closed, corridor.id)
    here = index(scenario).routes[route.id]
    for _, _, state in days_of(closed):
        assert state.under_way[here].sum() == state.arrived[here].sum() == 0
    seen, gone = sample(closed, 2), sample(without_route(closed, route.id), 2)
    same_numbers(seen, gone, ("unsheltered_nights",))
    assert seen.draws == gone.draws


@pytest.mark.slow
@settings(max_examples=20)
@given(scenarios())
def test_a_border_that_admits_nobody_lets_nobody_pass(scenario: Scenario) -> None:
    rows = tuple(change(0, one.id, "admission", 0) for one in scenario.routes)
    kept = tuple(row for row in scenario.schedule if row.quantity != "admission")
    for _, _, state in days_of(replace(scenario, schedule=(*rows, *kept))):
        assert state.under_way.sum() == state.arrived.sum() == state.transit.sum() == 0


@pytest.mark.slow
@settings(max_examples=60)
@given(scenarios(Traits(camps_at_zones=False)))
def test_gates_keep_their_limit(scenario: Scenario) -> None:
    """Routes out of zones from which no camp is chosen directly: nobody is sent on there, so that entering is leaving."""
    where, world = index(scenario), crew_for(scenario).world
    parameter = crew_for(scenario).theta(0).passage.corridor_capacity
    zones = set(where.zones)
    for day, before, state in days_of(scenario):
        change_ = (state.under_way + state.arrived - before.under_way - before.arrived).sum(axis=(1, 2))
        dead = (state.dead - before.dead).sum()
        for route in scenario.routes:
            if route.start in zones:
                assert change_[where.routes[route.id]] <= _limit(scenario, route.id, day, world, where, parameter)
        assert dead >= 0
        for corridor in scenario.corridors:
            position = where.corridors[corridor.id]
            alone = [r for r in corridor.routes if _ways(scenario, r, day, world, where) == [corridor.id]]
            if world.corridors.open[day, position] == 1:
                through = sum(change_[where.routes[r]] for r in alone)
                assert through <= _corridor_limit(position, day, world, parameter)


def _ways(scenario: Scenario, route: str, day: int, world, where) -> list[str]:  # type: ignore[no-untyped-def]
    """Returns the gates by which a route can be entered on a day."""
    position = where.routes[route]
    own = [route] if world.routes.open[day, position] or world.routes.leaking[day, position] else []
    over_it = [one.id for one in scenario.corridors if route in one.routes]
    return own + [id_ for id_ in over_it if world.corridors.open[day, where.corridors[id_]]]


def _corridor_limit(position: int, day: int, world, parameter) -> float:  # type: ignore[no-untyped-def]
    limit = world.corridors.capacity[day, position]
    limit = parameter[position] if np.isnan(limit) else limit
    return float(np.floor(limit * world.corridors.hours[day, position]))


def _limit(scenario: Scenario, route: str, day: int, world, where, parameter) -> float:  # type: ignore[no-untyped-def]
    total = 0.0
    for way in _ways(scenario, route, day, world, where):
        if way == route:
            total += world.routes.capacity[day, where.routes[route]]
        else:
            total += _corridor_limit(where.corridors[way], day, world, parameter)
    return total


@pytest.mark.slow
@settings(max_examples=60)
@given(scenarios(Traits(slipping=False)))
def test_stations_serve_no_more_than_they_can_and_no_fewer(scenario: Scenario) -> None:
    where, crew = index(scenario), crew_for(scenario)
    world, theta = crew.world, crew.theta(0)
    for day, before, state in days_of(scenario):
        for place in world.places.stations:
            # A station that stopped screening empties its queue; that day nobody joins it.
            into = [position for position, one in enumerate(world.routes.end) if one == place]
            came = (state.arrived[into] - before.arrived[into]).sum()
            waiting = before.queue[place].sum() + came
            served = waiting - state.queue[place].sum()
            if world.places.screening[day, place] == 0:
                assert state.queue[place].sum() == 0
                continue
            rate = int(np.floor(theta.screening.throughput[place] * world.places.throughput_factor[day, place]))
            assert served <= rate
            if state.queue[place].sum() > 0 and not _sent_on(scenario, int(place), where):
                assert served == min(rate, waiting)
            held = state.held[place].sum(axis=0)
            assert held[~np.isin(world.groups.role, (SCREENED, SOUGHT))].sum() == 0


def _sent_on(scenario: Scenario, station: int, where) -> bool:  # type: ignore[no-untyped-def]
    """Returns whether people refused at a camp's gate may come here in the evening, after the day's service."""
    starts = {one.start for one in scenario.routes if where.places[one.end] == station}
    camps = {one.id for one in scenario.places if one.kind == "camp"}
    return any(one.start in starts and one.end in camps for one in scenario.routes)


@pytest.mark.slow
@settings(max_examples=60)
@given(scenarios())
def test_camps_take_nobody_beyond_their_room(scenario: Scenario) -> None:
    crew = crew_for(scenario)
    world, theta = crew.world, crew.theta(0)
    for day, before, state in days_of(scenario):
        for place in world.places.camps:
            room = int(np.floor(capacity(world, theta.camps, place, day) * theta.camps.overload))
            present = state.present[place].sum()
            assert present <= max(room, before.present[place].sum()), (day, room)
