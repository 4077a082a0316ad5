"""The registry of quantities: what an ensemble reports and an observation measures, each in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["QUANTITIES", "Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that is counted: its unit, its kind (stock, flow, running total, ratio), and what it means."""

    id: str
    unit: str
    kind: str  # stock (end of day) | flow (per day) | cumulative (since the first day) | ratio (end of day)
    sentence: str
    restricted: bool = False  # about fighters: leaves the program by region and week only, as a range


_ALL = (
    Quantity("present", "people", "stock", "People who are at the place at the end of the day."),
    Quantity("arrivals", "people per day", "flow", "People who reached the place during the day."),
    Quantity("departures", "people per day", "flow", "People who left the place during the day, wherever they went."),
    Quantity("passages", "people per day", "flow", "People who passed through the exit or corridor during the day."),
    Quantity(
        "turned_back",
        "people",
        "cumulative",
        "People who wanted to leave and did not fit through the passage, each day counted anew.",
    ),
    Quantity(
        "waiting",
        "people",
        "stock",
        "People who queue for screening, or for whom no way on is open, at the end of the day.",
    ),
    Quantity("held", "people", "stock", "People who are held after screening at the end of the day."),
    Quantity(
        "held_person_days",
        "person-days",
        "cumulative",
        "Days that people spent held after screening, summed since the start.",
    ),
    Quantity(
        "queue_person_days",
        "person-days",
        "cumulative",
        "Days that people spent queueing for screening, summed since the start.",
    ),
    Quantity("in_transit", "people", "stock", "People who are under way between two places at the end of the day."),
    Quantity(
        "displaced_current",
        "people",
        "stock",
        "People who are away from the home they left since the start, at the end of the day.",
    ),
    Quantity(
        "displaced_ever",
        "people",
        "cumulative",
        "People who left home at least once since the start, counted when they first left.",
    ),
    Quantity(
        "trapped", "people", "stock", "Civilians in held or contested parts of an encircled zone at the end of the day."
    ),
    Quantity(
        "trapped_no_exit",
        "people",
        "stock",
        "Trapped civilians to whom no way out at all was open that day.",
    ),
    Quantity(
        "exposed_people",
        "people",
        "cumulative",
        "Civilians who were ever in contested parts of a zone, each counted once.",
    ),
    Quantity(
        "exposed_person_days",
        "person-days",
        "cumulative",
        "Days that civilians spent in contested parts, summed since the start.",
    ),
    Quantity("deaths", "people", "cumulative", "Civilians who were killed since the start, at home or under way."),
    Quantity("capacity", "people", "stock", "People for whom the camp has places at the end of the day."),
    Quantity(
        "load",
        "ratio",
        "ratio",
        "People in the camp divided by its capacity at the end of the day; above 1 is overcrowded.",
    ),
    Quantity(
        "redirected",
        "people",
        "cumulative",
        "People whom a full camp sent on to another place, each time counted anew.",
    ),
    Quantity(
        "unsheltered_nights",
        "person-nights",
        "cumulative",
        "Nights that people spent beyond a camp's capacity or in informal places, summed since the start.",
    ),
    Quantity("returned", "people", "cumulative", "Returns home since the start; a person who returns twice counts twice."),
    Quantity(
        "retaken_share",
        "share",
        "ratio",
        "Share of the zone that the operation has retaken at the end of the day, 0 to 1.",
    ),
    Quantity("events", "events", "cumulative", "Violent events since the start."),
    Quantity(
        "event_deaths",
        "people",
        "cumulative",
        "People other than the displaced who would be killed in the events of a region, at the assumed lethality.",
    ),
    Quantity(
        "exposed_elsewhere_person_days",
        "person-days",
        "cumulative",
        "Days that displaced people spent in a region on which it had a violent event, summed since the start.",
    ),
    Quantity("follow_on_stage", "stage", "stock", "The next operation: 0 not begun, 1 isolation, 2 assault, 3 done."),
    Quantity("fighters_remaining", "fighters", "stock", "Fighters still in the zone.", restricted=True),
    Quantity("fighters_relocated", "fighters", "cumulative", "Fighters who reached the region over the open flank.", True),
    Quantity("fighters_embedded", "fighters", "cumulative", "Fighters who reached the region among civilians.", True),
    Quantity("fighters_active", "fighters", "stock", "Relocated fighters who are active in the region.", True),
    Quantity("fighters_killed", "fighters", "cumulative", "Fighters killed or captured in the zone.", True),
    Quantity("fighters_lost", "fighters", "cumulative", "Fighters lost on the way out of the zone.", True),
    Quantity("fighters_surrendered", "fighters", "cumulative", "Fighters of the zone who surrendered.", True),
    Quantity("fighters_held", "fighters", "stock", "Fighters among those held after screening.", True),
    Quantity("innocent_held", "people", "stock", "People held after screening who are not fighters, at the end of the day."),
)

#: Every quantity by its id, in alphabetical order.
QUANTITIES: Mapping[str, Quantity] = MappingProxyType({q.id: q for q in sorted(_ALL, key=lambda q: q.id)})
