"""The block `calibration` of scenario.yaml: which parameters are free, and which counts they are held against."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.scenario import refusals
from corridor.scenario.check_people import not_dated
from corridor.scenario.draft import Draft
from corridor.scenario.names import listed, suggest
from corridor.scenario.parameter_names import PARAMETER_NAMES
from corridor.scenario.quantities import QUANTITIES
from corridor.scenario.record import Record
from corridor.scenario.schema import Calibration, Parameter, Summary
from corridor.scenario.yaml_parts import FILE, Section

__all__ = ["MOST_FREE", "MOST_SUMMARIES", "RISE_DAYS", "read_calibration"]

#: More parameters than this cannot be found with the runs that a calibration may take.
MOST_FREE = 12
MOST_SUMMARIES = 24
#: A rise is measured between counts at least so many days apart.
RISE_DAYS = 7
_MEASURES = ("count", "rise")


def read_calibration(top: Section, draft: Draft, native: bool) -> Calibration | None:
    """Return what the scenario lets a calibration do; None where it says nothing of it, or after noting problems."""
    section = top.mapping("calibration")
    if section is None:
        return None
    section.check_keys(("mode",), ("free", "summaries"))
    record = section.record
    if not native:
        top.record.problem("calibration", "is there, but only native rules can be calibrated", "Remove the block.", "")
    mode = record.choice("mode", ("simulated", "replayed"), "a mode of operation") or ""
    lacking = not_dated(draft) if mode == "replayed" else []
    if lacking:
        what = f"is replayed, but the schedule has no share_retaken for {listed(lacking)}"
        record.problem("mode", what, "Add dated rows of share_retaken, or use mode: simulated.")
    free, summaries = _free(section, draft), _summaries(section, draft)
    return Calibration(free, summaries, mode)


def _free(section: Section, draft: Draft) -> tuple[str, ...]:
    record, texts = section.record, section.texts("free")
    if not texts:
        record.problem("free", "is empty", "Name the parameters that may be inferred, for example rate_contested.", "")
    elif len(texts) > MOST_FREE:
        what = f"has more than {MOST_FREE} parameters"
        record.problem("free", what, "Keep those that the counts can tell something of.", f"{len(texts)}")
    found = [id_ for id_ in texts if _may_be_free(record, id_, draft)]
    for id_ in dict.fromkeys(id_ for id_ in found if found.count(id_) > 1):
        record.problem("free", "is named twice", "Name it once.", id_)
    return tuple(dict.fromkeys(found))


def _may_be_free(record: Record, id_: str, draft: Draft) -> bool:
    name = id_.partition(".")[0]
    rule = refusals.FITTED_FORCE if name in PARAMETER_NAMES else refusals.forbids("parameter", id_)
    if rule is not None and not refusals.may_be_free(id_):
        record.refuse("free", rule.reason, rule.remedy, id_)
    elif id_ not in draft.parameters and id_ not in draft.unreadable and "parameter" not in draft.names.missing:
        record.problem("free", "is not a row of parameters.csv", suggest(id_, _choices(draft)), id_)
    elif id_ in draft.parameters and _is_fixed(draft.parameters[id_].part):
        what = "is fixed in parameters.csv, so there is nothing to infer"
        record.problem("free", what, "Give it a distribution, or take it out.", id_)
    else:
        return True
    return False


def _choices(draft: Draft) -> list[str]:
    return [id_ for id_, found in draft.parameters.items() if refusals.may_be_free(id_) and not _is_fixed(found.part)]


def _is_fixed(parameter: Parameter) -> bool:
    return all(prior.lstrip().startswith("=") for prior in parameter.priors)


def _summaries(section: Section, draft: Draft) -> tuple[Summary, ...]:
    found: list[Summary] = []
    for item in section.items("summaries"):
        item.check_keys(("series", "date", "measure"))
        summary = _summary(item.record, draft)
        if summary is None:
            continue
        if summary in found:
            item.record.problem("series", "is compared twice in the same way", "Keep one of the two.")
        found.append(summary)
    given = (section.node.entries or {}).get("summaries")
    if given is None or given.empty or given.items == []:
        section.record.problem("summaries", "is empty", "Name counts to compare: {series: …, date: …}.", "")
    elif len(found) > MOST_SUMMARIES:
        what = f"has more than {MOST_SUMMARIES} summaries"
        section.record.problem("summaries", what, "Keep some ten; close counts say the same twice.", f"{len(found)}")
    return tuple(found)


def _summary(record: Record, draft: Draft) -> Summary | None:
    measure = record.choice("measure", _MEASURES, "a measure") or ("count" if not record.text("measure") else None)
    day = record.date("date")
    days = _days_of(record, draft)
    if measure is None or days is None:
        return None
    if measure == "rise":
        return _rise(record, day, days)
    if not record.needed("date", str(days[0])) or day is None:
        return None
    if day not in days:
        if _unclear(draft):
            return None
        near = sorted(days, key=lambda each: (abs((each - day).days), each))[:3]
        record.problem("date", "is no day of that series", f"The nearest are {', '.join(map(str, sorted(near)))}.")
        return None
    return Summary(record.text("series"), day, measure)


def _rise(record: Record, day: date | None, days: list[date]) -> Summary | None:
    if record.text("date"):
        record.problem("date", "is given for a rise, which is that of the whole series", "Leave it out.")
    elif days[-1] - days[0] < timedelta(RISE_DAYS):
        what = f"has no two counts {RISE_DAYS} days apart, so no rise"
        record.problem("series", what, "Compare single counts of it.")
    else:
        return Summary(record.text("series"), day, "rise")
    return None


def _unclear(draft: Draft) -> bool:
    """Return whether some table or some row of the observations could not be read: then nothing is missed in them."""
    return bool(draft.names.missing & {"", "observation"})


def _days_of(record: Record, draft: Draft) -> list[date] | None:
    """Return the days of a series, in order; None after noting why it cannot be compared."""
    if not record.needed("series", "dtm-displaced"):
        return None
    series = record.text("series")
    known = {found.part.series for found in draft.observations}
    rows = [found.part for found in draft.observations if found.part.series == series]
    if not rows:
        if _unclear(draft):
            return None
        near = suggest(series, known) if known else f"There are no observations; add observations/*.csv beside {FILE}."
        record.problem("series", "is not a series of observations/", near)
        return None
    if any(row.group == refusals.FIGHTERS or QUANTITIES[row.quantity].restricted for row in rows):
        rule = refusals.FITTED_FORCE
        record.refuse("series", rule.reason, "Compare counts of civilians only.")
        return None
    if rows[0].quantity == "retaken_share":
        rule = refusals.FITTED_FORCE
        record.refuse("series", rule.reason, rule.remedy)
        return None
    return sorted({row.date for row in rows})
