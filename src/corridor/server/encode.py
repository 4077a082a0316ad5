"""A Picture as the JSON that the page reads: whole numbers where people are counted, null where nothing may be shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from corridor.published import FighterWeek
from corridor.whatif.picture import ALWAYS, Exit, Picture, PlaceLine, Spread

__all__ = ["dump", "picture_json", "place_json"]

Floats = NDArray[np.float64]

#: The quantiles by the names under which the page reads them.
_NAMES = ("q05", "q25", "q50", "q75", "q95")
_DECIMALS = 4
_RATIOS = frozenset({"ratio", "share"})
_AT_ONCE = 32  # spreads whose numbers are written together: keeps memory small


def dump(content: Any) -> bytes:
    """Returns content as compact JSON in UTF-8; ValueError where it holds NaN or infinity."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def picture_json(picture: Picture, only: Collection[str] | None = None) -> bytes:
    """Returns a picture as JSON; with `only`, of series and differences those of everywhere together and of these places.

    Arrow writes the numbers, many lists at once: several times as fast as `json`, and other threads run meanwhile, for
    the page of somebody else is waiting.
    """
    return b"{" + b",".join(_parts(picture, only)) + b"}"


def place_json(picture: Picture) -> dict[str, bytes]:
    """Returns series and differences as JSON, by place."""
    spreads = (*picture.series, *picture.differences)
    return {place: _of_places(picture, {place}) for place in sorted({each.place for each in spreads})}


def _of_places(picture: Picture, places: Collection[str]) -> bytes:
    head = dump({"members": picture.members, "policy": picture.policy, "baseline": picture.baseline})[1:-1]
    return b"{" + head + b"," + _spreads(picture, places) + b"}"


def _spreads(picture: Picture, places: Collection[str] | None) -> bytes:
    parts = [b'"dates":' + dump([day.isoformat() for day in picture.dates])]
    for name, spreads in (("series", picture.series), ("differences", picture.differences)):
        some = [each for each in spreads if places is None or each.place in places]
        parts.append(dump(name) + b":" + _list(_written(some)))
    return b",".join(parts)


def _parts(picture: Picture, only: Collection[str] | None) -> Iterator[bytes]:
    yield dump(_head(picture))[1:-1]
    yield _spreads(picture, None if only is None else {"all", *only})
    yield b'"exits":' + _list(_exits(picture.exits))
    yield b'"places":' + _object(_places(picture.places))
    yield b'"zones":' + _object(_courses("retaken", picture.zones, _DECIMALS).items())
    yield b'"routes":' + _object((id_, _flags(days)) for id_, days in picture.routes.items())
    yield b'"corridors":' + _object((id_, _flags(days)) for id_, days in picture.corridors.items())
    yield b'"fighters":' + _list(dump(_week(week)) for week in picture.fighters)


def _head(picture: Picture) -> dict[str, Any]:
    return {
        "members": picture.members,
        "complete": picture.complete,
        "policy": picture.policy,
        "policy_name": picture.policy_name,
        "baseline": picture.baseline,
        "first_day": picture.first_day.isoformat() if picture.first_day else None,
        "flow_dates": [day.isoformat() for day in picture.flow_dates],
        "always": list(ALWAYS),
        "withheld": list(picture.withheld),
    }


def _written(spreads: Sequence[Spread]) -> Iterator[bytes]:
    """Yields spreads in their order; the numbers of all counts are written together, and those of all ratios."""
    counts = _fives([each.quantiles for each in spreads if each.unit not in _RATIOS], 0)
    ratios = _fives([each.quantiles for each in spreads if each.unit in _RATIOS], _DECIMALS)
    for each in spreads:
        head = {"quantity": each.quantity, "place": each.place, "group": each.group, "unit": each.unit}
        yield _with_courses(head, next(ratios if each.unit in _RATIOS else counts))


def _exits(exits: Sequence[Exit]) -> Iterator[bytes]:
    for each, courses in zip(exits, _fives([each.quantiles for each in exits], 0), strict=True):
        yield _with_courses({"origin": each.origin, "exit": each.exit, "destination": each.destination}, courses)


def _with_courses(head: Mapping[str, str], courses: Iterable[bytes]) -> bytes:
    named = (b'"' + name.encode() + b'":' + course for name, course in zip(_NAMES, courses, strict=True))
    return b",".join((dump(head)[:-1], *named)) + b"}"


def _places(places: Mapping[str, PlaceLine]) -> Iterator[tuple[str, bytes]]:
    present = _courses("present", {id_: line.present for id_, line in places.items()}, 0)
    load = _courses("load", {id_: line.load for id_, line in places.items()}, _DECIMALS)
    for id_ in places:
        yield id_, b"{" + b",".join(each[id_][1:-1] for each in (present, load) if id_ in each) + b"}"


def _courses(name: str, courses: Mapping[str, Floats | None], decimals: int) -> dict[str, bytes]:
    """Returns by id the object that holds one course under `name`; nothing where there is none."""
    known = {id_: course for id_, course in courses.items() if course is not None}
    lists = _lists(np.stack([*known.values()]), decimals) if known else []
    return {id_: b'{"' + name.encode() + b'":' + each + b"}" for id_, each in zip(known, lists, strict=True)}


def _fives(quantiles: Sequence[Floats], decimals: int) -> Iterator[tuple[bytes, ...]]:
    """Yields of each (dates, quantiles) one list for every quantile."""
    for first in range(0, len(quantiles), _AT_ONCE):
        some = np.stack(quantiles[first : first + _AT_ONCE]).transpose(0, 2, 1)
        lists = iter(_lists(some.reshape(-1, some.shape[2]), decimals))
        yield from zip(*[lists] * some.shape[1], strict=True)


def _lists(rows: Floats, decimals: int) -> list[bytes]:
    """Returns each row as a JSON list; ValueError where it holds infinity."""
    hidden = np.isnan(rows)
    shown = np.where(hidden, 0.0, rows)
    if not np.isfinite(shown).all():
        raise ValueError("a picture holds an infinite number")
    numbers = np.round(shown, decimals) + 0.0 if decimals else np.rint(shown).astype(np.int64)
    texts = pa.array(numbers.ravel(), mask=hidden.ravel()).cast(pa.string()).fill_null("null")
    ends = pa.array(np.arange(rows.shape[0] + 1) * rows.shape[1], pa.int32())
    joined = pc.binary_join(pa.ListArray.from_arrays(ends, texts), ",")
    return [b"[" + each + b"]" for each in joined.cast(pa.binary()).to_pylist()]


def _flags(days: NDArray[np.bool_]) -> bytes:
    """Returns 0 and 1 by day as a JSON list."""
    written = np.full((days.size, 2), ord(","), np.uint8)
    written[:, 0] = days.astype(np.uint8) + ord("0")
    return b"[" + written.tobytes()[:-1] + b"]"


def _week(week: FighterWeek) -> Mapping[str, Any]:
    return {
        "week": week.week.isoformat(),
        "region": week.region,
        "quantity": week.quantity,
        "low": week.low,
        "high": week.high,
        "prior_low": week.prior_low,
        "prior_high": week.prior_high,
    }


def _list(items: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(items) + b"]"


def _object(items: Iterable[tuple[str, bytes]]) -> bytes:
    return b"{" + b",".join(dump(key) + b":" + value for key, value in items) + b"}"
