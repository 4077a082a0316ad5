"""Keys made of words: what is drawn follows from what it is drawn for."""

from __future__ import annotations

import numpy as np

from corridor.draws import absorb, text_key, uniforms

__all__ = ["key_of", "uniforms"]


def key_of(key: int, *words: str | int) -> int:
    """Returns the key that follows `key` when the words are taken in, in their order.

    >>> key_of(1, "level", 3) == key_of(1, "level", 3) != key_of(1, 3, "level")
    True
    """
    for word in words:
        key = int(absorb(np.uint64(key), text_key(word) if isinstance(word, str) else np.uint64(word)))
    return key
