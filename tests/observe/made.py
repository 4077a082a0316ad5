"""Reports and reporting models made by hand, every parameter known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from corridor.observe.households import Household
from corridor.observe.reporting import Errors, Reporting
from corridor.observe.reports import Report
from corridor.observe.settings import Break, Method, Settings

__all__ = ["ALONE", "GRID", "MANY", "START", "after", "column", "density_of", "method", "model", "report", "settings"]

START = date(2020, 1, 1)
#: People who are counted one by one.
ALONE = Household(mean=1.0, dispersion=1.0)
#: Counts whose probabilities are looked at.
GRID = np.arange(4000.0)
#: Particles or made-up counts, where a share of them is looked at.
MANY = 20_000


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


def column(reporting: Reporting, errors: Errors, name: str, owner: str = "camp") -> np.ndarray:
    found: np.ndarray = errors.values[:, reporting.columns[owner, name]]
    return found


def density_of(reporting: Reporting, of: Report, truth: float, errors: Errors) -> np.ndarray:
    """Returns the probabilities of all counts on the grid, under the first row of the errors."""
    rows = errors.take(np.zeros(GRID.size, np.intp))
    density, _ = reporting.log_density(of, np.full(GRID.size, truth), rows, key=1, value=GRID)
    return np.exp(density)


def after(reporting: Reporting, *told: tuple[int, float, float], particles: int = 1, key: int = 3) -> Errors:
    """Returns the errors after reports (day, value, truth)."""
    errors = reporting.start(key, particles)
    for day, value, truth in told:
        _, errors = reporting.log_density(report(day, value), np.full(particles, truth), errors, key)
    return errors
