"""claims.yaml becomes Claims; everything that is wrong with it is reported at once."""

from __future__ import annotations

import re

from corridor.claims.read_evidence import read_evidence
from corridor.claims.read_numbers import Readable, read_number
from corridor.claims.schema import Claim, Claims, Kind, Number, Part
from corridor.claims.sections import FILE, Section
from corridor.scenario.document import read_document
from corridor.scenario.files import Files
from corridor.scenario.names import either
from corridor.scenario.problems import Problems
from corridor.scenario.schema import Scenario

__all__ = ["has_claims", "read_claims"]

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,7}")
_PRIOR_KEYS = ("prior_set", "prior_sets", "priors")
LONGEST_SHORT = 48


def has_claims(scenario: Scenario) -> bool:
    """Return whether the scenario's folder has a claims.yaml."""
    return (scenario.folder / FILE).is_file()


def read_claims(scenario: Scenario) -> Claims:
    """Return the claims in the scenario's folder.

    The format is docs/claims.md. Raises `ScenarioError` with every problem found, or `RefusedInput` if one of them
    is something that responsible use forbids.

    >>> from corridor.scenario.builtin import locate
    >>> from corridor.scenario.read import read
    >>> [claim.number for claim in read_claims(read(locate("tutorial"))).claims]
    ['1', '2', '3']
    """
    problems = Problems()
    files = Files(scenario.folder, problems)
    if not has_claims(scenario):
        remedy = "Write one beside scenario.yaml; docs/claims.md says how, and the scenario tutorial has a short one."
        problems.add(FILE, 0, "", "", "is missing: this scenario makes no claims", remedy)
        problems.raise_if_any()
    text = files.text(FILE)
    node = read_document(FILE, text, problems) if text is not None else None
    found: tuple[Claim, ...] = ()
    note = ""
    if node is not None:
        top = Section(node, "", problems)
        top.check_keys(("note", "source"), ("claims",))
        found, note = _claims(top, Readable(scenario)), top.record.text("note")
    problems.raise_if_any()
    return Claims(found, note, files.content_hash())


def _claims(top: Section, readable: Readable) -> tuple[Claim, ...]:
    example = "{number: 1, short: …, statement: …, parts: […]}"
    claims: dict[str, Claim] = {}
    for section in top.items("claims", example):
        claim = _claim(section, readable)
        if claim.number in claims and claim.number:
            section.record.problem("number", "is given twice", "Give each claim its own number.")
        claims.setdefault(claim.number, claim)
    if not claims:
        top.record.problem("claims", "holds no claim", f"Add one: {example}.", "")
    return tuple(claims.values())


def _claim(section: Section, readable: Readable) -> Claim:
    section.check_keys(("number", "short", "statement"), ("parts",))
    record = section.record
    number = record.required("number", "5a") or ""
    if number and not _NUMBER.fullmatch(number):
        record.problem("number", "is not a number such as 3 or 5a", "Write at most eight letters, digits, dots, hyphens.")
    short = record.required("short", "'Faster than expected'") or ""
    if len(short) > LONGEST_SHORT:
        record.problem("short", f"is longer than {LONGEST_SHORT} letters", "Shorten it; the statement may be long.")
    statement = record.required("statement", "'The city was to be taken by the end of the year.'") or ""
    parts = tuple(_part(each, readable) for each in section.items("parts", "{says: …, kind: fact, evidence: […]}"))
    if not parts and not section.has("parts"):
        record.problem("parts", "is empty", "Add what it says: - {says: …, kind: fact, evidence: […]}.", "")
    return Claim(number, short, statement, parts)


def _part(section: Section, readable: Readable) -> Part:
    section.check_keys(("says", "not_identified", "forecast", "joint"), ("kind", "numbers", "evidence"), _PRIOR_KEYS)
    record = section.record
    _refuse_chosen_priors(section)
    says = record.required("says", "'that the city is taken by the end of 2016'") or ""
    kinds = _kinds(section)
    found = [read_number(each, readable) for each in section.items("numbers", "{name: …, quantity: deaths, …}")]
    numbers = tuple(number for number in found if number is not None)
    evidence = tuple(
        row for each in section.items("evidence", "{what: …, date: …, source: …, …}") if (row := read_evidence(each))
    )
    part = Part(
        says, kinds, numbers, evidence, record.text("not_identified"), record.yes("forecast", False),
        record.yes("joint", False),
    )  # fmt: skip
    _check_part(section, part)
    return part


def _kinds(section: Section) -> tuple[Kind, ...]:
    allowed = [kind.value for kind in Kind]
    given = section.texts("kind")
    if not given:
        section.record.problem("kind", "is empty", f"Write {either(allowed)}.", "")
    kinds = []
    for text in given:
        if text in allowed:
            kinds.append(Kind(text))
        else:
            what = f"is not a kind of statement; allowed are {', '.join(allowed)}"
            section.record.problem("kind", what, "Choose one; a dated forecast is [fact, model].", text)
    if Kind.INTENT in kinds and len(kinds) > 1:
        remedy = "Put the intent into a part of its own."
        section.record.problem("kind", "mixes intent with something that can be checked", remedy, ", ".join(given))
    return tuple(dict.fromkeys(kinds))


def _refuse_chosen_priors(section: Section) -> None:
    for key in _PRIOR_KEYS:
        if section.has(key):
            reason = "a verdict under chosen prior sets can be steered; P1, P2 and P3 are always shown together"
            section.record.refuse(key, reason, "Remove it; forecast: yes adds P0.", "")


def _check_part(section: Section, part: Part) -> None:
    record = section.record
    if Kind.MODEL in part.kinds and not part.numbers and not section.has("numbers"):
        record.problem("numbers", "is empty, and a question to the model needs a number", "Name at least one quantity.", "")
    if part.numbers and part.kinds and Kind.MODEL not in part.kinds:
        remedy = "Remove the numbers, or write kind: [fact, model]."
        if Kind.INTENT in part.kinds:
            remedy = "Remove the numbers: no number says what somebody meant."
        record.problem("numbers", f"does not belong to a statement of kind {part.kinds[0]}", remedy, "")
    if Kind.FACT in part.kinds and not part.evidence and not section.has("evidence"):
        record.problem("evidence", "is empty, and a fact needs at least one source", "Add what was published.", "")
    if part.joint and len(_deciding(part)) < 2:
        remedy = "Give at least two numbers with true_if, or remove joint."
        record.problem("joint", "needs two numbers that can be weighed against each other", remedy)
    if part.joint and any(not number.against for number in _deciding(part)):
        what = "weighs differences between policies, and one of its numbers is none"
        record.problem("joint", what, "Give every number with true_if a policy against which it is held.")
    if part.forecast and Kind.MODEL not in part.kinds:
        record.problem("forecast", "is a question to the model", "Write kind: model or kind: [fact, model].")
    names = [number.name for number in part.numbers]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        record.problem("numbers", "has two numbers of the same name", "Name them apart.", name)


def _deciding(part: Part) -> list[Number]:
    return [number for number in part.numbers if number.decides]
