"""Claims and ensembles made for tests: a claims.yaml beside a scenario, and an engine that only pretends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

import numpy as np

from corridor.claims.read import read_claims
from corridor.claims.run import Options
from corridor.claims.schema import Claims, Confidence, Evidence, Measure, Number, Weight
from corridor.ensemble import Ensemble
from corridor.errors import ScenarioError
from corridor.model.record import SHARE_UNIT
from corridor.parameters import draw
from corridor.scenario.builtin import locate
from corridor.scenario.read import read
from corridor.scenario.schema import Scenario
from corridor.series import Series, flow_dates, flow_keys_of, series_of

HEAD = "claims:\n  - number: 1\n    short: A short title\n    statement: A statement.\n    parts:\n"
EVIDENCE = """
evidence:
  - what: Something was published.
    date: 2020-03-02
    source: https://example.org/a
    party: no
    weighs: supports
    confidence: high
"""


@cache
def scenario(name: str = "tutorial") -> Scenario:
    """Returns a built-in scenario."""
    return read(locate(name))


def claims_in(folder: Path, text: str, name: str = "tutorial") -> Claims:
    """Returns the claims that a text describes beside a scenario."""
    (folder / "claims.yaml").write_text(text, encoding="utf-8")
    return read_claims(replace(scenario(name), folder=folder))


def part_in(folder: Path, text: str, name: str = "tutorial") -> Claims:
    """Returns a claim of one part, given the part's keys."""
    body = indent(dedent(text).strip(), "        ").strip()
    return claims_in(folder, f"{HEAD}      - {body}\n", name)


def problems_of(make: Callable[[], object]) -> list[str]:
    """Returns what is reported when claims are read."""
    try:
        make()
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


def row(weighs: str = "supports", party: str = "", confidence: str = "high") -> Evidence:
    """Returns a row of evidence."""
    day = date(2020, 3, 2)
    return Evidence("Something.", day, "https://example.org/a", party, Weight(weighs), Confidence(confidence))


def number(quantity: str = "deaths", **others: object) -> Number:
    """Returns a number of the model, plain but for what is named."""
    plain: dict[str, object] = {
        "name": "A number",
        "measure": Measure.VALUE,
        "places": ("all",),
        "group": "all",
        "on": None,
        "policy": "factual",
        "against": "",
        "share": None,
        "reaches": None,
        "true_if": None,
        "decides": "true_if" in others,
        "restricted": False,
        "kind": "cumulative",
    }
    return Number(quantity=quantity, **(plain | others))  # type: ignore[arg-type]


Fill = Callable[[str, str, Series, tuple[int, int]], np.ndarray]


def noise(policy: str, prior_set: str, series: Series, shape: tuple[int, int]) -> np.ndarray:
    """Returns made-up counts: the same for a policy, a prior set and a series, whatever else is asked for."""
    seed = [ord(letter) for letter in f"{policy} {prior_set} {series.quantity} {series.place} {series.group}"]
    steps = np.random.default_rng(seed).integers(0, 40, shape)
    if series.quantity == "retaken_share":
        return np.minimum(np.cumsum(steps, axis=1), SHARE_UNIT)
    return steps if series.quantity in ("arrivals", "passages") else np.cumsum(steps, axis=1)


def ensemble(
    situation: Scenario, policy: str, prior_set: str, options: Options, fill: Fill = noise, finished: int | None = None
) -> Ensemble:
    """Returns an ensemble in the shape of the real one, whose series `fill` makes up."""
    members = options.members if finished is None else finished
    last = options.until or situation.end
    dates = tuple(situation.start + timedelta(days=day) for day in range((last - situation.start).days + 1))
    series, keys = series_of(situation), flow_keys_of(situation)
    columns = [fill(policy, prior_set, one, (options.members, len(dates)))[:members] for one in series]
    draws = -(-options.members // options.replicates)
    return Ensemble(
        scenario=situation,
        policy=policy,
        prior_set=prior_set,
        seed=options.seed,
        replicates=options.replicates,
        dates=dates,
        series=series,
        values=np.stack(columns, axis=2).astype(np.int32),
        flow_dates=flow_dates(dates),
        flow_keys=keys,
        flows=np.zeros((members, len(flow_dates(dates)), len(keys)), np.int32),
        parameters=draw(situation.parameters, prior_set, options.seed, draws, options.overrides),
        overrides=options.overrides,
        complete=members == options.members,
        seconds={"simulate": 1.0},
    )


class Engine:
    """Pretends to simulate and remembers what it was asked for; `stop` prior sets are cut short after `finished`."""

    def __init__(self, fill: Fill = noise, stop: Mapping[str, int] | None = None) -> None:
        self.fill, self.stop = fill, dict(stop or {})
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def __call__(
        self,
        situation: Scenario,
        policies: Sequence[str],
        prior_set: str,
        options: Options,
        progress: Callable[[int, int], None] | None,
    ) -> list[Ensemble]:
        self.asked.append((prior_set, tuple(policies)))
        finished = self.stop.get(prior_set)
        if progress is not None:
            progress(options.members, options.members)
        return [ensemble(situation, policy, prior_set, options, self.fill, finished) for policy in policies]
