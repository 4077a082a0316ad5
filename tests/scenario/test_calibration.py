"""The block `calibration` of scenario.yaml: what it says, and every way in which it can be wrong."""

from __future__ import annotations

from datetime import date

import pytest
from tests.scenario.folders import Case, Folder, by_name, edit, remove

from corridor.errors import RefusedInput
from corridor.scenario import refusals
from corridor.scenario.builtin import locate
from corridor.scenario.calibration_parts import MOST_FREE
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.read import read
from corridor.scenario.schema import Calibration, Scenario, Summary

FREE = "free: [rate_contested, siege_effect]"
FIRST = "{series: invented-camp, date: 2020-03-15}"
RISE = "{series: invented-camp, measure: rise}"
YAML = "scenario.yaml"


def row_of(text: str) -> int:
    """Returns the line of the tutorial's scenario.yaml on which a text stands."""
    lines = (locate("tutorial") / YAML).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def free(text: str) -> tuple[object, ...]:
    return (edit(YAML, FREE, f"free: [{text}]"),)


def first(text: str) -> tuple[object, ...]:
    return (edit(YAML, FIRST, text),)


FREE_AT, FIRST_AT, RISE_AT = row_of(FREE), row_of(FIRST), row_of(RISE)
BLOCK_AT = row_of("calibration:")
REFUSED = f"is refused: {refusals.FITTED_FORCE.reason}. {refusals.FITTED_FORCE.remedy}"


def test_the_tutorial_says_what_is_free_and_what_is_compared(tutorial: Scenario) -> None:
    days = (date(2020, 3, 15), date(2020, 3, 25), date(2020, 4, 5), date(2020, 4, 20))
    counts = tuple(Summary("invented-camp", day, "count") for day in days)
    whole = (*counts, Summary("invented-camp", None, "rise"))
    assert tutorial.calibration == Calibration(("rate_contested", "siege_effect"), whole, "")


def test_mosul_frees_civilians_and_follows_the_dated_operation() -> None:
    found = read(locate("mosul-2016")).calibration
    assert found is not None
    assert found.mode == "replayed"
    assert len(found.free) == MOST_FREE
    assert all(refusals.may_be_free(id_) for id_ in found.free)
    assert 10 <= len(found.summaries) <= 12


def test_without_the_block_there_is_nothing_to_calibrate(folder: Folder) -> None:
    text = folder.text(YAML)
    begin, end = text.index("calibration:"), text.index("policies:")
    assert folder.write(YAML, text[:begin] + text[end:]).read().calibration is None


def test_the_block_is_part_of_the_content(folder: Folder, tutorial: Scenario) -> None:
    assert folder.edit(YAML, FREE, "free: [rate_contested]").read().content_hash != tutorial.content_hash


CASES = (
    Case("unknown parameter", free("rate_contestd"),
         (f"{YAML}:{FREE_AT}:calibration.free: 'rate_contestd' is not a row of parameters.csv. Did you mean 'rate_contested'?",)),
    Case("fixed parameter", free("siege_days"),
         (f"{YAML}:{FREE_AT}:calibration.free: 'siege_days' is fixed in parameters.csv, so there is nothing to infer. "
          "Give it a distribution, or take it out.",)),
    Case("twice free", free("siege_effect, siege_effect"),
         (f"{YAML}:{FREE_AT}:calibration.free: 'siege_effect' is named twice. Name it once.",)),
    Case("nothing free", free(""),
         (f"{YAML}:{FREE_AT}:calibration.free: is empty. Name the parameters that may be inferred, for example "
          "rate_contested.",)),
    Case("pace", free("duration_days.old-town"),
         (f"{YAML}:{FREE_AT}:calibration.free: 'duration_days.old-town' {REFUSED}",)),
    Case("unknown series", first("{series: invented-camps, date: 2020-03-15}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.series: 'invented-camps' is not a series of observations/. "
          "Did you mean 'invented-camp'?",)),
    Case("no series", first("{date: 2020-03-15}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.series: is empty. Give one, for example dtm-displaced.",)),
    Case("unknown day", first("{series: invented-camp, date: 2020-03-16}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.date: '2020-03-16' is no day of that series. The nearest are 2020-03-15, "
          "2020-03-25, 2020-04-05.",)),
    Case("no day", first("{series: invented-camp}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.date: is empty. Give one, for example 2020-03-15.",)),
    Case("a day that is none", first("{series: invented-camp, date: soon}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.date: 'soon' is not a date of the form YYYY-MM-DD. Write the year first, for example 2016-10-17.",)),
    Case("unknown measure", first("{series: invented-camp, date: 2020-03-15, measure: peak}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.measure: 'peak' is not a measure; allowed are count, rise. Choose one of "
          "them.",)),
    Case("a dated rise", (edit(YAML, RISE, "{series: invented-camp, measure: rise, date: 2020-03-15}"),),
         (f"{YAML}:{RISE_AT}:calibration.summaries.date: '2020-03-15' is given for a rise, which is that of the whole series. "
          "Leave it out.",)),
    Case("compared twice", first("{series: invented-camp, date: 2020-03-25}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.series: 'invented-camp' is compared twice in the same way. Keep one of "
          "the two.",)),
    Case("unknown key", first("{series: invented-camp, date: 2020-03-15, weight: 2}"),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.weight: 'weight' is not a key here. Known: confidence, date, measure, note, "
          "series, source.",)),
    Case("not replayed", (edit(YAML, FREE, f"mode: replayed, {FREE}"),),
         (f"{YAML}:{FREE_AT}:calibration.mode: 'replayed' is replayed, but the schedule has no share_retaken for old-town. "
          "Add dated rows of share_retaken, or use mode: simulated.",)),
    Case("no observations", (remove("observations/invented.csv"),),
         (f"{YAML}:{FIRST_AT}:calibration.summaries.series: 'invented-camp' is not a series of observations/. There are no "
          "observations; add observations/*.csv beside scenario.yaml.",)),
)  # fmt: skip
# ruff: noqa: E501  a message stands on one line, as it is said


@by_name(CASES)
def test_what_is_wrong_is_said_with_its_place(case: Case, folder: Folder) -> None:
    case.check(folder)


def test_too_many_free_parameters_are_refused(folder: Folder) -> None:
    ids = [
        parameter.id
        for parameter in folder.read().parameters
        if refusals.may_be_free(parameter.id) and not parameter.priors[1].startswith("=")
    ]
    folder.edit(YAML, FREE, f"free: [{', '.join(ids[: MOST_FREE + 1])}]")
    (message,) = folder.messages()
    assert "'13' has more than 12 parameters. Keep those that the counts can tell something of." in message


def test_no_summaries_are_reported(folder: Folder) -> None:
    text = folder.text(YAML)
    begin, end = text.index(", summaries:"), text.index("policies:")
    folder.write(YAML, f"{text[:begin]}}}\n{text[end:]}")
    (message,) = folder.messages()
    assert message.endswith("calibration.summaries: is empty. Name counts to compare: {series: …, date: …}.")


NEVER = sorted(name for name in PARAMETER_NAMES if not refusals.may_be_free(name))


@pytest.mark.parametrize("name", NEVER)
def test_force_is_refused_by_name_with_and_without_its_place(name: str, folder: Folder) -> None:
    """Also where the scenario has no such row: what may not be fitted is refused before it is looked for."""
    folder.edit(YAML, FREE, f"free: [rate_contested, {name}, {name}.old-town]")
    error = folder.error()
    assert isinstance(error, RefusedInput)
    assert [str(problem) for problem in error.problems] == [
        f"{YAML}:{FREE_AT}:calibration.free: {given!r} {REFUSED}" for given in (name, f"{name}.old-town")
    ]


@pytest.mark.parametrize("quantity", ["fighters_held", "retaken_share"])
def test_counts_of_force_are_not_compared(quantity: str, folder: Folder) -> None:
    place, kind = ("all", "stock") if quantity == "fighters_held" else ("old-town", "stock")
    folder.add("observations/invented.csv", f"force,2020-03-15,0.5,{quantity},{place},all,{kind},,,,,,,no,invented,,")
    folder.edit(YAML, FIRST, "{series: force, date: 2020-03-15}")
    error = folder.error()
    assert isinstance(error, RefusedInput)
    assert refusals.FITTED_FORCE.reason in str(error)


def test_flee_folders_have_nothing_to_calibrate(folder: Folder) -> None:
    folder.edit(YAML, "rules: native", "rules: flee")
    assert any("only native rules can be calibrated. Remove the block." in message for message in folder.messages())
