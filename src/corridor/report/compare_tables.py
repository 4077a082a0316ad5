"""Sections of a comparison: the headline contrasts in words and numbers, displacement over time, exits, camps."""

from __future__ import annotations

import math

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Gallery, Items, Legend, Note, Prose, Section, Table
from corridor.report.charts import signed
from corridor.report.charts.fan import swatch
from corridor.report.compare_people import difference_panel
from corridor.report.compare_words import interval_of, label_of, policy_name, reduction, sentence, sign

__all__ = ["camps", "displacement", "exits", "headlines"]

_SENTENCES = ("displaced_current", "unsheltered_nights", "innocent_held_person_days", "events")
_COURSES = ("displaced_current", "displaced_ever", "returned")
_LAST_DAY = ("trapped", "trapped_no_exit", "innocent_held")  # stocks of which the last day says little
_MOST_ROWS = 24

_COLUMNS = (
    Column("Median", True),
    Column("90 % interval", True),
    Column("Mean ± Monte-Carlo error", True),
    Column("P(>0)", True),
    Column("Sign"),
    Column("Variance reduction", True),
)


def headlines(compared: Compared) -> Section:
    """Returns the statements in the wording of MODEL.md section 5, and every headline total in a table."""
    blocks: list[Block] = []
    for policy in compared.others:
        totals = [each for each in compared.courses if each.policy == policy.id and each.quantity not in _LAST_DAY]
        said = tuple(sentence(compared, policy, [each]) for each in totals if each.quantity in _SENTENCES)
        rows = tuple((label_of(each.quantity).capitalize(), *_cells(each)) for each in totals)
        day = numbers.day(compared.baseline.run.end)
        caption = f"{policy_name(policy)}, set against {policy_name(compared.policies[0])}: differences by {day}."
        blocks += [Items(said), Table(caption, (Column("Difference in"), *_COLUMNS), rows)]
    return Section("headlines", "What changes, and how sure that is", (*blocks, Note(_READING)))


_READING = (
    "Median and 90 % interval are of the mean difference over parameter draws, with chance taken out as far as the "
    "replicates allow; the Monte-Carlo error of the mean is set apart. P(>0) is the share of draws with a positive "
    "difference. Variance reduction says how many independent members one pair of members is worth; it falls where a "
    "policy changes much, since chance then acts on the change itself. A dash: chance plays no part."
)


def _cells(contrast: Contrast) -> tuple[str, ...]:
    interval = interval_of(contrast)
    positive, error = float(contrast.probability_positive[-1]), float(contrast.mc_se[-1])
    mean = numbers.plain(float(contrast.difference[-1]), _step(error))
    return (
        interval.centre,
        interval.span,
        f"{mean} ± {_error(error)}",
        f"{positive:.2f}" if math.isfinite(positive) else "–",
        sign(contrast),
        reduction(float(contrast.variance_reduction[-1])),
    )


def _step(error: float) -> float:
    return 10.0 ** max(0, math.floor(math.log10(error))) if math.isfinite(error) and error > 0 else 1.0


def _error(error: float) -> str:
    return f"{float(f'{error:.2g}'):,.10g}" if math.isfinite(error) else "–"


def displacement(compared: Compared) -> Section:
    """Returns the differences in displacement over time."""
    blocks: list[Block] = [Legend(tuple((swatch(parts), words) for parts, words in signed.swatches()))]
    for policy in compared.others:
        panels = tuple(
            (_course_name(each), difference_panel(facts.key_of("difference", policy.id, each.quantity), each))
            for each in compared.courses
            if each.policy == policy.id and each.quantity in _COURSES
        )
        if panels:
            caption = f"{policy_name(policy)}, set against {policy_name(compared.policies[0])}."
            blocks.append(Gallery(panels, caption))
    if len(blocks) == 1:
        return Section("displacement", "Displacement", (Prose("Nobody's displacement is counted here."),))
    return Section("displacement", "Displacement: the difference over time", tuple(blocks))


def _course_name(contrast: Contrast) -> str:
    return "People displaced" if contrast.quantity == "displaced_current" else label_of(contrast.quantity).capitalize()


def exits(compared: Compared) -> Section:
    """Returns the difference in people who had passed each exit, with the variance reduction as it is."""
    blocks = _by_place(compared, "passages", "Exit", "people who had passed each exit")
    if not blocks:
        return Section("exits", "Exits", (Prose("No exit is used differently, or none may be shown."),))
    return Section("exits", "Exits: who passes where", (*blocks, Note(_EXITS)))


_EXITS = (
    "Per exit the pairing gains less than for totals, because people who lose one way out are spread over the others "
    "by new draws; the figures are printed as they are."
)


def camps(compared: Compared) -> Section:
    """Returns the difference in people who had arrived at each camp and host area."""
    blocks = _by_place(compared, "arrivals", "Place", "people who had arrived", kinds=("camp", "host", "region"))
    if not blocks:
        return Section("camps", "Destinations", (Prose("Nobody arrives elsewhere than before, or few."),))
    return Section("camps", "Destinations: who arrives where", tuple(blocks))


def _by_place(compared: Compared, quantity: str, head: str, what: str, kinds: tuple[str, ...] = ()) -> list[Block]:
    wanted = {place.id for place in compared.baseline.places if not kinds or place.kind in kinds}
    blocks: list[Block] = []
    for policy in compared.others:
        found = [each for each in _of(compared, policy, quantity) if each.place in wanted and _differs(each)]
        found.sort(key=lambda each: (-abs(float(each.difference[-1])), each.place))
        if found:
            day = numbers.day(found[0].dates[-1])
            more = f" The {_MOST_ROWS} largest of {len(found)}." if len(found) > _MOST_ROWS else ""
            caption = f"{policy_name(policy)}: difference in {what} by {day}.{more}"
            rows = tuple((facts.name_of(compared.baseline, each.place), *_cells(each)) for each in found[:_MOST_ROWS])
            blocks.append(Table(caption, (Column(head), *_COLUMNS), rows, folded=bool(kinds)))
    return blocks


def _of(compared: Compared, policy: PolicyFacts, quantity: str) -> list[Contrast]:
    wanted = (policy.id, quantity, "all")
    return [each for each in compared.contrasts if (each.policy, each.quantity, each.group) == wanted]


def _differs(contrast: Contrast) -> bool:
    return contrast.place != "all" and bool((contrast.quantiles[-1] != 0).any())
