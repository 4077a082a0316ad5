"""What of a comparison may leave the program: rounding, suppression, ranges of fighters, the cloud, the folder."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.contrast.made import DAYS, EXPOSED, comparison, spread
from tests.publish.made import START, scenario

from corridor.compared import Compared, Contrast
from corridor.errors import RefusedOutput, RunError
from corridor.publish import contrast as publishing
from corridor.publish.contrast import publish_comparison
from corridor.publish.contrast_cloud import FEWEST, cells_of
from corridor.scenario.quantities import QUANTITIES
from corridor.store.contrast import CONTRAST_COLUMNS, comparison_name, contrast_csv, write_comparison
from corridor.store.read import read_daily, read_manifest

FIGHTERS = [id_ for id_, quantity in QUANTITIES.items() if quantity.restricted]


def rows(compared: Compared) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contrast_csv(compared).decode("utf-8"))))


def found(compared: Compared, quantity: str, place: str = "all", group: str = "all") -> Contrast:
    (contrast,) = (
        each for each in compared.contrasts if (each.quantity, each.place, each.group) == (quantity, place, group)
    )
    return contrast


def test_totals_stay_whole_and_zones_and_groups_are_rounded() -> None:
    keys = [("deaths", "all", "all"), ("deaths", "big-zone", "all"), ("deaths", "all", "men_boys")]
    made = publish_comparison(comparison(dict.fromkeys(keys, 1_000), dict.fromkeys(keys, 1_234)))
    assert [float(found(made, *key).difference[-1]) for key in keys] == [234, 200, 200]
    assert [found(made, *key).quantiles[-1].tolist() for key in keys] == [[234] * 5, [200] * 5, [200] * 5]


def test_a_difference_too_small_to_be_shown_gives_no_sign_away() -> None:
    key = ("deaths", "big-zone", "all")
    contrast = found(publish_comparison(comparison({key: 1_000}, {key: 1_040})), *key)
    assert contrast.difference[-1] == 0
    for numbers in (contrast.mc_se, contrast.probability_positive, contrast.variance_reduction):
        assert math.isnan(numbers[-1])


def test_what_is_the_same_is_shown_as_exactly_nothing() -> None:
    key = ("deaths", "big-zone", "all")
    contrast = found(publish_comparison(comparison({key: 1_000}, {key: 1_000})), *key)
    assert (contrast.difference == 0).all()
    assert (contrast.quantiles == 0).all()
    assert (contrast.probability_positive == 0.5).all()


@pytest.mark.parametrize(
    "key",
    [
        ("trapped", "small-zone", "all"),
        ("present", "camp-a", "dependants"),
        ("present", "camp-a", "women_children"),
        ("present", "all", "fighters"),
        ("capacity", "big-host", "all"),
    ],
)
def test_what_a_run_does_not_show_a_comparison_does_not_show(key: tuple[str, str, str]) -> None:
    made = publish_comparison(comparison({key: 1_000}, {key: 3_000}))
    assert key not in {(each.quantity, each.place, each.group) for each in (*made.contrasts, *made.courses)}


def test_a_place_is_shown_only_if_it_may_be_under_every_policy() -> None:
    """A host community that is large enough under one policy alone would give the other away."""
    key = ("present", "big-host", "all")
    assert found(publish_comparison(comparison({key: 30_000}, {key: 25_000})), *key).difference[-1] == -5_000
    made = publish_comparison(comparison({key: 30_000}, {key: 1_000}))
    assert key not in {(each.quantity, each.place, each.group) for each in made.contrasts}


@pytest.mark.parametrize("quantity", FIGHTERS)
def test_fighters_leave_by_region_and_week_as_ranges_alone(quantity: str) -> None:
    places = ("all", "province", "big-zone", "camp-a")
    before, after = ({(quantity, place, "all"): count for place in places} for count in (500, spread(730, 45)))
    made = publish_comparison(comparison(before, after))
    shown = [each for each in (*made.contrasts, *made.courses) if each.quantity == quantity]
    assert {each.place for each in shown} == {"province"}
    (contrast,) = shown
    for numbers in (contrast.difference, contrast.mc_se, contrast.probability_positive, contrast.variance_reduction):
        assert np.isnan(numbers).all()
    assert np.isnan(contrast.quantiles[:, 1:4]).all()
    known = [day for day, low in zip(contrast.dates, contrast.quantiles[:, 0], strict=True) if math.isfinite(low)]
    assert [(day - START).days % 7 for day in known] == [6, 6]  # the last day of all ends no week
    assert contrast.quantiles[0, [0, 4]].tolist() == [100, 300]  # 185 to 275, outwards
    assert all(quantity != fan.quantity for policy in made.policies for fan in policy.fans)


def test_of_fighters_nothing_is_said_from_few_draws_or_of_days_under_the_embargo() -> None:
    key = ("fighters_relocated", "province", "all")
    few = comparison({key: 100}, {key: 400}, members=38)
    assert not [each for each in publish_comparison(few).contrasts if each.quantity == key[0]]
    made = publish_comparison(comparison({key: 100}, {key: 400}), today=START + timedelta(days=6 + 14))
    assert found(made, *key).dates == (START + timedelta(days=6),)
    assert found(made, *key).quantiles[0, [0, 4]].tolist() == [300, 400]  # never one number


def test_asked_for_by_name_fighters_are_refused() -> None:
    key = ("fighters_relocated", "province", "all")
    with pytest.raises(RefusedOutput):
        comparison({key: 100}, {key: 400}).contrast("gate-shut", *key)


def test_days_are_the_last_of_every_week_and_the_last_of_all() -> None:
    dates = publish_comparison(comparison({}, {})).contrasts[0].dates
    assert [(day - START).days for day in dates] == [6, 13, DAYS - 1]


def test_the_table_never_grows_beyond_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "MOST_ROWS", 8)
    made = publish_comparison(comparison({}, {}))
    assert len(rows(made)) <= 8
    assert max(day for each in made.contrasts for day in each.dates) == made.baseline.run.end


def test_two_draws_are_the_least() -> None:
    few = comparison({}, {}, members=3)
    with pytest.raises(RunError, match="Only 3 members were finished"):
        publish_comparison(few)


# ------------------------------------------------------------------------------------------------ the joint cloud


def test_a_cell_with_few_draws_is_not_shown() -> None:
    x = np.array([10.0] * 5 + [90.0] * 2)
    cells, unseen = cells_of(x, np.full(7, 250.0), 50.0, 100.0)
    assert [(cell.x, cell.y, cell.share) for cell in cells] == [((0.0, 50.0), (200.0, 300.0), pytest.approx(5 / 7))]
    assert unseen == pytest.approx(2 / 7)


def test_the_cloud_sets_exposure_avoided_against_fighters_relocated() -> None:
    key = ("fighters_relocated", "province", "all")
    before = {EXPOSED: 50_000, key: 100, ("fighters_relocated", "big-zone", "all"): 70}
    after = {EXPOSED: spread(30_000, 4_000), key: spread(600, 200), ("fighters_relocated", "big-zone", "all"): 0}
    (cloud,) = publish_comparison(comparison(before, after, of=scenario(fighters=True))).clouds
    assert cloud.cells
    assert all(cell.share * 20 >= FEWEST - 1e-9 for cell in cloud.cells)
    assert all(edge % 100 == 0 for cell in cloud.cells for edge in (*cell.x, *cell.y))
    assert min(cell.x[0] for cell in cloud.cells) >= 15_000  # avoided, so positive
    assert min(cell.y[0] for cell in cloud.cells) >= 200
    assert sum(cell.share for cell in cloud.cells) + cloud.unseen == pytest.approx(1)


def test_without_fighters_there_is_no_cloud() -> None:
    assert publish_comparison(comparison({}, {})).clouds == ()


# ------------------------------------------------------------------------------------------------ the folder


def test_the_folder_is_that_of_the_baseline_with_the_contrasts_beside(tmp_path: Path) -> None:
    key = ("deaths", "all", "all")
    made = publish_comparison(comparison({key: 100}, {key: spread(300, 50)}))
    folder = write_comparison(made, tmp_path / "out", "<html></html>")
    assert sorted(path.name for path in folder.iterdir()) == [
        "contrast.csv",
        "contrast.parquet",
        "daily.csv",
        "daily.parquet",
        "flows.csv",
        "manifest.json",
        "report.html",
    ]
    manifest = read_manifest(folder)
    assert manifest["policy"] == "factual"
    assert [policy["id"] for policy in manifest["policies"]] == ["factual", "gate-shut"]
    assert manifest["draws"] == 20
    assert set(manifest["sha256"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert "deaths" in read_daily(folder)["quantity"]
    json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_both_tables_say_the_same(tmp_path: Path) -> None:
    key = ("deaths", "all", "all")
    made = publish_comparison(comparison({key: 100}, {key: spread(300, 50)}))
    write_comparison(made, tmp_path / "out", "")
    text = rows(made)
    table = pq.read_table(tmp_path / "out" / "contrast.parquet")
    assert tuple(table.column_names) == CONTRAST_COLUMNS == tuple(text[0])
    for row, typed in zip(text, table.to_pylist(), strict=True):
        assert date.fromisoformat(row["date"]) == typed["date"]
        for name in CONTRAST_COLUMNS[6:]:
            assert (float(row[name]) if row[name] else None) == typed[name]
    (last,) = (row for row in text if row["quantity"] == "deaths" and row["date"] == str(made.baseline.run.end))
    assert (last["policy"], last["baseline"], last["difference"]) == ("gate-shut", "factual", "200")
    assert last["variance_reduction"] == ""  # no chance in hand-made numbers
    contrast = next(each for each in made.contrasts if each.quantity == "deaths")
    assert float(last["lo90"]) < float(last["median"]) == round(contrast.quantiles[-1, 2]) < float(last["hi90"])


def test_names_of_folders_stay_short() -> None:
    many = [f"policy-number-{number}" for number in range(20)]
    assert comparison_name("mosul-2016", many[:2], 3) == "mosul-2016-policy-number-0-vs-policy-number-1-3"
    assert len(comparison_name("mosul-2016", many, 3)) < 120
    assert comparison_name("mosul-2016", many, 3) != comparison_name("mosul-2016", many[::-1], 3)
