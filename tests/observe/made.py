"""Reports and reporting models made by hand, every parameter known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from corridor.observe.households import Household
from corridor.observe.reporting import Reporting
from corridor.observe.reports import Report
from corridor.observe.settings import Break, Method, Settings

__all__ = ["ALONE", "START", "method", "model", "report", "settings"]

START = date(2020, 1, 1)
#: People who are counted one by one.
ALONE = Household(mean=1.0, dispersion=1.0)


def report(day: int = 10, value: float = 100.0, **more: Any) -> Report:
    """Returns a count of the people in a camp, `day` days after the start."""
    on = START + timedelta(days=day)
    fields: dict[str, Any] = {
        "series": "camp", "date": on, "known_on": on, "value": value, "low": None, "high": None, "kind": "stock",
        "revision": 0, "quantity": "present", "place": "camp", "group": "all", "places": ("camp",), "setting": "camps",
        "scope": "", "method": "", "source": "invented", "scored": True,
    }  # fmt: skip
    return Report(**(fields | more))


def method(**more: Any) -> Method:
    """Returns the way in which everything is counted that says no other; k = 12, errors without memory."""
    fields: dict[str, Any] = {
        "names": (), "instrument": "", "families": 0.0, "k": "=12", "memory_days": "=0.01", "source": "invented",
    }  # fmt: skip
    return Method(**(fields | more))


def settings(*methods: Method, breaks: tuple[Break, ...] = (), jumps: float = 0.0, household: Household = ALONE) -> Settings:
    """Returns settings with these methods (by default `method()`) and no jumps."""
    return Settings(methods or (method(),), breaks, household, jump_probability=jumps)


def model(of: Settings | None = None, *reports: Report) -> Reporting:
    """Returns a reporting model of one series, or of those of the reports."""
    return Reporting(reports or (report(),), START, of or settings())
