"""Uniforms of many particles at once: the numbers of `corridor.draws`, one per slot, in NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corridor.draws.keys import absorb, text_key

__all__ = ["key_of", "uniforms"]

FloatArray = NDArray[np.float64]

# The constants of corridor.draws.keys; a test holds both to the same numbers.
_SALT = np.uint64(0x13198A2E03707344)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MORE_1 = np.uint64(0x3C79AC492BA7B653)
_MORE_2 = np.uint64(0x1C69B3F74AC4AE35)
_27, _33, _12 = np.uint64(27), np.uint64(33), np.uint64(12)
_TURN, _TURNED = np.uint64(24), np.uint64(40)
_STEP = 2.0**-52


def key_of(key: int, *words: str | int) -> int:
    """Returns the key that follows `key` when the words are taken in, in their order.

    >>> key_of(1, "level", 3) == key_of(1, "level", 3) != key_of(1, 3, "level")
    True
    """
    for word in words:
        key = int(absorb(np.uint64(key), text_key(word) if isinstance(word, str) else np.uint64(word)))
    return key


def uniforms(key: int, slots: int) -> FloatArray:
    """Returns (slots,) numbers in (0, 1): slot i's depends on the key and on i, not on how many slots there are.

    >>> bool((uniforms(7, 3) == uniforms(7, 5)[:3]).all())
    True
    """
    taken = (np.arange(slots, dtype=np.uint64) ^ _SALT) * _SPREAD
    start = np.full(slots, key, np.uint64)
    word = _mix(((start << _TURN) | (start >> _TURNED)) + taken)
    return ((word >> _12).astype(np.float64) + 0.5) * _STEP


def _mix(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    word = (word ^ (word >> _27)) * _MORE_1
    word = (word ^ (word >> _33)) * _MORE_2
    return word ^ (word >> _27)
