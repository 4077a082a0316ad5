"""One row of evidence: what, when, where it was published, whose word it is, and what it does to the statement."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from corridor.claims.schema import Confidence, Evidence, Weight
from corridor.claims.sections import Section
from corridor.scenario.record import Record

__all__ = ["read_evidence"]

_NONE = frozenset({"no", "none", "false"})
_VAGUE = frozenset({"yes", "true", "y"})


def read_evidence(section: Section) -> Evidence | None:
    """Return one row of evidence; None after noting what is wrong with it."""
    section.check_keys(("what", "date", "approximate", "source", "party", "weighs", "confidence"))
    record = section.record
    what = record.required("what", "'An agency quoted the minister.'")
    day = record.date("date") if record.needed("date", "2016-10-20") else None
    source, party = _source(record), _party(record)
    weighs = _choice(record, "weighs", Weight, "what evidence can do")
    confidence = _choice(record, "confidence", Confidence, "a grade of confidence")
    if what is None or day is None or source is None or party is None or weighs is None or confidence is None:
        return None
    return Evidence(what, day, source, party, Weight(weighs), Confidence(confidence), record.yes("approximate", False))


def _source(record: Record) -> str | None:
    address = record.required("source", "https://reliefweb.int/…")
    if address is None or address.startswith("invented"):
        return address
    if not re.fullmatch(r"https?://\S+", address) or not urlsplit(address).hostname:
        what = "is not an address that begins with http:// or https://"
        record.problem("source", what, "Write where it can be read, or 'invented …' in a teaching scenario.")
        return None
    return address


def _party(record: Record) -> str | None:
    """Return whose word it is; empty where the source is no party to the claim."""
    if not record.needed("party", "no, or which party the source is"):
        return None
    party = record.text("party")
    if party.casefold() in _VAGUE:
        record.problem("party", "does not say which party the source is", "Name it, for example: party: Iraqi government.")
        return None
    return "" if party.casefold() in _NONE else party


def _choice(record: Record, column: str, words: type[Weight] | type[Confidence], what: str) -> str | None:
    allowed = tuple(word.value for word in words)
    return record.choice(column, allowed, what) if record.needed(column, allowed[0]) else None
