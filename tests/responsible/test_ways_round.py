"""Ways round the rules that a user might try: few members, another last day, one policy against another."""

from __future__ import annotations

import csv
import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from tests.responsible.conftest import Run, printed
from tests.responsible.scene import REGIONS, scene

import corridor
from corridor.contrast import Comparison
from corridor.ensemble import simulate
from corridor.errors import RefusedOutput
from corridor.publish import publish
from corridor.publish.rules import FIGHTER_RULE
from corridor.scenario import refusals
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.terms import TERMS

ARMED = ("fighter", "exfiltration", "flank", "transit", "embed", "surrender", "retreat", "activation", "relocation",
         "deal_", "follow_on", "isolation", "duration", "gap_", "tail_", "pause", "resume", "operation")  # fmt: skip
RESTRICTED = {quantity.id for quantity in QUANTITIES.values() if quantity.restricted}


@pytest.mark.parametrize(("members", "replicates"), [(1, 1), (19, 1), (38, 2)])
def test_few_draws_say_nothing_of_fighters(run: Run, members: int, replicates: int) -> None:
    published = publish(simulate(run.scenario, members=members, replicates=replicates))
    assert published.fighters is not None
    assert published.fighters.weeks == ()
    assert published.screening is not None
    assert published.screening.missed == ()
    assert any("fewer than 20 parameter draws" in words for words in published.withheld)


def test_another_last_day_gives_no_day_of_a_week(run: Run) -> None:
    """Runs that end on each day of a week publish the same weeks, so the days cannot be had one by one."""
    whole = set(run.published.fighters.weeks) if run.published.fighters else set()
    found = set()
    for extra in range(7):
        until = run.scenario.start + timedelta(days=28 + extra)
        fighters = publish(simulate(run.scenario, members=run.ensemble.members, until=until)).fighters
        assert fighters is not None
        assert set(fighters.weeks) <= whole
        found.add(len({row.week for row in fighters.weeks}))
    assert len(found) <= 2


def test_nothing_is_said_of_the_last_fortnight_or_of_days_to_come(run: Run) -> None:
    today = run.scenario.start + timedelta(days=40)
    published = publish(run.ensemble, today=today)
    assert published.fighters is not None
    last = max(row.week for row in published.fighters.weeks) + timedelta(days=6)
    assert last <= today - timedelta(days=FIGHTER_RULE.embargo_days) < last + timedelta(days=7)
    assert published.screening is not None
    assert published.screening.missed == ()
    assert any("nothing is said of days to come" in words for words in published.withheld)


def test_without_fighters_there_is_no_file_of_them(tmp_path: Path) -> None:
    printed("run", "tutorial", "--members", "20", "--out", str(tmp_path / "run"))
    assert not (tmp_path / "run" / "fighters_weekly.csv").exists()
    assert "fighters" not in (tmp_path / "run" / "manifest.json").read_text(encoding="utf-8")


def test_a_comparison_gives_ranges_by_region_only(tmp_path: Path) -> None:
    scene(tmp_path / "scene")
    words = ("--policy", "factual", "--policy", "camp-half", "--members", "24", "--replicates", "2")
    printed("compare", str(tmp_path / "scene"), *words, "--out", str(tmp_path / "run"))
    with (tmp_path / "run" / "contrast.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert row["group"] != "fighters"
        if row["quantity"] in RESTRICTED:
            assert row["place"] in REGIONS
            points = ("difference", "mc_se", "probability_positive", "variance_reduction")
            assert {row[name] for name in points} == {""}
            assert not any(float(row[end] or 0) % 50 for end in ("lo90", "hi90"))
        if row["group"] == "dependants":
            assert row["place"] == "all"


@pytest.mark.parametrize(("quantity", "place", "group"), [
    *((quantity, place, "all") for quantity in sorted(RESTRICTED) for place in ("all", "old-town", "far-plain")),
    ("arrivals", "north-gate", "fighters"),
    ("present", "all", "fighters"),
])  # fmt: skip
def test_what_python_is_asked_by_name_of_fighters_is_refused(run: Run, quantity: str, place: str, group: str) -> None:
    words = re.escape(
        f"{quantity} of {place} is refused: numbers of fighters leave the program by region and week only, as ranges. "
        "Ask for corridor.summarise(...).fighters, or read fighters_weekly.csv."
    )
    with pytest.raises(RefusedOutput, match=words):
        run.ensemble.of(quantity, place, group)
    one = corridor.resume(run.scenario, until=run.scenario.start)
    with pytest.raises(RefusedOutput, match=words):
        one.of(quantity, place, group)
    two = Comparison((run.ensemble, run.ensemble))
    with pytest.raises(RefusedOutput, match=words):
        two.contrast("factual", quantity, place, group)


#: What the public face may hand out. Those with single runs in them refuse fighters when asked by name (above).
HANDED_OUT = {
    "apply": "Scenario",
    "compare": "Comparison",
    "load": "Scenario",
    "render": "str",
    "resume": "Leg",
    "simulate": "Ensemble",
    "summarise": "Published",
}


def test_the_public_face_hands_out_nothing_else() -> None:
    """A new function of the public face must be held to the rules, and then named here."""
    functions = {name: getattr(corridor, name) for name in corridor.__all__}
    found = {name: thing for name, thing in functions.items() if inspect.isfunction(thing)}
    assert {name: str(inspect.signature(thing).return_annotation) for name, thing in found.items()} == HANDED_OUT


# ------------------------------------------------------------------------------------------ what may never be searched


@pytest.mark.parametrize("quantity", sorted({quantity for terms in TERMS.values() for quantity in terms}))
def test_an_optimiser_may_choose_humanitarian_quantities_only(quantity: str) -> None:
    humanitarian = {"capacity", "capacity_factor", "capacity_per_day", "hours", "throughput_factor"}
    assert refusals.may_be_chosen(quantity) == (quantity in humanitarian)


@pytest.mark.parametrize("quantity", ["flank", "pace", "follow_on", "encircled", "share_retaken", "screening"])
def test_operation_flank_and_screening_are_no_decision_variables(quantity: str) -> None:
    assert not refusals.may_be_chosen(quantity)


@pytest.mark.parametrize("name", sorted(PARAMETER_NAMES))
def test_no_calibration_may_free_the_operation_the_flank_or_fighters(name: str) -> None:
    forbidden = name.startswith(ARMED)
    assert refusals.may_be_free(name) is not forbidden
    assert refusals.may_be_free(f"{name}.old-town") is not forbidden


def test_an_unknown_parameter_is_not_free() -> None:
    assert not refusals.may_be_free("cordon")
