"""State: made for day 0, copied, written to bytes and read back, so that a run can be branched and resumed."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.model.state import HELD, POOLS, State
from corridor.model.theta import Theta
from corridor.model.world import MAX_TRAVEL_DAYS, World

__all__ = ["arrays_of", "copy_state", "initial_state", "state_from_bytes", "state_to_bytes"]


def initial_state(world: World, theta: Theta) -> State:
    """Returns the evening before day 0: everyone at home, in held blocks, and earlier displaced people where they are.

    Populations and `initial` are divided among groups by largest remainder, so that totals are exact.
    """
    zones, places, routes = world.zones.place.size, world.places.key.size, world.routes.key.size
    groups, origins, arenas = world.groups.key.size, world.origins.size, world.arenas.place.size
    blocks = int(world.zones.blocks.max(initial=1))

    def ints(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, np.int64)

    state = State(
        pools=ints(zones, POOLS, groups),
        present=ints(places, origins, groups),
        queue=ints(places, origins, groups),
        held=ints(places, origins, groups),
        transit=ints(routes, MAX_TRAVEL_DAYS + 1, origins, groups),
        under_way=ints(routes, origins, groups),
        dead=ints(zones, groups),
        away=ints(zones, groups),
        entered=ints(origins, groups),
        phase=ints(zones),
        taken=ints(zones),
        taken_on=np.full((zones, blocks), -1, np.int64),
        done_on=np.full(zones, -1, np.int64),
        block_clock=np.zeros(zones),
        pauses=ints(zones),
        pause_clock=np.zeros(zones),
        encircled_now=ints(zones),
        encircled_days=ints(zones),
        day_effect=np.zeros(zones),
        fighters=ints(zones),
        fighters_under_way=ints(arenas),
        fighters_inactive=ints(arenas),
        fighters_active=ints(arenas),
        fighters_killed=ints(zones),
        fighters_lost=ints(zones),
        fighters_surrendered=ints(zones),
        deal_tried=ints(zones),
        excitation=np.zeros(arenas),
        newcomers=ints(arenas),
        violence=np.zeros(arenas),
        stage=np.array([0, -1, -1], np.int64),
        trigger_clock=np.zeros(1),
        events=ints(arenas),
        exposed_elsewhere=ints(arenas),
        relocated=ints(arenas),
        embedded=ints(arenas),
        ever=ints(zones, groups),
        returned=ints(zones, groups),
        exposed=ints(zones, groups),
        exposed_days=ints(zones, groups),
        turned_back=ints(zones, groups),
        queue_days=ints(places, groups),
        held_days=ints(places, groups),
        redirected=ints(places, groups),
        unsheltered=ints(places),
        arrived=ints(routes, origins, groups),
    )
    _populate(world, theta, state)
    return state


def _populate(world: World, theta: Theta, state: State) -> None:
    for zone in range(world.zones.place.size):
        people = _divide(round(theta.departure.population[zone]), world.groups.share)
        state.pools[zone, HELD] = people
        state.entered[world.zones.origin[zone]] += people
        group = world.groups.fighters[0]
        if group >= 0:
            state.fighters[zone] = round(theta.fighters.fighters_initial[zone])
            state.entered[world.zones.origin[zone], group] += state.fighters[zone]
    for place in np.flatnonzero(world.places.initial):
        people = _divide(int(world.places.initial[place]), world.groups.share)
        state.present[place, -1] = people
        state.entered[-1] += people


def _divide(people: int, share: NDArray[np.float64]) -> NDArray[np.int64]:
    """Returns `people` divided by `share`, by largest remainder, ties to the first."""
    exact = people * share / share.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: people - int(whole.sum())]] += 1
    return whole


def copy_state(state: State) -> State:
    """Returns an independent copy."""
    return State(**{name: array.copy() for name, array in arrays_of(state).items()})


def arrays_of(state: State) -> dict[str, NDArray[Any]]:
    """Returns the arrays of a state by name."""
    return {field.name: getattr(state, field.name) for field in fields(state)}


def state_to_bytes(state: State) -> bytes:
    """Returns the state as the bytes of an .npz file without pickled objects."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays_of(state))  # type: ignore[arg-type]
    return buffer.getvalue()


def state_from_bytes(data: bytes) -> State:
    """Returns the state that `state_to_bytes` wrote; nothing in the bytes is ever executed."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return State(**{field.name: arrays[field.name] for field in fields(State)})
