"""What `corridor run` prints at its end: a few published counts beside the run, how well they sit, and the report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table
from corridor.publish import check_summary, chosen_checks

if TYPE_CHECKING:
    from rich.table import Table

    from corridor.published import CheckSummary, Fan, ObservationCheck, Published

__all__ = ["results"]

_ROWS = 14
_FIVE_COLUMNS = 80
#: Shown where nothing was counted that could be set beside the run.
_HEADLINES = ("displaced_current", "displaced_ever", "trapped", "held", "in_transit")


def results(published: Published, folder: Path) -> None:
    """Prints the short table, the check summary, and where the report is."""
    run = published.run
    console = stdout()
    console.print(f"{run.title}: {run.policy_name}, {_members(run.members)}, seed {run.seed}, {run.start} to {run.end}")
    console.print()
    chosen = chosen_checks(published, _ROWS)
    if chosen:
        console.print(_narrow(chosen) if console.width < _FIVE_COLUMNS else _checks(chosen))
    else:
        console.print(_last_day(published))
    console.print()
    summary = check_summary(published)
    if summary:
        console.print(_summary(summary))
        console.print()
    said = _fighters(published)
    if said:
        console.print(said, soft_wrap=True)
        console.print()
    console.print(f"Tables: {folder}", soft_wrap=True)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)


def _fighters(published: Published) -> str:
    """One line: how many fighters relocated to each region by the last week that may be shown, as ranges."""
    fighters = published.fighters
    rows = [row for row in fighters.weeks if row.quantity == "fighters_relocated"] if fighters is not None else []
    if fighters is None or not rows:
        return ""
    last = max(row.week for row in rows)
    parts = [f"{fighters.regions[row.region]} {row.low:,} to {row.high:,}" for row in rows if row.week == last]
    return f"Fighters relocated by the week of {last}, 90 % ranges under the prior: {'; '.join(parts)}."


def _checks(chosen: Sequence[ObservationCheck]) -> Table:
    rows = _numbers("Published counts and this run")
    before = ""
    for check in chosen:
        name = "" if check.series == before else _name(check.quantity, check.place, check.group)
        before = check.series
        rows.add_row(name, *_cells(check))
    return rows


def _narrow(chosen: Sequence[ObservationCheck]) -> str:
    """The same numbers where five columns do not fit: the quantity stands above its dates."""
    lines = ["Published counts and this run", _line("Date", "Published", "Median", "90 % interval")]
    before = ""
    for check in chosen:
        if check.series != before:
            lines.append(_name(check.quantity, check.place, check.group))
        before = check.series
        lines.append(_line(*_cells(check)))
    return "\n".join(lines)


def _line(date: str, *numbers: str) -> str:
    return f"  {date:10}" + "".join(f"{number:>{width}}" for number, width in zip(numbers, (11, 11, 24), strict=True))


def _cells(check: ObservationCheck) -> tuple[str, str, str, str]:
    low, _, median, _, high = check.quantiles
    return str(check.date), _count(check.value), _count(median), f"{_count(low)} to {_count(high)}"


def _last_day(published: Published) -> Table:
    rows = _numbers("The last day")
    for quantity in _HEADLINES:
        fan = published.fan(quantity)
        if fan is not None and fan.dates:
            rows.add_row(quantity, str(fan.dates[-1]), "-", *_interval(fan))
    return rows


def _interval(fan: Fan) -> tuple[str, str]:
    low, _, median, _, high = fan.quantiles[-1].tolist()
    return _count(median), f"{_count(low)} to {_count(high)}"


def _numbers(title: str) -> Table:
    names = ("Quantity", "Date", "Published", "Median", "90 % interval")
    return table(title, *names, right=names[1:])


def _summary(rows: Sequence[CheckSummary]) -> Table:
    scored = [row for row in rows if row.scored]
    shown = [*scored, *(row for row in rows if not row.scored)][: max(_ROWS, len(scored))]
    names = ("Series", "n", "50 %", "90 %", "PIT", "Width", "Out")
    made = table("How the published counts sit in the run", *names, right=names[1:], caption=_legend(rows, shown))
    for row in shown:
        shares = (_percent(row.inside_50), _percent(row.inside_90))
        star = "*" if row.scored else ""
        made.add_row(f"{row.series}{star}", str(row.counts), *shares, _ratio(row.mean_pit), _ratio(row.band_width),
                     str(row.outside))  # fmt: skip
    return made


def _legend(rows: Sequence[CheckSummary], shown: Sequence[CheckSummary]) -> str:
    text = "* scored. n: counts; 50 %, 90 %: how many of them lie in those bands. PIT: mean share of members below "
    text += "the count. Width: 90 % band over median. Out: counts outside the 1-99 % band."
    more = len(rows) - len(shown)
    return text + (f" {more} more series, not scored, are left out here." if more else "")


def _name(quantity: str, place: str, group: str) -> str:
    return ", ".join([quantity, *(each for each in (place, group) if each != "all")])


def _members(count: int) -> str:
    return "1 member" if count == 1 else f"{count:,} members"


def _count(number: float) -> str:
    """Whole numbers with thousands set apart; ratios with two decimals; what is suppressed is below 50."""
    if not math.isfinite(number):
        return "<50"
    return f"{number:,.0f}" if abs(number) >= 10 or number == int(number) else f"{number:.2f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _ratio(number: float) -> str:
    return f"{number:.2f}" if math.isfinite(number) else "-"
