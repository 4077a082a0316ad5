"""Classes of people: the attributes that the rules in use tell apart, as a sparse product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corridor.draws import text_key
from corridor.formats.flee.schema import Demographic, FleeScenario, Settings
from corridor.model.flee.world import Groups

__all__ = ["groups_of"]

AS_IS, SQUARED, ONE = 0, 1, 2
#: Ages that the rules tell apart: up to 14, 15 to 18, 19 to 59, above.
AGE_LIMITS = (14, 18, 59)


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What the rules see of a person."""

    square: int
    ethnicity: str
    religion: str


def groups_of(scenario: FleeScenario, repaired: bool) -> Groups:
    """Returns the classes with their shares at every location, and the people of agents.csv among them."""
    tables = {one.attribute: one for one in scenario.demographics}
    shares = [_shares(scenario.settings, tables, place.name, repaired) for place in scenario.locations]
    first = [
        (agents.location, _kind(scenario.settings, dict(agents.attributes), repaired), agents.count)
        for agents in scenario.agents
    ]
    kinds = sorted({kind for share in shares for kind in share} | {kind for _, kind, _ in first})
    values = {
        name: sorted({getattr(kind, name) for kind in kinds if getattr(kind, name)}) for name in ("ethnicity", "religion")
    }
    names = [place.name for place in scenario.locations]
    return Groups(
        key=np.array([text_key(f"{kind.square}/{kind.ethnicity}/{kind.religion}") for kind in kinds], np.uint64),
        square=np.array([kind.square for kind in kinds], np.int64),
        ethnicity=_positions([kind.ethnicity for kind in kinds], values["ethnicity"]),
        religion=_positions([kind.religion for kind in kinds], values["religion"]),
        share=np.array([[share.get(kind, 0.0) for kind in kinds] for share in shares], np.float64),
        first_place=np.array([names.index(name) for name, _, _ in first], np.int64),
        first_class=np.array([kinds.index(kind) for _, kind, _ in first], np.int64),
        first_people=np.array([count for _, _, count in first], np.int64),
    )


def _positions(given: list[str], values: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([values.index(value) if value else -1 for value in given], np.int64)


def _shares(keys: Settings, tables: Mapping[str, Demographic], place: str, repaired: bool) -> dict[Kind, float]:
    """Returns the share of every class among those who start at a location: attributes are independent."""
    found: dict[Kind, float] = {}
    for age, p_age in _ages(tables.get("age"), place).items():
        for gender, p_gender in _weights(tables.get("gender"), place).items():
            square = _square(keys, age, gender, repaired)
            for ethnicity, p_ethnicity in _told(_any_ethnicity(keys), tables.get("ethnicity"), place).items():
                for religion, p_religion in _told(keys.match_camp_religion, tables.get("religion"), place).items():
                    kind = Kind(square, ethnicity, religion)
                    found[kind] = found.get(kind, 0.0) + p_age * p_gender * p_ethnicity * p_religion
    return {kind: share for kind, share in found.items() if share > 0.0}


def _any_ethnicity(keys: Settings) -> bool:
    return keys.match_camp_ethnicity or keys.match_town_ethnicity or keys.match_conflict_ethnicity


def _told(wanted: bool, table: Demographic | None, place: str) -> dict[str, float]:
    return _weights(table, place) if wanted else {"": 1.0}


def _weights(table: Demographic | None, place: str) -> dict[str, float]:
    if table is None:
        return {"": 1.0}
    weights = table.by_location.get(place, table.default)
    found: dict[str, float] = {}
    for value, weight in zip(table.values, weights, strict=True):
        found[value] = found.get(value, 0.0) + weight / sum(weights)
    return found


def _ages(table: Demographic | None, place: str) -> dict[int | None, float]:
    """Returns the shares of ages that the rules tell apart, each by its oldest year."""
    if table is None:
        return {None: 1.0}
    found: dict[int | None, float] = {}
    for value, share in _weights(table, place).items():
        age = next((limit for limit in AGE_LIMITS if int(value) <= limit), AGE_LIMITS[-1] + 1)
        found[age] = found.get(age, 0.0) + share
    return found


def _square(keys: Settings, age: int | None, gender: str, repaired: bool) -> int:
    boys = keys.boys_take_risk and (repaired or keys.children_avoid_hazards)
    if boys and gender == "male" and age is not None and age > 14 and (not repaired or age <= 18):
        return ONE
    child = keys.children_avoid_hazards and age is not None and age < 19
    old = keys.elderly_avoid_hazards and age is not None and age > 59
    woman = keys.women_avoid_hazards and gender == "female"
    return SQUARED if child or old or woman else AS_IS


def _kind(keys: Settings, attributes: Mapping[str, str], repaired: bool) -> Kind:
    age = int(attributes["age"]) if attributes.get("age", "").isdecimal() else None
    square = _square(keys, age, attributes.get("gender", ""), repaired)
    ethnicity = attributes.get("ethnicity", "") if _any_ethnicity(keys) else ""
    return Kind(square, ethnicity, attributes.get("religion", "") if keys.match_camp_religion else "")
