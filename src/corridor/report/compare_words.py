"""How differences are put into words: the template of MODEL.md section 5, and what stays open."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from corridor.compared import Compared, Contrast, PolicyFacts
from corridor.report import facts, headline, numbers
from corridor.report.numbers import Interval

__all__ = [
    "LABELS",
    "fell_or_rose",
    "identified",
    "interval_of",
    "label_of",
    "policy_name",
    "quoted",
    "reduction",
    "sentence",
    "sign",
]

#: Quantities as the page calls them, totals since the start unless they say otherwise.
LABELS = {
    "exposed_person_days": "person-days amid fighting",
    "exposed_people": "civilians ever amid fighting",
    "trapped_person_days": "person-days trapped",
    "trapped": "people trapped",
    "trapped_no_exit": "people with no way out",
    "deaths": "deaths of civilians",
    "displaced_ever": "people who leave home",
    "displaced_current": "people displaced on the last day",
    "returned": "returns home",
    "turned_back": "people who found no room in a passage",
    "unsheltered_nights": "person-nights without proper shelter",
    "redirected": "people sent on by full camps",
    "queue_person_days": "person-days in screening queues",
    "innocent_held": "innocent people held",
    "innocent_held_person_days": "person-days that innocent people are held",
    "held_person_days": "person-days held",
    "exposed_elsewhere_person_days": "person-days of displaced people amid violence elsewhere",
    "events": "violent events",
    "event_deaths": "deaths in violent events",
}

#: A sign is called certain from this share of the parameter draws on; the 90 % interval then keeps to one side.
_CERTAIN = 0.95

_STAY = "how far coercion, the wish to leave and the chance to leave each explain why people stayed"
_WHERE = "how far distance and how far allocation by free places decide where people go"
_SCREENING = "how often screening picks the right people: sensitivity and false-positive rate are assumed"
_VIOLENCE = "how far fighters, the operation and earlier violence each cause violent events"
_OPEN = {
    "unsheltered_nights": _WHERE,
    "redirected": _WHERE,
    "passages": _WHERE,
    "queue_person_days": _SCREENING,
    "innocent_held": _SCREENING,
    "innocent_held_person_days": _SCREENING,
    "held_person_days": _SCREENING,
    "events": _VIOLENCE,
    "event_deaths": _VIOLENCE,
    "exposed_elsewhere_person_days": _VIOLENCE,
}


def label_of(quantity: str) -> str:
    """Returns what the page calls a quantity."""
    return LABELS.get(quantity, quantity.replace("_", " "))


def policy_name(policy: PolicyFacts) -> str:
    """Returns the name of a policy, safe to show."""
    return facts.shown(policy.name or policy.id)


def identified(quantity: str) -> str:
    """Returns what the data do not identify, for a quantity."""
    return _OPEN.get(quantity, _STAY)


def interval_of(contrast: Contrast, index: int = -1) -> Interval:
    """Returns median, 5 % and 95 % on a date of the contrast."""
    low, _, middle, _, high = contrast.quantiles[index].tolist()
    return Interval(middle, low, high)


def sign(contrast: Contrast, index: int = -1) -> str:
    """Returns `certain`, `uncertain` or `no difference`."""
    interval = interval_of(contrast, index)
    if interval.low == interval.high == 0 == float(contrast.difference[index]):
        return "no difference"
    positive = float(contrast.probability_positive[index])
    return "certain" if max(positive, 1 - positive) >= _CERTAIN else "uncertain"


def quoted(policy: PolicyFacts) -> Markup:
    """Returns the name of a policy as a sentence has it."""
    return Markup("“<bdi>{}</bdi>”").format(policy_name(policy))


def sentence(compared: Compared, policy: PolicyFacts, contrasts: Sequence[Contrast]) -> Markup:
    """Returns the statement of MODEL.md section 5 about contrasts of one policy, on their last date."""
    start = Markup("Under the assumptions of this page (prior set {}), {}, set against {}, changes").format(
        compared.baseline.run.prior_set, quoted(policy), quoted(compared.policies[0])
    )
    parts = [_part(contrast) for contrast in contrasts]
    open_ = dict.fromkeys(identified(contrast.quantity) for contrast in contrasts)
    rest = headline.listing([Markup("{}").format(each) for each in open_], "or")
    return Markup("{} {}. The data used do not identify {}.").format(start, headline.listing(parts), rest)


def _part(contrast: Contrast) -> Markup:
    what, known = label_of(contrast.quantity), sign(contrast)
    if known == "no difference":
        return Markup("{} not at all").format(what)
    return Markup("{} by {}, the sign {}").format(what, figure(contrast), known)


def figure(contrast: Contrast) -> Markup:
    """Returns the median in bold, with its interval as the template has it."""
    interval = interval_of(contrast)
    if interval.single:
        return headline.figure(interval)
    return Markup("<b>{}</b>&nbsp;(90&nbsp;%: {})").format(interval.centre, interval.span)


def fell_or_rose(contrast: Contrast) -> str:
    """Returns what a chart of the difference shows on its last day, in words for whoever cannot see it."""
    interval = interval_of(contrast)
    return f"On {numbers.day(contrast.dates[-1])} the difference is {interval}; the sign is {sign(contrast)}."


def reduction(value: float) -> str:
    """Returns a variance reduction as it is, with two significant digits."""
    if not math.isfinite(value):
        return "–"
    if value >= 1e6:
        return "over a million"
    return f"{float(f'{value:.2g}'):,.10g}"
