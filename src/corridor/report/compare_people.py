"""The first section of every comparison: what people are exposed to and who stays trapped, the differences first.

It cannot be left out: a comparison that shows what a policy gains elsewhere and not what it does to these people would
be an argument for closing a way out (MODEL.md section 5). `check` holds the page to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.errors import RunError
from corridor.published import Fan
from corridor.report import facts
from corridor.report.blocks import Block, Gallery, Legend, Note, Prose, Section, Tile, Tiles
from corridor.report.charts import fan as fans
from corridor.report.charts import signed
from corridor.report.charts.fan import swatch
from corridor.report.compare_words import fell_or_rose, interval_of, label_of, policy_name, quoted, sign

__all__ = ["REQUIRED", "SECTION", "build", "check", "difference_panel"]

SECTION = "people"
#: What no comparison is shown without.
REQUIRED = ("exposed_person_days", "trapped")
PANEL = (300.0, 190.0)
_TILES = ("exposed_person_days", "exposed_people", "trapped_person_days", "deaths")
_COURSES = ("exposed_person_days", "trapped", "trapped_no_exit", "exposed_people", "deaths")
_BESIDE = ("exposed_person_days", "trapped")


def build(compared: Compared) -> Section:
    """Returns what each policy changes for people in and around the fighting, then the policies side by side."""
    blocks: list[Block] = [Legend(tuple((swatch(parts), words) for parts, words in signed.swatches()))]
    for policy in compared.others:
        blocks += _differences(compared, policy)
    blocks += [Prose("The policies side by side, each with its own range over all members:"), Legend(fans.swatches())]
    blocks += [_beside(compared, quantity) for quantity in _BESIDE if _fans(compared, quantity)]
    blocks.append(Note("Deaths are counted for their own sake: no result of this page is expressed per death."))
    return Section(SECTION, "People exposed and trapped", tuple(blocks))


def check(compared: Compared, sections: Sequence[Section]) -> None:
    """Raises RunError unless the first section has a panel of every required difference for every policy."""
    if compared.rules == "flee":
        return  # rules without fighting have neither
    first = sections[0] if sections else None
    drawn = "".join(_drawings(first)) if first is not None and first.id == SECTION else ""
    for policy in compared.others:
        for quantity in REQUIRED:
            if f'id="{_key(policy, quantity)}"' not in drawn:
                raise RunError(
                    f"The comparison of {policy.id} cannot be shown: its page would not begin with the difference in "
                    f"{label_of(quantity)} ({quantity}). What people are exposed to and who stays trapped come first "
                    "on every comparison."
                )


def _drawings(section: Section) -> list[str]:
    galleries = [block for block in section.blocks if isinstance(block, Gallery)]
    return [str(drawing) for gallery in galleries for _, drawing in gallery.panels]


def _differences(compared: Compared, policy: PolicyFacts) -> list[Block]:
    courses = [_course(compared, policy, quantity) for quantity in _COURSES]
    tiles = [_course(compared, policy, quantity) for quantity in _TILES]
    panels = tuple(
        (label_of(course.quantity).capitalize(), difference_panel(_key(policy, course.quantity), course))
        for course in courses
        if course is not None
    )
    caption = f"{policy_name(policy)}, set against {policy_name(compared.policies[0])}: the difference on each day."
    heading = Markup("{}, set against {}:").format(quoted(policy), quoted(compared.policies[0]))
    return [
        Prose(heading),
        Tiles(tuple(_tile(policy, course) for course in tiles if course is not None)),
        Gallery(panels, caption + " Every panel has its own scale."),
    ]


def _course(compared: Compared, policy: PolicyFacts, quantity: str) -> Contrast | None:
    found = (each for each in compared.courses if (each.policy, each.quantity) == (policy.id, quantity))
    return next(found, None)


def _tile(policy: PolicyFacts, course: Contrast) -> Tile:
    interval = interval_of(course)
    known = sign(course)
    remark = known if known == "no difference" else f"the sign is {known}"
    span = "" if interval.single else f"90 %: {interval.span}"
    return Tile(f"Difference in {label_of(course.quantity)}", interval.centre, span, f"{policy.id}: {remark}")


def _key(policy: PolicyFacts, quantity: str) -> str:
    return facts.key_of("difference", policy.id, quantity)


def difference_panel(key: str, course: Contrast) -> Markup:
    """Returns the difference of a course over time."""
    title = f"Difference in {label_of(course.quantity)}"
    words = fell_or_rose(course)
    chart = signed.SignedFan(key, title, words, course.unit, course.dates, course.quantiles, PANEL, 160)
    return signed.draw(chart)


def _fans(compared: Compared, quantity: str) -> tuple[tuple[PolicyFacts, Fan], ...]:
    pairs = ((policy, policy.fan(quantity)) for policy in compared.policies)
    return tuple((policy, fan) for policy, fan in pairs if fan is not None)


def _beside(compared: Compared, quantity: str) -> Gallery:
    pairs = _fans(compared, quantity)
    top = max(fans.top_of(fan) for _, fan in pairs)
    panels = []
    for policy, fan in pairs:
        key = facts.key_of("beside", policy.id, quantity)
        title = f"{label_of(quantity).capitalize()}, {policy_name(policy)}"
        chart = fans.FanChart(key, title, f"On the last day: {facts.last(fan)}.", fan, PANEL, top=top, points=160)
        panels.append((title, fans.draw(chart)))
    return Gallery(tuple(panels), f"{label_of(quantity).capitalize()} under each policy, on one scale.")
