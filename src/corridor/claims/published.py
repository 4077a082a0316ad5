"""What may leave the program of a run of claims: plain texts, rounded numbers, ranges for fighters. A leaf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["Cell", "ClaimRow", "ClaimsFacts", "EvidenceRow", "NumberRow", "PartRow", "PublishedClaims", "TogetherRow"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number under one prior set; NaN where it may not be shown or does not exist, and `missing` says why."""

    estimate: float  # NaN where only a range may be shown
    low: float
    high: float
    probability: float  # that the statement holds; NaN where the number decides nothing
    probability_low: float
    probability_high: float
    mc_se: float
    missing: str = ""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number of a part under every prior set."""

    name: str
    what: str  # quantity, place, day and policies in one line
    sentence: str  # the template sentence of MODEL.md section 5
    unit: str  # "share" and "probability" have decimals
    condition: str  # what makes the statement true; "" where the number decides nothing
    range_only: bool
    difference: bool
    cells: Mapping[str, Cell]
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence with its source and party mark."""

    what: str
    date: date
    source: str
    party: str  # "" where the source is no party to the claim
    weighs: str
    confidence: str
    approximate: bool  # whether the day is only about right


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """One way in which the numbers of a trade-off can come out together, and how often they do, by prior set."""

    what: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a claim."""

    says: str
    kind: str
    verdict: str
    label: str  # "prior only", or ""
    why: str
    model_verdict: str  # "" where it is no question to the model
    model_why: str
    grade: str
    grade_why: str
    not_identified: str
    numbers: tuple[NumberRow, ...]
    together: tuple[TogetherRow, ...]
    evidence: tuple[EvidenceRow, ...]
    moved: str = ""  # after a calibration: what the data changed of the model's verdict


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim."""

    number: str
    short: str
    statement: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimsFacts:
    """What was run, so that anybody can run it again."""

    scenario: str
    title: str
    seed: int
    members: int
    replicates: int
    start: date
    end: date
    complete: bool
    content_hash: str
    claims_hash: str
    code_hash: str
    prior_hashes: Mapping[str, str]
    overrides: Mapping[str, float]
    versions: Mapping[str, str]
    seconds: float
    runs: tuple[tuple[str, str, int], ...]  # policy, prior set, members
    posterior: str = ""  # the file of the calibration that the parameters were drawn from, if any


@dataclass(frozen=True, slots=True)
class PublishedClaims:
    """Everything that the store, the report and the terminal may show of a run of claims."""

    run: ClaimsFacts
    prior_sets: tuple[str, ...]
    exposure: tuple[NumberRow, ...]  # what civilians were exposed to under every policy that was run; always first
    claims: tuple[ClaimRow, ...]
    note: str
    beside: tuple[tuple[str, Mapping[str, str]], ...]  # what is printed beside fighter numbers: name → range by prior set
    limits: tuple[str, ...]
