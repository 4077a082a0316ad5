"""Keys: 64 bits from (seed, member, process, cell, day) by a chain of mixes, and a uniform from them."""

import hashlib
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np

from corridor.draws.jit import kernel, overload

Function = TypeVar("Function", bound=Callable[..., Any])
_ALL_BITS = 0xFFFFFFFFFFFFFFFF
_ROOT = np.uint64(0x243F6A8885A308D3)  # fractional digits of pi
_SALT = np.uint64(0x13198A2E03707344)  # the next ones
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd
_MORE_1 = np.uint64(0x3C79AC492BA7B653)
_MORE_2 = np.uint64(0x1C69B3F74AC4AE35)
_27 = np.uint64(27)
_33 = np.uint64(33)
_12 = np.uint64(12)
_63 = np.uint64(63)
_64 = np.uint64(64)
_TURN = np.uint64(24)
_STEP = 2.0**-52


def as_word(x: int) -> np.uint64:
    """Return the integer `x` as 64 bits; a negative one as its two's complement.

    >>> as_word(-1) == np.uint64(2**64 - 1)
    True
    """
    return np.uint64(int(x) & _ALL_BITS)


def wrap_multiply(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return a*b modulo 2**64 (NumPy scalars would warn where compiled code wraps)."""
    return np.uint64((int(a) * int(b)) & _ALL_BITS)


def wrap_add(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return a+b modulo 2**64."""
    return np.uint64((int(a) + int(b)) & _ALL_BITS)


@overload(as_word)
def _compiled_as_word(x: int) -> Callable[[int], np.uint64]:
    def implementation(x: int) -> np.uint64:
        return np.uint64(x)

    return implementation


@overload(wrap_multiply)
def _compiled_wrap_multiply(a: np.uint64, b: np.uint64) -> Callable[[np.uint64, np.uint64], np.uint64]:
    def implementation(a: np.uint64, b: np.uint64) -> np.uint64:
        return a * b

    return implementation


@overload(wrap_add)
def _compiled_wrap_add(a: np.uint64, b: np.uint64) -> Callable[[np.uint64, np.uint64], np.uint64]:
    def implementation(a: np.uint64, b: np.uint64) -> np.uint64:
        return a + b

    return implementation


def _of_words(function: Function) -> Function:
    """Return `function` of 64-bit words, compiled; what it gives to Python is np.uint64 too.

    A compiled function called from Python gives a plain int, and then takes one of 2**63 or more for an error.
    """
    compiled = kernel(function)

    @wraps(function)
    def of_words(*words: int) -> np.uint64:
        return np.uint64(compiled(*[as_word(word) for word in words]))

    overload(of_words, strict=False)(lambda *words: function)
    of_words.py_func = function  # type: ignore[attr-defined]
    return cast(Function, of_words)


@_of_words
def rotl(x: np.uint64, r: int) -> np.uint64:
    """Return the 64 bits of `x` turned left by `r` places.

    >>> int(rotl(np.uint64(2**63 + 1), 1))
    3
    """
    word = as_word(x)  # type: ignore[arg-type]
    left = as_word(r) & _63
    return (word << left) | (word >> ((_64 - left) & _63))


@_of_words
def mix64(x: np.uint64) -> np.uint64:
    """Return a bijective scramble of 64 bits: each input bit flips each output bit with chance near 1/2.

    Source: P. Evensen, "moremur" (2019), of the form of the MurmurHash3 and SplitMix64 finalisers.

    >>> int(mix64(np.uint64(0)))
    0
    """
    word = as_word(x)  # type: ignore[arg-type]
    word = wrap_multiply(word ^ (word >> _27), _MORE_1)
    word = wrap_multiply(word ^ (word >> _33), _MORE_2)
    return word ^ (word >> _27)


@_of_words
def absorb(key: np.uint64, word: np.uint64) -> np.uint64:
    """Return the key that follows `key` when `word` is taken in; the order of words matters.

    >>> key = np.uint64(0)
    >>> int(absorb(absorb(key, 1), 2)) == int(absorb(absorb(key, 2), 1))
    False
    """
    taken = wrap_multiply(as_word(word) ^ _SALT, _SPREAD)  # type: ignore[arg-type]
    return mix64(wrap_add(rotl(key, _TURN), taken))  # type: ignore[arg-type]


@kernel
def uniform(key: np.uint64) -> float:
    """Return a number in the open interval (0, 1): an odd multiple of 2**-53, symmetric about one half.

    Half a step added to 53 bits would round to 1.0 for the largest keys; with 52 bits it is exact, and so is
    1 - u.

    >>> uniform(np.uint64(0)) == 2.0**-53
    True
    """
    return (float(np.int64(as_word(key) >> _12)) + 0.5) * _STEP  # type: ignore[arg-type]


@_of_words
def member_key(seed: int, member: int) -> np.uint64:
    """Return the key of one member of an ensemble.

    >>> int(member_key(1, 0)) != int(member_key(0, 1))
    True
    """
    return absorb(absorb(_ROOT, as_word(seed)), as_word(member))


@_of_words
def day_key(member_key: np.uint64, day: int) -> np.uint64:
    """Return the key of one day of a member.

    >>> 0.0 < uniform(day_key(member_key(1, 0), 37)) < 1.0
    True
    """
    return absorb(member_key, as_word(day))


@_of_words
def cell_key(day_key: np.uint64, process: np.uint64, cell: np.uint64) -> np.uint64:
    """Return the key of one draw: a process (leave, split, ration ...) in a cell, on the day of `day_key`.

    >>> today = day_key(member_key(1, 0), 37)
    >>> int(cell_key(today, 2, 5)) == int(draw_key(1, 0, 2, 5, 37))
    True
    """
    return absorb(absorb(day_key, process), cell)


@_of_words
def draw_key(seed: int, member: int, process: np.uint64, cell: np.uint64, day: int) -> np.uint64:
    """Return the key of one draw from all that it depends on (MODEL.md 2.16).

    Hot loops keep `member_key` and `day_key` outside, and call `cell_key`.

    >>> key = draw_key(1, 0, text_key("leave"), text_key("mosul-left"), 37)
    >>> 0.0 < uniform(key) < 1.0
    True
    """
    return cell_key(day_key(member_key(seed, member), day), process, cell)


def text_key(text: str) -> np.uint64:
    r"""Return the 64-bit key of an id: BLAKE2b of its UTF-8, normalised (NFC).

    >>> int(text_key("é")) == int(text_key("e\u0301"))
    True
    """
    digest = hashlib.blake2b(unicodedata.normalize("NFC", text).encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))
