"""The page of a run under Flee's rules: camps beside the data, the total, scores, map, what Flee does oddly."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from corridor.flee.published import ALL, FleePublished
from corridor.report import facts, numbers, page
from corridor.report.blocks import Block, Gallery, Items, Legend, Prose, Section
from corridor.report.charts import fan as fans
from corridor.report.flee_map import build as map_section
from corridor.report.flee_reading import intervals, repeat, use
from corridor.report.flee_scores import build as scores_section
from corridor.report.headline import figure
from corridor.report.sections import reading

__all__ = ["SECTIONS", "camps_gallery", "notices", "render_flee", "subtitle", "total_gallery"]

PANEL = (300.0, 180.0)
ALL_CAMPS = "camps"


def render_flee(published: FleePublished) -> str:
    """Returns one self-contained HTML page, as `render` does of a native run."""
    run = published.run.run
    return (
        page.environment()
        .get_template("page.html.j2")
        .render(
            title=facts.shown(run.title or run.scenario),
            subtitle=subtitle(published),
            notices=_warnings(published),
            headline=_headline(published),
            sections=tuple(section for build in SECTIONS if (section := build(published)) is not None),
            style=page.style(),
        )
    )


def subtitle(published: FleePublished) -> str:
    """Returns days, policy, members, law and what an agent stands for, in one line."""
    run = published.run.run
    members = "1 member" if run.members == 1 else f"{run.members:,} members"
    agents = f" · 1 agent stands for {published.hasten:,} people" if published.hasten > 1 else ""
    days = f"{numbers.day(run.start)} to {numbers.day(run.end)}"
    return f"{days} · policy: {facts.shown(run.policy_name or run.policy)} · {members} · {published.law}{agents}"


def _warnings(published: FleePublished) -> tuple[str, ...]:
    run = published.run.run
    said = []
    if not run.complete:
        said.append(f"This run was stopped early: it holds the {run.members:,} members that were finished.")
    if run.members == 1:
        said.append("This run has one member. Nothing on this page has an interval: ask for more members.")
    return tuple(said)


def _headline(published: FleePublished) -> tuple[Markup, ...]:
    run = published.run
    ever, inside, road = run.fan("displaced_ever"), run.fan("present", ALL_CAMPS), run.fan("in_transit")
    said = []
    if ever is not None and road is not None:
        words = "By {}, {} {} had been displaced; {} of them were on the road that evening."
        day = numbers.day(ever.dates[-1])
        said.append(Markup(words).format(day, figure(facts.last(ever)), ever.unit, figure(facts.last(road))))
    if inside is not None:
        known = published.data.get(ALL_CAMPS)
        beside = Markup(", where the data have {}").format(facts.last(known)) if known is not None else Markup("")
        said.append(Markup("In camps were {}{}.").format(figure(facts.last(inside)), beside))
    return (Markup(" ").join(said), *_quality(published))


def _quality(published: FleePublished) -> tuple[Markup, ...]:
    plain = published.score("ard")
    if plain is None:
        return (Markup("The folder has no counts of camps, so nothing is scored."),)
    words = "The averaged relative difference from the data is <b>{:.3f}</b>&nbsp;({:.3f} to {:.3f} over the members)."
    said = [Markup(words).format(plain.value, plain.low, plain.high)]
    covered = [row for row in published.scores if row.score == "coverage_90" and row.place != ALL]
    counts = sum(row.counts for row in covered)
    if counts:
        words = "{} of the {:,} dated counts of camps lie within the range that holds nine in ten members."
        inside = sum(row.value * row.counts for row in covered) / counts
        said.append(Markup(words).format(numbers.share(inside), counts))
    return (Markup(" ").join(said),)


def _camps(published: FleePublished) -> Section:
    if not camps_gallery(published):
        return Section("camps", "Camps", (Prose("This folder has no camp."),))
    capped = any(fan.quantity == "capacity" for fan in published.run.fans)
    legend = Legend(_swatches(capped))
    return Section("camps", "Camp by camp: run against data", (legend, *camps_gallery(published)))


def _swatches(capped: bool) -> tuple[tuple[Markup, str], ...]:
    entries = fans.swatches(counts=True, ceiling=capped)
    words = {
        "published count, scored": "dated count of the data",
        "published count, other series": "dated count of the first day, which the run begins with",
        "capacity (median)": "capacity",
    }
    return tuple((drawing, words.get(said, said)) for drawing, said in entries)


def camps_gallery(published: FleePublished) -> tuple[Block, ...]:
    """Returns a panel for every camp, those of which there are data first, in the order of the folder."""
    run = published.run
    camps = [place.id for place in run.places if place.kind == "camp"]
    ordered = [camp for camp in camps if camp in published.data] + [camp for camp in camps if camp not in published.data]
    panels = tuple((facts.name_of(run, camp), _panel(published, camp)) for camp in ordered)
    caption = f"{_unit(published).capitalize()} present on each day. Every panel has its own scale: read its axis."
    return (Gallery(panels, caption),) if panels else ()


def _unit(published: FleePublished) -> str:
    return "agents" if published.hasten > 1 else "people"


def _panel(published: FleePublished, camp: str) -> Markup:
    run = published.run
    fan = run.fan("present", camp)
    assert fan is not None  # every location has one
    name = facts.name_of(run, camp)
    day, interval = facts.peak(fan)
    chart = fans.FanChart(
        key=facts.key_of("camp", camp),
        title=f"{_unit(published).capitalize()} in {name}",
        description=f"The median is highest around {numbers.day(day)}: {interval}.",
        fan=fan,
        size=PANEL,
        counts=facts.counts_of(run, fan),
        ceiling=run.fan("capacity", camp),
        points=150,
    )
    return fans.draw(chart)


def _total(published: FleePublished) -> Section | None:
    panels = total_gallery(published)
    return Section("total", "All camps together, and who is elsewhere", panels) if panels else None


def total_gallery(published: FleePublished) -> tuple[Block, ...]:
    """Returns people in all camps beside the data's sum, people on the road, and people ever displaced."""
    titles = (
        ("present", ALL_CAMPS, "In all camps together"),
        ("in_transit", "all", "On the road in the evening"),
        ("displaced_ever", "all", "Ever displaced, those of the first day included"),
    )
    panels = []
    for quantity, place, title in titles:
        fan = published.run.fan(quantity, place)
        if fan is None:
            continue
        data = published.data.get(place) if quantity == "present" else None
        key = facts.key_of("total", quantity)
        said = f"On the last day: {facts.last(fan)}."
        panels.append((title, fans.draw(fans.FanChart(key, title, said, fan, PANEL, ceiling=data, points=150))))
    caption = "The dashed line is the sum of the data, day by day, between the dates of each camp's counts."
    return (Gallery(tuple(panels), caption),)


def notices(published: FleePublished) -> Section:
    title = "What Flee does oddly with this folder, and what was done here"
    if not published.notices:
        return Section("notices", title, (Prose("Nothing: no unknown key, no dead key, no known defect is met."),))
    intro = Prose(
        f"{published.law}. Each line ends with the code of its row in the table of docs/flee.md; --flee-repaired gives "
        "what was evidently meant."
    )
    return Section("notices", title, (intro, Items(tuple(facts.clean(notice) for notice in published.notices))))


def _limits(published: FleePublished) -> Section:
    return reading.limits(published.run)


#: The order of the page.
SECTIONS: tuple[Callable[[FleePublished], Section | None], ...] = (
    _camps,
    _total,
    scores_section,
    map_section,
    notices,
    _limits,
    intervals,
    repeat,
    use,
)
