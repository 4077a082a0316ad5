"""Which roads of a Flee scenario can be taken on a day."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.draws import text_key
from corridor.flee.network import Network
from corridor.flee.timeline import timeline
from corridor.formats.flee.schema import FleeScenario

__all__ = ["open_roads"]


def open_roads(scenario: FleeScenario, days: Sequence[int], repaired: bool) -> tuple[frozenset[frozenset[str]], ...]:
    """Returns, for each day, the pairs of locations between which a road is open in one direction at least."""
    names = [place.name for place in scenario.locations]
    network = Network(scenario, repaired, {name: at for at, name in enumerate(names)}, [text_key(name) for name in names])
    course = timeline(scenario, network, repaired)
    return tuple(
        frozenset(
            frozenset((names[network.start[link]], names[network.end[link]]))
            for links in course.epochs[course.epoch[day]][0]
            for link in links
        )
        for day in days
    )
