"""The State: made for day 0, copied, written and read back."""

import io
import zipfile
from dataclasses import fields

import numpy as np
import pytest
from tests.engine.cities import river_town, two_banks
from tests.support.runs import after_day, crew_for
from tests.support.situations import place, route, situation, with_parameters

from corridor.engine.state import arrays_of, copy_state, initial_state, state_from_bytes, state_to_bytes
from corridor.model.state import HELD, State


def test_everyone_is_at_home_on_the_evening_before_day_0() -> None:
    crew = crew_for(river_town())
    state = crew.start(crew.theta(0))
    assert state.pools[:, HELD].tolist() == [[400, 1200, 2400]]  # dependants, men_boys, women_children
    assert state.pools.sum() == 4000
    assert state.present.sum() == 200  # whom the camp already held
    assert state.entered.tolist() == [[400, 1200, 2400], [20, 60, 120]]
    elsewhere = {"pools", "present", "entered", "taken_on", "done_on", "stage"}
    assert all(not array.any() for name, array in arrays_of(state).items() if name not in elsewhere)
    assert (state.taken_on == -1).all()
    assert (state.done_on == -1).all()


def test_fighters_are_counted_once() -> None:
    crew = crew_for(two_banks())
    state = crew.start(crew.theta(0))
    assert state.fighters.tolist() == [400, 400]
    group = int(crew.world.groups.fighters[0])
    assert state.entered[:, group].tolist() == [800, 0]
    assert state.pools[:, :, group].sum() == 0


@pytest.mark.parametrize("people", [0, 1, 2, 3, 999, 1000, 1001])
def test_groups_add_up_to_the_population(people: int) -> None:
    shares = {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}
    scenario = situation([place("home", "zone"), place("host")], [route("home", "host")], groups=shares, population=people)
    crew = crew_for(scenario)
    counts = crew.start(crew.theta(0)).pools[0, HELD]
    assert counts.sum() == people
    assert counts.max() - counts.min() <= 1


def test_a_fraction_of_a_person_is_rounded_once() -> None:
    scenario = situation([place("home", "zone"), place("host")], [route("home", "host")], groups={"a": 0.5, "b": 0.5})
    crew = crew_for(with_parameters(scenario, {"population": 10.6}))
    assert crew.start(crew.theta(0)).pools.sum() == 11


def test_bytes_give_the_state_back() -> None:
    state, _ = after_day(crew_for(two_banks()), 14)
    again = state_from_bytes(state_to_bytes(state))
    for name, array in arrays_of(state).items():
        back = getattr(again, name)
        assert back.dtype == array.dtype
        assert back.shape == array.shape
        assert back.tobytes() == array.tobytes(), name
    assert state_to_bytes(again) == state_to_bytes(state)


def test_bytes_hold_every_field_and_no_pickle() -> None:
    state, _ = after_day(crew_for(river_town()), 3)
    with zipfile.ZipFile(io.BytesIO(state_to_bytes(state))) as archive:
        assert {name.removesuffix(".npy") for name in archive.namelist()} == {field.name for field in fields(State)}
    buffer = io.BytesIO()
    np.savez(buffer, **{**arrays_of(state), "pools": np.array([{"a": 1}], object)})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="allow_pickle"):
        state_from_bytes(buffer.getvalue())


def test_a_copy_is_independent() -> None:
    state, _ = after_day(crew_for(river_town()), 3)
    other = copy_state(state)
    other.pools[:] += 1
    assert (other.pools == state.pools + 1).all()


def test_initial_state_is_the_worlds_and_the_parameters_alone() -> None:
    crew = crew_for(river_town())
    theta = crew.theta(0)
    assert state_to_bytes(initial_state(crew.world, theta)) == state_to_bytes(initial_state(crew.world, theta))
