"""The first paragraph: what happened to people in this run, in plain words, with an interval at every number."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from corridor.published import Fan, Published
from corridor.report import exit_totals, facts, numbers
from corridor.report.numbers import Interval

__all__ = ["figure", "listing", "paragraphs"]


def paragraphs(published: Published) -> tuple[Markup, ...]:
    """Returns what the run's quantities can carry, in three paragraphs; what is not there is not spoken of."""
    parts = (
        (_left_home(published), _displaced(published)),
        (_trapped(published), _exits(published), _screened(published)),
        (_caveat(published),),
    )
    joined = (Markup(" ").join(sentence for sentence in part if sentence) for part in parts)
    return tuple(paragraph for paragraph in joined if paragraph)


def figure(interval: Interval) -> Markup:
    """Returns a number with its interval, the median in bold."""
    if not interval.known:
        return Markup("<b>{}</b>").format(numbers.SUPPRESSED)
    if interval.single:
        return Markup("<b>{}</b>").format(interval.centre)
    return Markup("<b>{}</b>&nbsp;({})").format(interval.centre, interval.span)


def listing(parts: list[Markup], last: str = "and") -> Markup:
    """Returns `a, b and c`."""
    if len(parts) < 2:
        return parts[0] if parts else Markup("")
    return Markup("{} {} {}").format(Markup(", ").join(parts[:-1]), last, parts[-1])


def _lead(published: Published, quantity: str) -> tuple[Fan | None, Markup]:
    """Returns the fan that is held against the scored counts, and the words for where it is about."""
    place = facts.lead_place(published, "displaced_current")
    fan = facts.found(published, quantity, place=place)
    if fan is None or place == "all":
        return facts.found(published, quantity), Markup("")
    return fan, Markup(" from <bdi>{}</bdi>").format(facts.name_of(published, place))


def _left_home(published: Published) -> Markup:
    fan, where = _lead(published, "displaced_ever")
    if fan is None:
        return Markup("")
    first, *others = _key_days(published)
    start = Markup("By {}, {} people{} had left their homes").format(numbers.day(first), figure(facts.at(fan, first)), where)
    rest = [Markup("by {}, {}").format(numbers.day(day), figure(facts.at(fan, day))) for day in others]
    return Markup("; ").join([start, *rest]) + "."


def _key_days(published: Published) -> list[date]:
    """At most three: the middle ones of the map dates, and the last day."""
    start, end = published.run.start, published.run.end
    inside = [day for day in published.map_dates if start < day < end]
    if not inside:
        return [end]
    picked = {inside[len(inside) // 3], inside[(2 * len(inside)) // 3]}
    return [*sorted(picked), end]


def _displaced(published: Published) -> Markup:
    fan, where = _lead(published, "displaced_current")
    if fan is None:
        return Markup("")
    day, interval = facts.peak(fan)
    when = Markup("around {}").format(numbers.day(day))
    if day == fan.dates[-1] and len(fan.dates) > 1:
        when = Markup("on the last day, {}").format(numbers.day(day))
    return Markup("The number of people{} who were displaced at one time was highest {}: {}.").format(
        where, when, figure(interval)
    )


def _trapped(published: Published) -> Markup:
    fan = facts.found(published, "trapped")
    if fan is None:
        return Markup("")
    day, interval = facts.peak(fan)
    if interval.known and interval.high == 0:
        return Markup("In none of the members were people trapped in an encircled part of a city.")
    words = (
        "Trapped, that is in a part of a city that was encircled and still held or fought over, were {} people at "
        "the peak, around {}{}."
    )
    return Markup(words).format(figure(interval), numbers.day(day), _most_of_them(published))


def _most_of_them(published: Published) -> Markup:
    """Names the set or zone with most trapped people where there are several."""
    parts = facts.largest(facts.every(published, "trapped"), 2)
    if len(parts) < 2:
        return Markup("")
    name, (day, interval) = facts.name_of(published, parts[0].place), facts.peak(parts[0])
    words = ", in all zones together; in <bdi>{}</bdi> {}, around {}"
    return Markup(words).format(name, figure(interval), numbers.day(day))


def _exits(published: Published) -> Markup:
    rows = exit_totals.by_exit(published)[:3]
    day = exit_totals.final_day(published)
    if not rows or day is None:
        return Markup("")
    parts = [Markup("<bdi>{}</bdi>, {}").format(facts.name_of(published, row.exit), figure(row.interval)) for row in rows]
    words = "Of those who had arrived somewhere by {}, from all origins, most had left by {}."
    return Markup(words).format(numbers.day(day), Markup("; ").join(parts))


def _screened(published: Published) -> Markup:
    stations = {place.id for place in published.places if place.kind == "station"}
    passed = exit_totals.together(total for total in exit_totals.by_exit(published) if total.exit in stations)
    day = exit_totals.final_day(published)
    if passed is None or day is None:
        return Markup("")
    return Markup("{} of them had passed a screening station.").format(figure(passed))


def _caveat(published: Published) -> Markup:
    if published.run.members == 1:
        reach = "These are the numbers of one member, one possible course of events: they show no interval."
    else:
        reach = f"In brackets: the range that holds nine in ten of {published.run.members:,} simulated courses of events."
    if not facts.prior_only(published):
        return Markup("{}").format(reach)
    return Markup("{} <strong>Prior only: the model was not fitted to these counts.</strong>").format(reach)
