"""A Picture as the JSON that the page reads: whole numbers where people are counted, null where nothing may be shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridor.published import FighterWeek
from corridor.whatif.picture import ALWAYS, Exit, Picture, Spread

__all__ = ["dump", "picture_json", "place_json"]

Floats = NDArray[np.float64]

#: The quantiles by the names under which the page reads them.
_NAMES = ("q05", "q25", "q50", "q75", "q95")
_DECIMALS = 4
_RATIOS = frozenset({"ratio", "share"})


def dump(content: Any) -> bytes:
    """Returns content as compact JSON in UTF-8; ValueError where it holds NaN or infinity."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def picture_json(picture: Picture, only: Collection[str] | None = None) -> bytes:
    """Returns a picture as JSON; with `only`, of series and differences those of everywhere together and of these places.

    It is put together from parts, each of them small: encoding does not let other threads run, and the page of
    somebody else is waiting.
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
        some = (each for each in spreads if places is None or each.place in places)
        parts.append(dump(name) + b":" + _list(_spread(each) for each in some))
    return b",".join(parts)


def _parts(picture: Picture, only: Collection[str] | None) -> Iterator[bytes]:
    yield dump(_head(picture))[1:-1]
    yield _spreads(picture, None if only is None else {"all", *only})
    yield b'"exits":' + _list(_exit(each) for each in picture.exits)
    yield b'"places":' + _object((id_, _place(line.present, line.load)) for id_, line in picture.places.items())
    yield b'"zones":' + _object((id_, b'{"retaken":' + _ratios(days) + b"}") for id_, days in picture.zones.items())
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


def _spread(spread: Spread) -> bytes:
    head = {"quantity": spread.quantity, "place": spread.place, "group": spread.group, "unit": spread.unit}
    return _with_courses(head, spread.quantiles, _ratios if spread.unit in _RATIOS else _counts)


def _exit(exit_: Exit) -> bytes:
    head = {"origin": exit_.origin, "exit": exit_.exit, "destination": exit_.destination}
    return _with_courses(head, exit_.quantiles, _counts)


def _with_courses(head: Mapping[str, str], quantiles: Floats, read: Callable[[Floats], bytes]) -> bytes:
    courses = (b'"' + name.encode() + b'":' + read(quantiles[:, column]) for column, name in enumerate(_NAMES))
    return b",".join((dump(head)[:-1], *courses)) + b"}"


def _place(present: Floats | None, load: Floats | None) -> bytes:
    lines = []
    if present is not None:
        lines.append(b'"present":' + _counts(present))
    if load is not None:
        lines.append(b'"load":' + _ratios(load))
    return b"{" + b",".join(lines) + b"}"


def _counts(values: Floats) -> bytes:
    return _numbers(values, lambda shown: np.rint(shown).astype(np.int64).tolist())


def _ratios(values: Floats) -> bytes:
    return _numbers(values, lambda shown: (np.round(shown, _DECIMALS) + 0.0).tolist())


def _numbers(values: Floats, read: Callable[[Floats], list[Any]]) -> bytes:
    """Returns a list of numbers; most do not change from day to day (nothing differs yet), and those are quickly said."""
    hidden = np.isnan(values)
    if values.size > 1 and (hidden.all() or (values == values[0]).all()):
        one = b"null" if hidden[0] else str(read(values[:1])[0]).encode()
        return b"[" + b",".join([one] * values.size) + b"]"
    numbers = read(np.where(hidden, 0.0, values))
    for position in np.flatnonzero(hidden).tolist():
        numbers[position] = None
    return dump(numbers)


def _flags(days: NDArray[np.bool_]) -> bytes:
    return b"[" + b",".join([b"1" if day else b"0" for day in days.tolist()]) + b"]"


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


def _list(items: Iterator[bytes]) -> bytes:
    return b"[" + b",".join(items) + b"]"


def _object(items: Iterator[tuple[str, bytes]]) -> bytes:
    return b"{" + b",".join(dump(key) + b":" + value for key, value in items) + b"}"
