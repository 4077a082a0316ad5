"""Rows, columns and cells of the tables, to the byte."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.store.made import START, fan, published

from corridor.published import Flow
from corridor.store.tables import DAILY_ROWS, daily_csv, daily_parquet, days_kept, every_days, flows_csv


def test_daily_csv_to_the_byte() -> None:
    assert daily_csv(published()).decode() == (
        "date,place,group,quantity,mean,q05,q25,q50,q75,q95\n"
        "2016-10-17,camp-a,all,load,0.0000,0.0000,0.0000,0.0000,0.0000,0.0000\n"
        "2016-10-17,camp-a,all,present,0,0,0,0,0,0\n"
        "2016-10-18,camp-a,all,load,0.1000,0.0550,0.0750,0.1000,0.1250,0.1450\n"
        "2016-10-18,camp-a,all,present,10,6,8,10,12,14\n"
        "2016-10-19,camp-a,all,load,0.2000,0.1100,0.1500,0.2000,0.2500,0.2900\n"
        "2016-10-19,camp-a,all,present,20,11,15,20,25,29\n"
    )


def test_flows_csv_to_the_byte() -> None:
    assert flows_csv(published()).decode() == (
        "date,origin,exit,destination,group,quantity,mean,q05,q25,q50,q75,q95\n"
        "2016-10-17,north,gate,camp-a,all,arrivals,100,0,100,100,200,300\n"
    )


def test_suppressed_cells_are_empty() -> None:
    hidden = fan(mean=np.array([np.nan, 100.0, 200.0]))
    assert b"2016-10-17,camp-a,all,present,,0,0,0,0,0\n" in daily_csv(published(hidden))


def test_there_is_no_minus_zero() -> None:
    below = fan(unit="ratio", mean=np.array([-0.00001, 0.0, 0.0]))
    assert b"-0" not in daily_csv(published(below)).replace(b"16-10", b"").replace(b"10-1", b"")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(name: str) -> None:
    flow = Flow(START, name, "gate", "camp-a", "all", "arrivals", 1.0, (1.0,) * 5)
    result = published(fan(place=name), flows=(flow,))
    for table, column in ((flows_csv(result), "origin"), (daily_csv(result), "place")):
        rows = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
        assert {row[column] for row in rows} == {f"'{name}"}


def test_text_with_commas_and_quotes_is_quoted() -> None:
    rows = list(csv.DictReader(io.StringIO(daily_csv(published(fan(place='a, "b"'))).decode(), newline="")))
    assert rows[1]["place"] == 'a, "b"'
    assert rows[1]["mean"] == "10"


def test_the_order_of_fans_changes_no_byte() -> None:
    fans = [fan(place=place, group=group) for place in ("a", "b", "all") for group in ("all", "men_boys")]
    one, other = published(*fans), published(*fans[::-1])
    assert daily_csv(one) == daily_csv(other)
    assert daily_parquet(one) == daily_parquet(other)


def test_parquet_says_what_csv_says() -> None:
    table = pq.read_table(io.BytesIO(daily_parquet(published())))
    assert table.column_names == ["date", "place", "group", "quantity", "mean", "q05", "q25", "q50", "q75", "q95"]
    assert [str(kind) for kind in table.schema.types] == ["date32[day]", "string", "string", "string"] + ["double"] * 6
    rows = daily_csv(published()).decode().splitlines()[1:]
    for row, cells in zip(rows, table.to_pylist(), strict=True):
        date, place, group, quantity, *numbers = row.split(",")
        assert [str(cells["date"]), cells["place"], cells["group"], cells["quantity"]] == [date, place, group, quantity]
        assert [cells[name] for name in table.column_names[4:]] == [float(number) for number in numbers]


def test_parquet_has_null_where_csv_is_empty() -> None:
    hidden = fan(mean=np.array([np.nan, 100.0, 200.0]))
    table = pq.read_table(io.BytesIO(daily_parquet(published(hidden))))
    assert table["mean"].to_pylist() == [None, 100.0, 200.0]


@pytest.mark.parametrize(
    ("series", "days", "step"),
    [(1, 380, 1), (263, 380, 1), (264, 380, 2), (600, 380, 3), (100_000, 1, 1), (600, 2, 1)],
)
def test_daily_is_thinned_to_every_kth_day_and_keeps_the_last(series: int, days: int, step: int) -> None:
    one = fan(days=days)
    result = published(*[one] * series)
    assert every_days(result) == step
    kept = days_kept(result)
    assert kept[0] == one.dates[0]
    assert kept[-1] == one.dates[-1]
    if days > 2:
        assert len(kept) * series <= DAILY_ROWS


def test_a_thinned_table_holds_the_days_it_says() -> None:
    many = [fan(place=f"p{index}", days=50) for index in range(3_000)]
    result = published(*many)
    assert every_days(result) == 2
    lines = daily_csv(replace(result, fans=tuple(many))).decode().splitlines()
    dates = sorted({line.split(",")[0] for line in lines[1:]})
    assert dates == [str(day) for day in days_kept(result)]
    assert len(lines) - 1 == 26 * 3_000


def test_a_run_without_series_still_has_tables() -> None:
    empty = replace(published(), fans=(), flows=())
    assert daily_csv(empty).count(b"\n") == 1
    assert flows_csv(empty).count(b"\n") == 1
    assert pq.read_table(io.BytesIO(daily_parquet(empty))).num_rows == 0
