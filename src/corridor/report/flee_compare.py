"""The page of a comparison under Flee's rules: what each policy changes, camp by camp, then the policies side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.flee.published import FleeCompared
from corridor.report import facts, flee, flee_reading, flee_scores, numbers, page
from corridor.report.blocks import Block, Column, Gallery, Items, Legend, Note, Prose, Section, Table
from corridor.report.charts import fan as fans
from corridor.report.charts import signed
from corridor.report.charts.fan import swatch
from corridor.report.compare_words import policy_name, quoted, reduction
from corridor.report.headline import listing
from corridor.report.sections import reading

__all__ = ["difference_rows", "differs", "place_name", "render_flee_comparison", "said"]

PANEL = (300.0, 180.0)
_MOST_NAMED = 3
_NARROW = 10.0  # agents
_LABELS = {"in_transit": "On the road", "displaced_ever": "Ever displaced"}
_BESIDE = (("present", "camps"), ("in_transit", "all"))


def render_flee_comparison(found: FleeCompared) -> str:
    """Returns one self-contained HTML page about a comparison under Flee's rules."""
    compared = found.compared
    run = compared.baseline.run
    return (
        page.environment()
        .get_template("page.html.j2")
        .render(
            title=facts.shown(run.title or run.scenario),
            subtitle=_subtitle(found),
            notices=() if run.complete else (f"Stopped early: it holds the {run.members:,} members that were finished.",),
            headline=tuple(_said(compared, policy) for policy in compared.others),
            sections=_sections(found),
            style=page.style() + _style(),
        )
    )


def _subtitle(found: FleeCompared) -> str:
    compared, run = found.compared, found.compared.baseline.run
    others = ", ".join(policy_name(policy) for policy in compared.others)
    agents = f" · 1 agent stands for {found.baseline.hasten:,} people" if found.baseline.hasten > 1 else ""
    return (
        f"{numbers.day(run.start)} to {numbers.day(run.end)} · {others}, set against {policy_name(compared.policies[0])} · "
        f"{run.members:,} members of each policy · {found.baseline.law}{agents}"
    )


def _said(compared: Compared, policy: PolicyFacts) -> Markup:
    """The camps that differ most on the last day, in words."""
    rows = [row for row in _by_camp(compared, policy) if differs(row)]
    if not rows:
        words = "Under Flee's rules, {}, set against {}, changes nobody's camp on the last day."
        return Markup(words).format(quoted(policy), quoted(compared.policies[0]))
    part = Markup("<bdi>{}</bdi> by <b>{}</b>&nbsp;({})")
    parts = [part.format(place_name(compared, each), *said(each)) for each in rows[:_MOST_NAMED]]
    words = "Under Flee's rules, {}, set against {}, changes who is present by {}: {}."
    day = numbers.day(rows[0].dates[-1])
    return Markup(words).format(quoted(policy), quoted(compared.policies[0]), day, listing(parts))


def _sections(found: FleeCompared) -> tuple[Section, ...]:
    compared = found.compared
    parts = [_differences(compared, policy) for policy in compared.others]
    return (
        *parts,
        _side_by_side(compared),
        flee_scores.build(found.baseline),
        flee.notices(found.baseline),
        reading.limits(compared.baseline),
        _reading(compared),
        _repeat(found),
        flee_reading.use(found.baseline),
    )


def _by_camp(compared: Compared, policy: PolicyFacts) -> list[Contrast]:
    """Differences in who is present in each camp, the largest on the last day first."""
    camps = {place.id for place in compared.baseline.places if place.kind == "camp"}
    rows = [each for each in compared.courses if each.policy == policy.id and each.place in camps]
    return sorted(rows, key=lambda each: (-abs(float(each.difference[-1])), each.place))


def difference_rows(compared: Compared, policy: PolicyFacts) -> list[Contrast]:
    """Returns the differences that a table shows: camp by camp, all camps, the road, the displaced."""
    totals = [each for each in compared.courses if each.policy == policy.id and each.place in ("camps", "all")]
    order = {"present": 0, "in_transit": 1, "displaced_ever": 2}
    return [*_by_camp(compared, policy), *sorted(totals, key=lambda each: order[each.quantity])]


def place_name(compared: Compared, contrast: Contrast) -> str:
    """Returns what a row is about: a camp, all camps, or people who are in none."""
    return _LABELS.get(contrast.quantity) or facts.name_of(compared.baseline, contrast.place)


def _differences(compared: Compared, policy: PolicyFacts) -> Section:
    rows = difference_rows(compared, policy)
    day = numbers.day(compared.baseline.run.end)
    caption = f"{policy_name(policy)}, set against {policy_name(compared.policies[0])}: differences on {day}."
    columns = (
        Column(f"Difference in {rows[0].unit} present"),
        Column("Mean", True),
        Column("90 % interval", True),
        Column("Monte-Carlo error", True),
        Column("P(>0)", True),
        Column("Variance reduction", True),
    )
    table = Table(caption, columns, tuple((place_name(compared, each), *_cells(each)) for each in rows))
    drawn = [each for each in rows if each.quantiles.any()]
    blocks: list[Block] = [table]
    if drawn:
        legend = Legend(tuple((swatch(parts), words) for parts, words in _swatches()))
        panels = tuple((place_name(compared, each), _panel(policy, each)) for each in drawn)
        blocks += [legend, Gallery(panels, "The difference on each day. Every panel has its own scale.")]
    else:
        blocks.append(Prose("No number differs on any day."))
    return Section(facts.key_of("policy", policy.id), f"What changes: {policy_name(policy)}", tuple(blocks))


def _swatches() -> list[tuple[Sequence[Markup], str]]:
    band = "half of what chance leaves open about the mean (dark), nine tenths (light)"
    words = ("mean difference", band, "no difference")
    return [(parts, said) for (parts, _), said in zip(signed.swatches(), words, strict=True)]


def differs(contrast: Contrast) -> bool:
    """Returns whether a policy changes anything at a place on the last day."""
    return bool(contrast.difference[-1] != 0.0 or contrast.mc_se[-1] > 0.0)


def said(contrast: Contrast) -> tuple[str, str]:
    """Returns the mean difference on the last day and its 90 % interval, with a decimal where that is narrow."""
    low, high = float(contrast.quantiles[-1, 0]), float(contrast.quantiles[-1, -1])
    digits = 1 if 0.0 < high - low < _NARROW else 0
    mean, first, last = (_signed(number, digits) for number in (float(contrast.difference[-1]), low, high))
    return mean, f"{first} to {last}"


def _signed(number: float, digits: int) -> str:
    rounded = round(number, digits)
    return f"{rounded:+,.{digits}f}".replace("-", numbers.MINUS) if rounded else "0"


def _cells(contrast: Contrast) -> tuple[str, ...]:
    return (
        *said(contrast),
        f"{float(f'{float(contrast.mc_se[-1]):.2g}'):,.10g}",
        f"{float(contrast.probability_positive[-1]):.2f}",
        reduction(float(contrast.variance_reduction[-1])),
    )


def _panel(policy: PolicyFacts, course: Contrast) -> Markup:
    key = facts.key_of("difference", policy.id, course.quantity, course.place)
    words = "On {} the difference is {} ({}).".format(numbers.day(course.dates[-1]), *said(course))
    title = f"Difference in {course.quantity.replace('_', ' ')}, {course.place}"
    chart = signed.SignedFan(key, title, words, course.unit, course.dates, course.quantiles, PANEL, 160)
    return signed.draw(chart)


def _side_by_side(compared: Compared) -> Section:
    blocks: list[Block] = [Legend(fans.swatches())]
    for quantity, place in _BESIDE:
        pairs = [(policy, fan) for policy in compared.policies if (fan := policy.fan(quantity, place)) is not None]
        if not pairs:
            continue
        top = max(fans.top_of(fan) for _, fan in pairs)
        label = "In all camps together" if quantity == "present" else _LABELS[quantity]
        panels = []
        for policy, fan in pairs:
            key = facts.key_of("beside", policy.id, quantity)
            said = f"On the last day: {facts.last(fan)}."
            chart = fans.FanChart(key, f"{label}, {policy_name(policy)}", said, fan, PANEL, top=top, points=160)
            panels.append((policy_name(policy), fans.draw(chart)))
        caption = f"{label} under each policy, on one scale, each with the range of its members."
        blocks.append(Gallery(tuple(panels), caption))
    return Section("beside", "The policies side by side", tuple(blocks))


def _reading(compared: Compared) -> Section:
    members = compared.baseline.run.members
    items = (
        f"The {members:,} members of the policies are paired: the same chance under each, so that most of it cancels. A "
        "difference is the mean over the pairs; its interval is what so few pairs leave open about that mean, and shrinks "
        "with more of them.",
        "The settings of the folder are taken as they stand. What is not known about them is in no interval here.",
        "Variance reduction says how many independent members one pair is worth; a dash: chance plays no part. The spread "
        "of single pairs hangs on how they are paired and on nothing in the world, so it is not shown.",
        "How many people are displaced is read from the counts under every policy alike: only where they go differs.",
    )
    return Section("intervals", "How to read a difference", (Items(items),))


def _repeat(found: FleeCompared) -> Section:
    compared = found.compared
    words = "The same command with the same versions gives the same numbers, on any number of processors:"
    line = flee_reading.command(found.baseline, "compare", [policy.id for policy in compared.policies])
    shell = Markup('{} <code class="command">{}</code>').format(words, line)
    rows = [(f"Policy {at}", f"{facts.shown(each.id)}: {policy_name(each)}") for at, each in enumerate(compared.policies)]
    note = Note("Policy 0 is the baseline; a difference is the other policy less the baseline.")
    table = flee_reading.facts_table(found.baseline, rows)
    return Section("repeat", "How to repeat this comparison", (Prose(shell), note, table))


@cache
def _style() -> Markup:
    return Markup(files("corridor.report").joinpath("compare.css").read_text("utf-8"))
