"""out.csv in Flee's own layout, so that scripts written for Flee go on working."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import numpy as np

from corridor.flee.run import FleeEnsemble

__all__ = ["out_csv"]

LAST_COLUMNS = (
    "Total error", "refugees in camps (UNHCR)", "total refugees (simulation)", "raw UNHCR refugee count",
    "refugees in camps (simulation)", "refugee_debt",
)  # fmt: skip


def out_csv(ensemble: FleeEnsemble) -> str:
    """Returns the text of out.csv: one row a day, the mean of the members in whole agents (never a single run).

    As with Flee, `Date` is a day later than the data's, `Total error` divides by the raw count, and with arrivals by
    conflict three columns are 0; an ensemble made with `repaired` has the data's date and real numbers instead.
    """
    scenario, data, law = ensemble.scenario, ensemble.data, not ensemble.repaired
    camps = scenario.camps
    sim = {camp: np.rint(ensemble.present(camp).mean(axis=0)).astype(int) for camp in camps}
    seen = {camp: data.camps.get(camp, np.zeros(scenario.length, np.int64)) for camp in camps}
    made = np.rint(ensemble.displaced.mean(axis=0)).astype(int)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    titles = [f"{camp} {what}" for camp in camps for what in ("sim", "data", "error")]
    writer.writerow(["Day", "Date", *titles, *LAST_COLUMNS])
    for day, date in enumerate(ensemble.dates):
        row: list[object] = [day, (date + timedelta(days=1 if law else 0)).isoformat()]
        for camp in camps:
            row += [sim[camp][day], seen[camp][day], _error(int(sim[camp][day]), int(seen[camp][day]))]
        inside = sum(int(sim[camp][day]) for camp in camps)
        known = sum(int(seen[camp][day]) for camp in camps)
        apart = sum(abs(int(sim[camp][day]) - int(seen[camp][day])) for camp in camps)
        raw = int(data.raw[day]) if law else known
        if scenario.settings.spawn_mode and law:
            known = raw = apart = 0
        total_error = round(apart / raw, 4) if raw > 0 else 0.0
        writer.writerow([*row, total_error, known, made[day], raw, inside, int(data.debt[day])])
    return text.getvalue()


def _error(sim: int, data: int) -> float:
    return round(abs(sim / data - 1.0), 4) if data > 0 else 0.0
