"""Observation tables by the rules of series.csv."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pack_cells import Broken, Data, Row, Table, confidence, known_on, plain, plots, read, whole

__all__ = ["observations"]

HAND = Path(__file__).resolve().parent
LAST_DAY = "2017-10-31"  # of the scenario
REPRINT, UNSURE, ROUNDED, NO_FAMILIES = 8, 4, 2, 1


def observations(data: Data) -> dict[str, Table]:
    """Return the observation tables by file name."""
    files: dict[str, Table] = {}
    for rule in read(HAND / "series.csv"):
        rows = observed(data.table(rule["table"]), rule)
        if not rows:
            raise Broken(f"series.csv: {rule['series']} matches no row of {rule['table']}.csv")
        files.setdefault(rule["file"], []).extend(rows)
    return files


def observed(rows: Table, rule: Row) -> Table:
    """Return the observations that a rule of series.csv takes from a table: one a date, the best there is."""
    dropped = rule["drop"].split()
    by_date: dict[str, tuple[int, Row]] = {}
    for row in rows:
        made = _observation(row, rule) if matches(row, rule["where"]) else None
        if made is None or made["date"] in dropped or made["date"] > LAST_DAY:
            continue
        rank = _rank(row, made)
        if made["date"] not in by_date or rank < by_date[made["date"]][0]:
            by_date[made["date"]] = (rank, made)
    return [made for _, (_, made) in sorted(by_date.items())]


def matches(row: Row, where: str) -> bool:
    """Return whether a row fits one of the alternatives (|) of `column=text` joined by &; ~ is a comma."""
    parts = ([pair.partition("=") for pair in one.split("&")] for one in where.split("|"))
    return any(all(row[column] == text.replace("~", ",") for column, _, text in one) for one in parts)


def _rank(row: Row, made: Row) -> int:
    """Order rows of one day: verified before reprinted, sure, exact, and with families before the others."""
    rank = 0 if row.get("method", "dtm_verified") == "dtm_verified" else REPRINT
    rank += UNSURE if made["confidence"] == "low" else 0
    rank += ROUNDED if float(made["value"]) % 500 == 0 else 0
    return rank + (0 if row.get("families") else NO_FAMILIES)


def _observation(row: Row, rule: Row) -> Row | None:
    flow = rule["table"] == "screening_flows"
    value, scope = _per_day(row) if flow else (_value(row, rule), row.get("scope", ""))
    if value == "":
        return None
    day = row["date_end"] if flow else row["date"]
    sure = confidence(row["confidence"])
    verified = row.get("method", "") == "dtm_verified" and row["date_precision"] == "day"
    scored = sure != "low" and (rule["scored"] == "yes" or (rule["scored"] == "verified" and verified))
    return {
        "series": rule["series"], "date": day, "value": value, "quantity": rule["quantity"],
        "place": rule["place"], "group": "all", "kind": rule["kind"], "scope": scope,
        "method": rule["method"] or row.get("method", ""),
        "families": row[rule["families"]] if rule["families"] else "",
        "low": _end(row, rule["low"], value), "high": _end(row, rule["high"], value),
        "known_on": known_on(day, row["source_url"]), "scored": "yes" if scored else "no",
        "source": row["source_url"], "confidence": sure,
        "note": "; ".join(part for part in (rule["note"], _about_date(row)) if part),
    }  # fmt: skip


def _about_date(row: Row) -> str:
    return "" if row["date_precision"] == "day" else f"date: {row['date_precision']}"


def _end(row: Row, column: str, value: str) -> str:
    """Return an end of a published range; nothing where both ends are the value, or none was published."""
    if not column or not row[column]:
        return ""
    return "" if row["population_low"] == row["population_high"] == value else row[column]


def _value(row: Row, rule: Row) -> str:
    """Return the value by the rule's columns, or the middle of its range."""
    for column in filter(None, rule["value"].split("|")):
        name, _, factor = column.partition("*")
        if row[name]:
            return str(whole(row[name]) * int(factor or 1))
    ends = [float(row[rule[end]]) for end in ("low", "high") if rule[end] and row[rule[end]]]
    return plain(sum(ends) / len(ends)) if ends else ""


def _per_day(row: Row) -> tuple[str, str]:
    """Return (people a day, the days that the count covers) of a row of screening_flows.csv."""
    people = row["individuals"] or plots(row["families"])
    days = (date.fromisoformat(row["date_end"]) - date.fromisoformat(row["date_start"])).days + 1
    rate = row["direction"].endswith("_per_day")
    what = "largest day" if rate and "peak" in row["note"] else "mean per day"
    when = row["date_end"] if days == 1 else f"{what}, {row['date_start']} to {row['date_end']}"
    return str(round(float(people) / (1 if rate else days))), when
