"""Names as people spell them: folding, the nearest valid name, and the index of everything that has one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from corridor.scenario.text import clean

__all__ = ["either", "fold", "listed", "nearest", "skeleton", "suggest"]

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼʽʾʿـ"))
# Letters that Arabic, Persian and Kurdish keyboards write in different ways.
_LETTERS = str.maketrans("ىیېۍئةەھکگڕڵۆؤ", "يييييهههكگرلوو")
# Arabic consonants by the Latin letter that transliterations use; weak letters are left out on both sides.
_LATIN = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "j", "چ": "j", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "ژ": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "گ": "g", "ف": "f",
    "ڤ": "f", "ق": "k",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "q": "k", "c": "k", "p": "b", "v": "f", "x": "ks",
}  # fmt: skip
_WEAK = frozenset("aeiouhwy")
_ARTICLE = re.compile(r"\b(?:(?:al|el|ar|er|as|es|at|et|an|en|ad|az|ash|esh|ul|ur) |ال)")
_CLOSE = 0.6


def fold(text: str) -> str:
    """Return a name without case, accents, apostrophes, hyphens and differences of keyboard.

    >>> fold("Ar-Raqqah"), fold("Ḥammām al-ʿAlīl")
    ('ar raqqah', 'hammam al alil')
    """
    plain = unicodedata.normalize("NFKD", clean(text)).casefold().translate(_APOSTROPHES)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LETTERS)
    return re.sub(r"[\W_]+", " ", plain).strip()


def skeleton(text: str) -> str:
    """Return the consonants of a name without its article: the same for its Latin and Arabic spellings.

    >>> skeleton("Raqqa"), skeleton("Ar-Raqqah"), skeleton("الرقة")
    ('rk', 'rk', 'rk')
    """
    bare = _ARTICLE.sub("", fold(text))
    letters = "".join(_LATIN.get(letter, letter if letter.isascii() or letter.isdigit() else "") for letter in bare)
    strong = "".join(letter for letter in letters if letter not in _WEAK and letter != " ")
    return re.sub(r"(.)\1+", r"\1", strong)


def nearest(given: str, labels: Mapping[str, str]) -> str | None:
    """Return the value whose label is most like what was given, or None when nothing is near.

    >>> nearest("الرقة", {"Ar-Raqqah": "raqqa", "Mosul": "mosul"})
    'raqqa'
    """
    folded, bones = fold(given), skeleton(given)
    best, best_score = None, _CLOSE
    for label, value in labels.items():
        score = SequenceMatcher(None, folded, fold(label)).ratio()
        if len(bones) > 1 and bones == skeleton(label):
            score += 1.0
        if score > best_score or (score == best_score and best is None):
            best, best_score = value, score
    return best


def suggest(given: str, names: Iterable[str]) -> str:
    """Return a sentence that names the nearest valid name, or else all of them."""
    labels = {name: name for name in names}
    near = nearest(given, labels)
    return f"Did you mean {near!r}?" if near else f"Known: {listed(labels)}."


def either(words: Sequence[str]) -> str:
    """Return words as alternatives.

    >>> either(["camp", "host", "region"])
    'camp, host or region'
    """
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names as one readable list, cut after `most`.

    >>> listed(["b", "a", "c"], most=2)
    'a, b and 1 more'
    """
    ordered = sorted(names)
    if not ordered:
        return "none"
    more = len(ordered) - most
    return ", ".join(ordered[:most]) + (f" and {more} more" if more > 0 else "")
