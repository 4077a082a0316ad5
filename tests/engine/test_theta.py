"""The registry of parameters and what the mechanisms read are one list, and scopes are shapes."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import get_type_hints

import numpy as np
import pytest
from tests.engine.cities import river_town, two_banks
from tests.support.runs import crew_for
from tests.support.situations import with_parameters

from corridor.errors import ParameterError
from corridor.model.theta import Theta
from corridor.scenario.index import index
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.schema import PlaceKind

WORKED_OUT = ("reference", "distance_cost")  # by the engine, not drawn
MECHANISMS = {field.name: get_type_hints(Theta)[field.name] for field in fields(Theta) if field.name not in WORKED_OUT}


def read_by_mechanisms() -> Iterator[tuple[str, str, object]]:
    """Yields (mechanism, field, type)."""
    for mechanism, kind in MECHANISMS.items():
        hints = get_type_hints(kind)
        for field in fields(kind):
            yield mechanism, field.name, hints[field.name]


def test_every_parameter_is_read_and_every_number_that_is_read_is_a_parameter() -> None:
    names = [name for _, name, _ in read_by_mechanisms()]
    assert sorted(names) == sorted(PARAMETER_NAMES)
    assert len(names) == len(set(names))
    assert all(id_ == name.id for id_, name in PARAMETER_NAMES.items())


def test_a_parameter_with_a_scope_is_an_array_and_one_without_a_number() -> None:
    for mechanism, name, kind in read_by_mechanisms():
        assert (kind is float) == (PARAMETER_NAMES[name].scope == ""), f"{mechanism}.{name}"


@pytest.mark.parametrize("scenario", [river_town(), two_banks()], ids=["river town", "two banks"])
def test_scopes_are_the_lengths_of_the_arrays(scenario) -> None:  # type: ignore[no-untyped-def]
    where = index(scenario)
    lengths = {
        "zone": len(where.zones), "place": len(where.places), "station": len(where.places), "route": len(where.routes),
        "corridor": len(where.corridors),
    }  # fmt: skip
    theta = crew_for(scenario).theta(0)
    for mechanism, name, _ in read_by_mechanisms():
        value = getattr(getattr(theta, mechanism), name)
        scope = PARAMETER_NAMES[name].scope
        assert np.shape(value) == ((lengths[scope],) if scope else ()), f"{mechanism}.{name}"
        assert np.asarray(value).dtype == np.float64
    assert theta.reference.shape == (len(where.zones), len(where.groups))


def test_a_stations_parameter_is_nought_elsewhere() -> None:
    scenario = river_town()
    throughput = crew_for(scenario).theta(0).screening.throughput
    stations = {one.id for one in scenario.places if one.kind is PlaceKind.STATION}
    for place, position in index(scenario).places.items():
        assert throughput[position] == (150.0 if place in stations else 0.0)


def test_a_places_own_row_wins_over_the_plain_one() -> None:
    scenario = with_parameters(two_banks(), {"rate_held.left": 0.5})
    assert crew_for(scenario).theta(0).departure.rate_held.tolist() == [0.5, 0.02]


def test_what_is_missing_is_named() -> None:
    scenario = river_town()
    without = replace(scenario, parameters=tuple(one for one in scenario.parameters if one.id != "siege_days"))
    with pytest.raises(ParameterError, match=r"no parameter 'siege_days'; add a row to parameters\.csv"):
        crew_for(without)
