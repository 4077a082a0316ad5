"""What was run and with what: the facts that stand beside the numbers."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import corridor
from corridor.parameters import prior_hash
from corridor.published import PlaceFact, RouteFact, RunFacts
from corridor.scenario.calendar import Calendar
from corridor.scenario.policy import apply, combine
from corridor.scenario.schema import PlaceKind, Scenario

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble
    from corridor.publish.rules import Disclosure

__all__ = ["basemap", "code_hash", "places", "routes", "run_facts", "withheld"]

_PACKAGES = ("numpy", "numba", "scipy", "pyarrow")
_SOURCES = {".py", ".html", ".css", ".js", ".svg", ".j2"}


def run_facts(ensemble: Ensemble) -> RunFacts:
    """Returns what anybody needs to run it again."""
    scenario = ensemble.scenario
    return RunFacts(
        scenario=scenario.id,
        title=scenario.title,
        policy=ensemble.policy,
        policy_name=combine(scenario, ensemble.policy).name,
        prior_set=ensemble.prior_set,
        seed=ensemble.seed,
        members=ensemble.members,
        replicates=ensemble.replicates,
        start=ensemble.dates[0] if ensemble.dates else scenario.start,
        end=ensemble.dates[-1] if ensemble.dates else scenario.end,
        complete=ensemble.complete,
        content_hash=scenario.content_hash,
        code_hash=code_hash(),
        prior_hash=prior_hash(scenario.parameters, ensemble.prior_set),
        overrides=dict(sorted(ensemble.overrides.items())),
        versions=versions(),
        seconds=dict(ensemble.seconds),
    )


def versions() -> Mapping[str, str]:
    """Returns the versions that the numbers may depend on."""
    found = {"corridor": corridor.__version__, "python": platform.python_version()}
    return found | {name: metadata.version(name) for name in _PACKAGES}


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Returns 16 hex digits that change with any source of the package (scenarios have their own hash)."""
    package = Path(corridor.__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.suffix in _SOURCES and inside.parts[0] != "scenarios":
            content = path.read_bytes()
            digest.update(f"{inside.as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def places(scenario: Scenario) -> tuple[PlaceFact, ...]:
    """Returns the places as the map may show them: only camps finer than about a kilometre."""
    return tuple(
        PlaceFact(
            id=place.id,
            name=place.name,
            kind=place.kind.value,
            lat=_coordinate(place.lat, place.kind),
            lon=_coordinate(place.lon, place.kind),
            schematic=place.schematic,
        )
        for place in scenario.places
    )


def _coordinate(degrees: float | None, kind: PlaceKind) -> float | None:
    return degrees if degrees is None or kind is PlaceKind.CAMP else round(degrees, 2)


def routes(ensemble: Ensemble) -> tuple[RouteFact, ...]:
    """Returns the routes, and on which of the map's dates each was open, be it by a corridor for some only."""
    scenario = apply(ensemble.scenario, ensemble.policy)
    # Under P0 the run itself saw only what was public before the start (ruling 15).
    calendar = Calendar(scenario, scenario.start - timedelta(days=1) if ensemble.prior_set == "P0" else None)
    days = [(day - scenario.start).days for day in scenario.map_dates]
    before = {route.id: float(route.open) for route in scenario.routes}
    route_open = _open(calendar, list(before), before)[days]
    corridor_open = _open(calendar, [each.id for each in scenario.corridors], {})[days]
    facts = []
    for column, route in enumerate(scenario.routes):
        over = [index for index, corridor in enumerate(scenario.corridors) if route.id in corridor.routes]
        opened = route_open[:, column] | corridor_open[:, over].any(axis=1)
        facts.append(RouteFact(route.id, route.start, route.end, route.km, tuple(opened.tolist())))
    return tuple(facts)


def _open(calendar: Calendar, ids: Sequence[str], before: Mapping[str, float]) -> NDArray[np.bool_]:
    """(days, ids): what is not open before any dated change is closed."""
    positions = {id_: position for position, id_ in enumerate(ids)}
    return calendar.values("open", positions, lambda id_: before.get(id_, 0.0)) > 0.0


def basemap(scenario: Scenario) -> Mapping[str, Any] | None:
    """Returns the country and river lines that the scenario keeps, or None."""
    path = scenario.folder / "basemap.json"
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else None


def withheld(scenario: Scenario, rules: Disclosure) -> tuple[str, ...]:
    """Returns one sentence for each place that is not shown by itself."""
    return tuple(
        f"Not shown by itself, only in totals: {place.name}, with fewer than {rules.floor(place.id):,} known people."
        for place in scenario.places
        if rules.too_small(place.id)
    )
