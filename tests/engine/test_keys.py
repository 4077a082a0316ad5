"""No two draws of a full scenario share a key, and how many there are."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.engine.cities import two_banks
from tests.support.runs import after_day, crew_for

import corridor
from corridor.draws import absorb, cell_key, day_key, member_key
from corridor.model import processes
from corridor.model.cells import cell, cell3
from corridor.model.state import POOLS
from corridor.model.world import MAX_TRAVEL_DAYS, World
from corridor.scenario.builtin import locate
from corridor.scenario.read import read

ROOT = Path(__file__).parents[2]
SOURCE = Path(corridor.__file__).parents[1]
MOST_DRAWS = 1500
#: Recorded when the engine was first whole, with room for what the scenario may still gain.
RECORDED = 650
ATTEMPTS = 4
FATES = 4


def words_of_a_day(world: World) -> list[tuple[int, ...]]:
    """Returns what is absorbed after the day's key for every draw that any day could take, as the kernels form it."""
    w = Words(world)
    found: list[tuple[int, ...]] = []
    for process in (processes.DAY_EFFECT, processes.MASS_EVENT, processes.MASS_EVENT_SIZE, processes.FIGHTERS,
                    processes.DEAL, processes.DEAL_SIZE, processes.EVENTS, processes.ACTIVATION, processes.ARRIVAL,
                    processes.INFLOW):  # fmt: skip
        found += [(process, place) for place in w.places]
    for place, group in product(w.places, w.groups):
        found += [(processes.INFLOW_GROUP, cell(place, group)), (processes.HOME, cell(place, group))]
    for zone, group, pool in product(w.zones, w.groups, range(POOLS)):
        word = cell(zone, group) ^ np.uint64(pool)
        found += [(processes.LEAVE, word), (processes.DEATH, word)]
        found += [(processes.OPTION, word, option) for option in w.ways[zone]]
    for place, origin, group in product(w.places, w.origins, w.groups):
        word = cell3(place, origin, group)
        for process in (processes.RELEASE, processes.SERVE, processes.FLAG, processes.RETURN, processes.FLEE_AGAIN):
            found.append((process, word))
        for process in (processes.MOVE_ON, processes.FLEE_AGAIN):
            found += [(process, word, option) for option in w.ways[place]]
    for zone, fate in product(w.zones, range(FATES)):
        found.append((processes.FATE, zone, np.uint64(fate)))
    for zone in w.zones:
        found += [(processes.EMBED, zone, option) for option in w.ways[zone]]
        for occasion in (processes.FATE, processes.DEAL):
            key = absorb(occasion, zone)
            found.append((processes.LOSS, key))
            found += [(processes.REGION_OF, key, region) for region in w.regions]
    found += _on_routes(world, w)
    return found


def _on_routes(world: World, w: "Words") -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for option, group in product(range(world.options.key.size), w.groups):
        key = world.options.key[option]
        found.append((processes.PASSAGE, cell(key, group)))
        corridor = world.options.corridor[option]
        gate = world.corridors.key[corridor] if corridor >= 0 else world.routes.key[world.options.route[option]]
        start = world.routes.start[world.options.route[option]]
        across = [np.uint64(pool + 1) for pool in range(POOLS)] if world.places.zone[start] >= 0 else w.origins
        found += [(processes.RATION, gate, cell(key, group) ^ one) for one in across]
        for origin, days in product(w.origins, range(MAX_TRAVEL_DAYS + 1)):
            found.append((processes.TRAVEL, cell3(key, origin, group), np.uint64(days)))
    for route, origin, group in product(w.routes, w.origins, w.groups):
        found.append((processes.BYPASS, absorb(cell(route, group), origin)))
        word = cell3(route, origin, group)
        for attempt in range(ATTEMPTS):
            found.append((processes.ADMIT, np.uint64(attempt), word))
            ways = w.ways_of_route[int(route)]
            found += [(processes.REDIRECT, absorb(word, np.uint64(attempt)), option) for option in ways]
    return found


class Words:
    """The words of a world by kind."""

    def __init__(self, world: World) -> None:
        self.places = list(world.places.key)
        self.groups = list(world.groups.key)
        self.origins = list(world.origins)
        self.zones = [world.places.key[place] for place in world.zones.place]
        self.regions = [world.places.key[place] for place in world.arenas.place[len(self.zones) :]]
        self.routes = list(world.routes.key)
        first = world.options.first
        self.ways = {key: list(world.options.key[first[i] : first[i + 1]]) for i, key in enumerate(self.places)}
        starts = zip(world.routes.key, world.routes.start, strict=True)
        self.ways_of_route = {int(route): self.ways[world.places.key[start]] for route, start in starts}


def keys_of(words: list[tuple[int, ...]], today: np.uint64) -> list[int]:
    keys = []
    for process, word, *more in words:
        key = cell_key(today, process, word)
        for one in more:
            key = absorb(key, one)
        keys.append(int(key))
    return keys


@pytest.mark.slow
def test_no_two_cells_of_mosul_share_a_key() -> None:
    """All draws that a day could take, on days of several members; the uncompiled twin below takes the real ones."""
    words = words_of_a_day(crew_for(read(locate("mosul-2016"))).world)
    assert len(set(words)) == len(words) > 20_000
    keys: list[int] = []
    for member, day in ((0, 0), (0, 1), (1, 0)):
        keys += keys_of(words, day_key(member_key(1, member), day))
    assert len(set(keys)) == len(keys)


RECORDER = """
import sys
from collections import Counter
from tests.support.runs import crew_for, after_day
import corridor.draws.multivariate, corridor.model.cells, corridor.model.operation, corridor.model.follow_on
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from tests.engine.cities import river_town, two_banks

daily, lasting = Counter(), Counter()
for module, used in ((corridor.draws.multivariate, daily), (corridor.model.cells, daily),
                     (corridor.model.operation, lasting), (corridor.model.follow_on, lasting)):
    def recording(key, real=module.uniform, used=used):
        used[int(key)] += 1
        return real(key)
    module.uniform = recording

name, days, members = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
scenario = {"mosul": lambda: read(locate("mosul-2016")), "river": river_town, "banks": two_banks}[name]()
counted = 0
for member in range(members):
    counted += int(after_day(crew_for(scenario, draws=member + 1), days, member)[1].draws[0])
print(len(daily), max(daily.values()), len(lasting), len(daily.keys() & lasting.keys()), counted)
"""


def recorded(name: str, days: int, members: int) -> list[int]:
    """Returns the keys of a day that were used, the most uses of one, lasting keys, keys that are both, draws counted.

    A lasting key is that of a threshold (ruling 2), which is looked at day after day, or of a block's people.
    """
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", RECORDER, name, str(days), str(members)], cwd=ROOT, check=False,
        env={**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}", "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [int(number) for number in ran.stdout.split()]


@pytest.mark.parametrize(
    ("name", "days", "members"),
    [("river", 30, 2), ("banks", 30, 2), pytest.param("mosul", 120, 2, marks=pytest.mark.slow)],
)
def test_no_key_is_used_twice(name: str, days: int, members: int) -> None:
    """Every uniform of uncompiled members, one by one; what the engine counts is what it draws, but for a few."""
    keys, most_uses, lasting, both, counted = recorded(name, days, members)
    assert most_uses == 1
    assert lasting > 0
    assert both == 0
    assert 0.9 * keys <= counted <= 1.1 * keys
    assert keys / (days * members) <= MOST_DRAWS


@pytest.mark.slow
def test_mosul_takes_few_draws_a_day() -> None:
    """The budget of ruling 10; recorded: 470 to 500 a day on average over the members below."""
    crew = crew_for(read(locate("mosul-2016")), draws=4)
    days = len(crew.dates)
    averages = [after_day(crew, days, member)[1].draws[0] / days for member in range(4)]
    assert max(averages) <= RECORDED <= MOST_DRAWS


def test_the_words_of_a_small_world_differ_too() -> None:
    """The enumeration itself can fail: two options of one key would show."""
    world = crew_for(two_banks()).world
    words = words_of_a_day(world)
    assert len(set(words)) == len(words)
    twins = replace(world, options=replace(world.options, key=np.full_like(world.options.key, 7)))
    assert len(set(words_of_a_day(twins))) < len(words)
