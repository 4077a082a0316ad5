"""The rows of daily.csv, daily.parquet, flows.csv and fighters_weekly.csv, and how their cells are printed."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from corridor.published import Fan, Fighters, FighterWeek, Flow, Published

__all__ = [
    "DAILY_COLUMNS",
    "DAILY_ROWS",
    "FIGHTER_COLUMNS",
    "FLOW_COLUMNS",
    "daily_csv",
    "daily_parquet",
    "days_kept",
    "every_days",
    "fighters_csv",
    "flows_csv",
    "texts",
]

#: daily.csv never holds more rows; with more series than that allows, it holds every second, third … day.
DAILY_ROWS = 100_000

_NUMBERS = ("mean", "q05", "q25", "q50", "q75", "q95")
DAILY_COLUMNS = ("date", "place", "group", "quantity", *_NUMBERS)
FLOW_COLUMNS = ("date", "origin", "exit", "destination", "group", "quantity", *_NUMBERS)

FIGHTER_COLUMNS = ("week", "region", "quantity", "low", "high", "prior_low", "prior_high")

#: Numbers in these units have decimals; everything else is counted in whole people, days, events.
RATIOS = frozenset({"ratio", "share", "fraction", "probability", "stage"})


def every_days(published: Published) -> int:
    """Returns k where daily.csv holds every k-th day (and the last), so that it stays within DAILY_ROWS."""
    series = len(published.fans)
    days = len(_dates(published))
    step = 1
    while series and _count(days, step) * series > DAILY_ROWS and step < days:
        step += 1
    return step


def days_kept(published: Published) -> tuple[date, ...]:
    """Returns the dates that daily.csv holds."""
    dates = _dates(published)
    return tuple(dates[index] for index in _kept(len(dates), every_days(published)))


def daily_csv(published: Published) -> bytes:
    """Returns daily.csv: by date, place, group and quantity; an empty cell is suppressed or undefined."""
    return _csv(DAILY_COLUMNS, _daily_rows(published))


def flows_csv(published: Published) -> bytes:
    """Returns flows.csv: people who had arrived by each date, by origin, exit, destination and group."""
    return _csv(FLOW_COLUMNS, map(_flow_row, sorted(published.flows, key=_flow_order)))


def fighters_csv(fighters: Fighters) -> bytes:
    """Returns fighters_weekly.csv: ranges by region and the Monday of each week, the prior's beside them."""
    return _csv(FIGHTER_COLUMNS, map(_fighter_row, fighters.weeks))


def daily_parquet(published: Published) -> bytes:
    """Returns daily.parquet: the rows of daily.csv, typed (date32, text, float64; null where empty)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fans = _ordered(published.fans)
    dates = _dates(published)
    kept = _kept(len(dates), every_days(published))
    numbers = _stack(fans, kept)
    columns: dict[str, object] = {"date": pa.array(np.repeat(_days(dates, kept), len(fans)), type=pa.date32())}
    for name in ("place", "group", "quantity"):
        columns[name] = pa.array([getattr(fan, name) for fan in fans] * len(kept), type=pa.string())
    for index, name in enumerate(_NUMBERS):
        columns[name] = pa.array(numbers[:, :, index].ravel(), type=pa.float64(), from_pandas=True)
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd", use_dictionary=["place", "group", "quantity"])
    return sink.getvalue()


def _daily_rows(published: Published) -> Iterator[str]:
    fans = _ordered(published.fans)
    dates = _dates(published)
    kept = _kept(len(dates), every_days(published))
    heads = [texts(fan.place, fan.group, fan.quantity) for fan in fans]
    cells = [_cells(fan, kept) for fan in fans]
    for row, index in enumerate(kept):
        day = dates[index].isoformat()
        for head, numbers in zip(heads, cells, strict=True):
            yield f"{day},{head},{numbers[row]}\n"


def _flow_row(flow: Flow) -> str:
    names = texts(flow.origin, flow.exit, flow.destination, flow.group, flow.quantity)
    return f"{flow.date.isoformat()},{names},{','.join(map(_whole, (flow.mean, *flow.quantiles)))}\n"


def _fighter_row(row: FighterWeek) -> str:
    ends = f"{row.low},{row.high},{row.prior_low},{row.prior_high}"
    return f"{row.week.isoformat()},{texts(row.region, row.quantity)},{ends}\n"


def _cells(fan: Fan, kept: Sequence[int]) -> list[str]:
    """Mean and quantiles of each day that is kept, with commas between them."""
    numbers = _stack([fan], kept)[:, 0]
    if fan.unit in RATIOS:
        return [",".join(map(_decimal, row)) for row in numbers.tolist()]
    if np.isfinite(numbers).all():
        return [",".join(map(str, row)) for row in numbers.astype(np.int64).tolist()]
    return [",".join(map(_whole, row)) for row in numbers.tolist()]


def _stack(fans: Sequence[Fan], kept: Sequence[int]) -> NDArray[np.float64]:
    """Returns (days, fans, 6): mean and quantiles, rounded as the text is: both files say the same."""
    numbers = np.empty((len(kept), len(fans), len(_NUMBERS)))
    for column, fan in enumerate(fans):
        block = np.column_stack([fan.mean, fan.quantiles])[kept]
        numbers[:, column] = np.round(block, 4 if fan.unit in RATIOS else 0) + 0.0  # + 0.0: no minus zero
    return numbers


def _whole(value: float) -> str:
    return str(round(value)) if math.isfinite(value) else ""


def _decimal(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else ""


def texts(*cells: str) -> str:
    """Returns text cells as CSV; one that a spreadsheet would take for a formula gets an apostrophe."""
    line = io.StringIO(newline="")
    safe = [f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells]
    csv.writer(line, lineterminator="\r\n").writerow(safe)  # so that either sign within a cell is quoted
    return line.getvalue().removesuffix("\r\n")


def _csv(header: Sequence[str], rows: Iterable[str]) -> bytes:
    return "".join([",".join(header), "\n", *rows]).encode("utf-8")


def _ordered(fans: Iterable[Fan]) -> list[Fan]:
    return sorted(fans, key=lambda fan: (fan.place, fan.group, fan.quantity))


def _flow_order(flow: Flow) -> tuple[date, str, str, str, str, str]:
    return (flow.date, flow.origin, flow.exit, flow.destination, flow.group, flow.quantity)


def _dates(published: Published) -> tuple[date, ...]:
    return published.fans[0].dates if published.fans else ()


def _days(dates: Sequence[date], kept: Sequence[int]) -> NDArray[np.datetime64]:
    return np.array([dates[index] for index in kept], dtype="datetime64[D]")


def _count(days: int, step: int) -> int:
    return len(_kept(days, step))


def _kept(days: int, step: int) -> list[int]:
    kept = list(range(0, days, step))
    if days and kept[-1] != days - 1:
        kept.append(days - 1)
    return kept
