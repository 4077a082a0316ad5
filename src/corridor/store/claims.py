"""A run of claims as a folder: verdicts.csv, the report, and last of all the manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.store.folder import MANIFEST, replace_folder

if TYPE_CHECKING:
    from corridor.claims.published import Cell, ClaimRow, EvidenceRow, NumberRow, PartRow, PublishedClaims

__all__ = ["VERDICT_COLUMNS", "verdicts_csv", "write_claims"]

#: Raised when a reader of run folders would have to change.
FORMAT = 1
VERDICT_COLUMNS = tuple(
    "number statement kind prior_set quantity estimate lo90 hi90 verdict evidence sources".split()  # noqa: SIM905
)
_JUDGED = ("P1", "P2", "P3")
_DECIMALS = {"share": 4, "ratio": 4, "probability": 4, "events": 1, "days": 1, "stage": 1}
Row = tuple[str, ...]


def write_claims(published: PublishedClaims, folder: Path, report_html: str) -> Path:
    """Returns the folder in which the run of claims now stands; a run that was there before is replaced whole."""
    return replace_folder(Path(folder), _files(published, report_html))


def verdicts_csv(published: PublishedClaims) -> bytes:
    """Returns verdicts.csv: for every part of a claim and every prior set its numbers, its verdict and its evidence.

    A number that decides has a second row: the probability that the statement holds, with its own 90 % interval for
    the number of draws. Of fighters there is a range and no estimate. A part without numbers has one row a prior set.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(VERDICT_COLUMNS)
    for claim in published.claims:
        for part in claim.parts:
            writer.writerows([_safe(cell) for cell in row] for row in _rows(claim, part))
    return text.getvalue().encode("utf-8")


def _rows(claim: ClaimRow, part: PartRow) -> Iterator[Row]:
    head = (claim.number, f"{claim.statement} [{part.says}]", part.kind)
    tail = (_verdict(part), _evidence(part), " ".join(dict.fromkeys(row.source for row in part.evidence)))
    if not part.numbers:
        for prior in _JUDGED:
            yield (*head, prior, "", "", "", "", *tail)
    for number in part.numbers:
        for prior, cell in number.cells.items():
            for quantity, numbers in _numbers(number, cell):
                yield (*head, prior, quantity, *numbers, *tail)


def _numbers(number: NumberRow, cell: Cell) -> Iterator[tuple[str, tuple[str, str, str]]]:
    digits = _DECIMALS.get(number.unit, 0)
    note = f" (not available: {cell.missing})" if cell.missing else ""
    shown = (_cell(cell.estimate, digits), _cell(cell.low, digits), _cell(cell.high, digits))
    yield f"{number.name}: {number.what}{note}", shown
    if number.condition and number.unit != "probability" and not cell.missing:
        chance = (_cell(cell.probability, 4), _cell(cell.probability_low, 4), _cell(cell.probability_high, 4))
        yield f"probability that it holds ({number.condition}): {number.name}", chance


def _verdict(part: PartRow) -> str:
    """The verdict, and beside it that of the model where it is another one."""
    text = f"{part.verdict} ({part.label})" if part.label else part.verdict
    text = f"{text}: {part.why}" if part.why else text
    if part.moved:
        text += f" | {part.moved}"
    if part.model_verdict and "fact" in part.kind:
        text += f" | model: {part.model_verdict}: {part.model_why}"
    return text


def _evidence(part: PartRow) -> str:
    rows = [f"{_day(row)} {row.weighs}, {_party(row.party)}, {row.confidence}: {row.what}" for row in part.evidence]
    return " | ".join([f"direct evidence: {part.grade} ({part.grade_why})", *rows])


def _day(row: EvidenceRow) -> str:
    return f"about {row.date}" if row.approximate else f"{row.date}"


def _party(party: str) -> str:
    return f"party: {party}" if party else "no party"


def _cell(value: float, digits: int) -> str:
    return f"{value + 0.0:.{digits}f}" if math.isfinite(value) else ""


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe; a number is none."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _files(published: PublishedClaims, report_html: str) -> Iterator[tuple[str, bytes]]:
    sums = {}
    for name, content in (("verdicts.csv", verdicts_csv(published)), ("report.html", report_html.encode("utf-8"))):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    manifest = json.dumps(_manifest(published, sums), indent=2, ensure_ascii=False, allow_nan=False)
    yield MANIFEST, f"{manifest}\n".encode()


def _manifest(published: PublishedClaims, sums: dict[str, str]) -> dict[str, Any]:
    run = published.run
    return {
        "format": FORMAT,
        "command": "claims",
        "scenario": run.scenario,
        "title": run.title,
        "start": run.start.isoformat(),
        "end": run.end.isoformat(),
        "prior_sets": list(published.prior_sets),
        "seed": run.seed,
        "members": run.members,
        "replicates": run.replicates,
        "overrides": dict(run.overrides),
        **({"posterior": run.posterior} if run.posterior else {}),
        "complete": run.complete,
        "content_hash": run.content_hash,
        "claims_hash": run.claims_hash,
        "code_hash": run.code_hash,
        "prior_hashes": dict(run.prior_hashes),
        "versions": dict(run.versions),
        "seconds": {"simulate": round(run.seconds, 3)},
        "runs": [{"policy": policy, "prior_set": prior, "members": members} for policy, prior, members in run.runs],
        "claims": [claim.number for claim in published.claims],
        "sha256": sums,
    }
