"""Members on a cluster: chunks of an ensemble, each with its rows of parameters, put where a local run would put them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor.cluster import joined, lend, once, spread
from corridor.crew import Crew, crew_of
from corridor.engine.member import Tape
from corridor.parameters import ParameterDraws
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.schema import PlaceKind, Scenario
from corridor.series import ALL, ALL_CAMPS, Series, plan_for, series_of
from corridor.spool import release

__all__ = ["ALL_SERIES_UP_TO", "MOST_SERIES", "Order", "headlines", "order_of", "thinned", "work_on_cluster"]

Ints = NDArray[np.int32]
#: With more members than this a cluster sends back headline series only, and at most so many.
ALL_SERIES_UP_TO, MOST_SERIES = 1000, 100
#: Members of a chunk, in whole parameter draws: large enough that sending costs little, small enough to lose.
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Order:
    """What all members of an ensemble share, as it is sent to the workers: no parameters, which are as many as members."""

    scenario: Scenario
    changed: tuple[Scenario, ...]  # the scenario under every policy
    names: tuple[str, ...]  # of the parameters
    prior_set: str
    seed: int
    replicates: int
    until: date | None
    series: tuple[Series, ...]

    def crews(self) -> tuple[Crew, ...]:
        """Returns a crew for every policy, which records the series of the order; parameters come with every chunk."""
        nothing = ParameterDraws(self.names, np.zeros((0, len(self.names))))
        made = (
            crew_of(self.scenario, each, nothing, self.prior_set, self.seed, self.replicates, self.until)
            for each in self.changed
        )
        return tuple(recording(crew, self.scenario, self.series) for crew in made)


def order_of(scenario: Scenario, changed: Sequence[Scenario], prior_set: str, until: date | None, crew: Crew) -> Order:
    """Returns the order for members like those of a crew that is here."""
    return Order(scenario, tuple(changed), crew.parameters.names, prior_set, crew.seed, crew.replicates, until, crew.series)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Members `first` to `last` - 1, and their rows of parameters."""

    first: int
    last: int
    parameters: NDArray[np.float64]


def recording(crew: Crew, scenario: Scenario, series: tuple[Series, ...]) -> Crew:
    """Returns the crew that records these series and no others; it is what it was where they are all."""
    if series == crew.series:
        return crew
    return replace(crew, series=series, plan=plan_for(scenario, series, crew.flow_keys, len(crew.dates)))


def thinned(crews: Sequence[Crew], scenario: Scenario, members: int) -> list[Crew]:
    """Returns the crews, which record headline series only where there are very many members."""
    if members <= ALL_SERIES_UP_TO:
        return list(crews)
    return [recording(crew, scenario, headlines(scenario)) for crew in crews]


def work_on_cluster(
    address: str,
    order: Order,
    parameters: ParameterDraws,
    members: int,
    tables: Sequence[tuple[Ints, Ints]],
    progress: Callable[[int, int], None] | None,
) -> int:
    """Runs all members on the workers of a scheduler and fills `tables`, one pair a policy, as `corridor.crew.work` does.

    Returns how many members are finished without a gap (Ctrl-C ends the work early). Raises RunError, LedgerError.
    """
    done = np.zeros(members, bool)
    chunks = list(_chunks(order, parameters, members))
    with joined(address) as client:
        results = spread(client, run_chunk, lend(client, order), chunks)
        try:
            for position, found in results:
                chunk = chunks[position]
                for table, part in zip(tables, found, strict=True):
                    for whole, rows in zip(table, part, strict=True):
                        whole[chunk.first : chunk.last] = rows
                        release(whole)
                done[chunk.first : chunk.last] = True
                if progress is not None:
                    progress(int(done.sum()), members)
        except KeyboardInterrupt:
            pass
        finally:
            results.close()
    return members if done.all() else int(np.argmin(done))


def _chunks(order: Order, parameters: ParameterDraws, members: int) -> Iterator[Chunk]:
    size = order.replicates * max(1, _CHUNK // order.replicates)
    for first in range(0, members, size):
        last = min(first + size, members)
        rows = slice(first // order.replicates, -(-last // order.replicates))
        yield Chunk(first, last, parameters.values[rows])


def run_chunk(order: Order, chunk: Chunk) -> list[tuple[Ints, Ints]]:
    """Runs on a worker: the values and flows of some members under every policy."""
    found = []
    for crew in once(order, Order.crews):
        parameters = ParameterDraws(order.names, chunk.parameters)
        ready = replace(crew, parameters=parameters, first_draw=chunk.first // order.replicates)
        size = chunk.last - chunk.first
        flow_rows = int(crew.plan.flow_row.max(initial=-1)) + 1
        values = np.zeros((size, len(crew.dates), len(crew.series)), np.int32)
        flows = np.zeros((size, flow_rows, len(crew.flow_keys)), np.int32)
        for row, member in enumerate(range(chunk.first, chunk.last)):
            theta = ready.theta(member)
            ready.run(member, theta, ready.start(theta), 0, len(crew.dates), Tape(values[row], flows[row]))
        found.append((values, flows))
    return found


def headlines(scenario: Scenario, most: int = MOST_SERIES) -> tuple[Series, ...]:
    """Returns at most `most` series, in order: totals, what was counted, sets and camps, fighters by region, then zones."""
    observed = {Series(seen.quantity, seen.place, seen.group) for seen in scenario.observations}
    kinds = {place.id: place.kind for place in scenario.places}
    sets = {ALL_CAMPS, *(each.id for each in scenario.sets)}

    def rank(series: Series) -> tuple[int, Series]:
        restricted = QUANTITIES[series.quantity].restricted
        tests = (
            (series.place, series.group) == (ALL, ALL),
            series in observed,
            series.place in sets,
            series.quantity == "present" and kinds.get(series.place) is PlaceKind.CAMP,
            restricted and kinds.get(series.place) is PlaceKind.REGION,
            kinds.get(series.place) is PlaceKind.ZONE,
        )
        return next((number for number, holds in enumerate(tests) if holds), len(tests)), series

    return tuple(sorted(sorted(series_of(scenario), key=rank)[:most]))
