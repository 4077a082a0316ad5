"""Skill with its interval: blocks of neighbouring forecasts are drawn again together, since their errors hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.observe.keyed import key_of, uniforms
from corridor.observe.scores import skill

__all__ = ["SkillInterval", "skill_with_interval"]

FloatArray = NDArray[np.float64]

#: Fewer forecasts than this say nothing of their spread.
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class SkillInterval:
    """A skill, its 90 % bootstrap interval (NaN with fewer than five forecasts), and of how many forecasts it is."""

    skill: float
    low: float
    high: float
    count: int

    @property
    def excludes_zero(self) -> bool:
        """Returns whether the interval lies on one side of 0."""
        return self.low > 0.0 or self.high < 0.0


def skill_with_interval(
    scores: FloatArray, references: FloatArray, key: int, *, block: int = 0, draws: int = 2000, level: float = 0.9
) -> SkillInterval:
    """Returns 1 - mean(scores) / mean(references) of (forecasts,) in order of time, with a block-bootstrap interval.

    Pairs in which either is NaN are left out. Blocks are circular and of `block` forecasts, by default the square root of
    their number, rounded up. Sources: MODEL.md section 3; Politis and Romano (1992), circular block bootstrap.

    >>> skill_with_interval(np.full(9, 3.0), np.full(9, 4.0), key=1).low
    0.25
    """
    known = np.isfinite(scores) & np.isfinite(references)
    scores, references = scores[known], references[known]
    count = int(scores.size)
    if not count:
        return SkillInterval(float("nan"), float("nan"), float("nan"), 0)
    point = skill(float(scores.mean()), float(references.mean()))
    if count < _FEWEST:
        return SkillInterval(point, float("nan"), float("nan"), count)
    rows = _resampled(count, block or int(np.ceil(np.sqrt(count))), key, draws)
    means, against = scores[rows].mean(axis=1), references[rows].mean(axis=1)
    skills = 1.0 - means[against > 0.0] / against[against > 0.0]
    if not skills.size:
        return SkillInterval(point, float("nan"), float("nan"), count)
    low, high = np.quantile(skills, [0.5 - 0.5 * level, 0.5 + 0.5 * level])
    return SkillInterval(point, float(low), float(high), count)


def _resampled(count: int, block: int, key: int, draws: int) -> NDArray[np.intp]:
    """Returns (draws, count) positions: blocks that begin anywhere and run on at the start when they reach the end."""
    blocks = -(-count // block)
    starts = np.floor(uniforms(key_of(key, "blocks"), draws * blocks) * count).astype(np.intp).reshape(draws, blocks, 1)
    return ((starts + np.arange(block)) % count).reshape(draws, -1)[:, :count]
