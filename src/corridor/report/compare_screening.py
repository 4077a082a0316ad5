"""Both costs of error in screening on one panel, and the joint cloud of exposure avoided and fighters relocated."""

from __future__ import annotations

import math

from markupsafe import Markup

from corridor.compared import Cloud, Compared, Contrast, PolicyFacts
from corridor.report import facts, numbers
from corridor.report.blocks import Block, Column, Figure, Gallery, Note, Prose, Section, Table
from corridor.report.charts import cloud as clouds
from corridor.report.compare_people import difference_panel
from corridor.report.compare_words import interval_of, label_of, policy_name, sign

__all__ = ["cloud", "screening"]

_INNOCENT = ("innocent_held", "innocent_held_person_days")
_PASSED = "fighters_embedded"
WIDE, NARROW = (720.0, 420.0), (344.0, 330.0)


def screening(compared: Compared) -> Section:
    """Returns what screening misses and whom it holds without cause, never the one without the other."""
    blocks: list[Block] = []
    for policy in compared.others:
        held = [each for each in compared.courses if each.policy == policy.id and each.quantity in _INNOCENT]
        if held:
            blocks.append(_costs(compared, policy, held))
            blocks.append(_curves(policy, held))
    if not blocks:
        return Section("screening", "Screening", (Prose("Nobody is screened in this scenario."),))
    blocks.append(Note(_UNMEASURED if compared.fighters else _NO_FIGHTERS + _UNMEASURED))
    return Section("screening", "Screening: both costs of error", tuple(blocks))


_NO_FIGHTERS = "This scenario has no fighters, so only one of the two errors can happen: innocent people held. "
_UNMEASURED = (
    "How often screening picks the right people was never published: both costs follow from assumed rates, and move "
    "with them. Fighters are shown by region and week only, as ranges."
)


def _costs(compared: Compared, policy: PolicyFacts, held: list[Contrast]) -> Table:
    rows: list[tuple[str, ...]] = []
    for contrast in held:
        index, day = _worst(contrast)
        interval = interval_of(contrast, index)
        name = "Innocent people held" if contrast.quantity == _INNOCENT[0] else "Their person-days"
        rows.append((name, day, interval.centre, interval.span, sign(contrast, index)))
    rows += _passed(compared, policy)
    caption = f"{policy_name(policy)}: difference in both costs of error. Of fighters only a range is known."
    heads = (Column("Cost"), Column("Day"), Column("Median", True), Column("90 % interval", True), Column("Sign"))
    return Table(caption, heads, tuple(rows))


def _worst(contrast: Contrast) -> tuple[int, str]:
    """The day of the largest difference of a stock; of a total, the last."""
    index = -1 if contrast.quantity != _INNOCENT[0] else int(abs(contrast.difference).argmax())
    return index, numbers.month_day(contrast.dates[index])


def _passed(compared: Compared, policy: PolicyFacts) -> list[tuple[str, ...]]:
    """Fighters who passed among civilians, by region, in the last whole week."""
    rows: list[tuple[str, ...]] = []
    for contrast in compared.contrasts:
        if (contrast.policy, contrast.quantity) != (policy.id, _PASSED):
            continue
        known = [index for index, low in enumerate(contrast.quantiles[:, 0].tolist()) if math.isfinite(low)]
        if known:
            index = known[-1]
            low, high = contrast.quantiles[index, [0, -1]].tolist()
            name = f"Fighters who passed, {facts.name_of(compared.baseline, contrast.place)}"
            span = f"{numbers.plain(low)} to {numbers.plain(high)}"
            rows.append((name, f"week to {numbers.month_day(contrast.dates[index])}", "–", span, "–"))
    return rows


def _curves(policy: PolicyFacts, held: list[Contrast]) -> Gallery:
    panels = tuple(
        (label_of(each.quantity).capitalize(), difference_panel(facts.key_of("error", policy.id, each.quantity), each))
        for each in held
    )
    return Gallery(panels, f"{policy_name(policy)}: the difference on each day.")


def cloud(compared: Compared) -> Section:
    """Returns exposure avoided and fighters relocated jointly, one drawing a policy: no ratio, no verdict."""
    title = "Exposure avoided and fighters relocated, jointly"
    drawn = [each for each in compared.clouds if each.cells]
    if not compared.fighters:
        words = "This scenario has no fighters, so nothing can be set against the exposure that a policy avoids."
        return Section("cloud", title, (Prose(words),))
    if not drawn:
        words = "The parameter draws lie too far apart, or are too few, for a drawing in which no single one is seen."
        return Section("cloud", title, (Prose(words),))
    names = {policy.id: policy_name(policy) for policy in compared.others}
    figures = tuple(_figure(each, names[each.policy]) for each in drawn)
    return Section("cloud", title, (Prose(_WHY), *figures))


_WHY = (
    "Each rectangle holds a share of the parameter draws, by the mean difference of each draw. Single draws are not "
    "drawn: each is the mean of a few runs, and fighters are shown as ranges only. The two sides of the trade are "
    "not divided by one another, and what the one is worth in the other is not for a model to say."
)


def _figure(cloud: Cloud, name: str) -> Figure:
    words = f"{name}: the fullest rectangle holds {numbers.share(max(cell.share for cell in cloud.cells))} of the draws."

    def drawn(form: str, size: tuple[float, float]) -> Markup:
        return clouds.draw(facts.key_of("cloud", cloud.policy, form), name, words, cloud, size)

    caption = (
        f"{words} Rectangles with fewer than {cloud.fewest} draws are left out; "
        f"they hold {numbers.share(cloud.unseen)} of the draws."
    )
    return Figure(drawn("wide", WIDE), caption, drawn("narrow", NARROW), title=name)
