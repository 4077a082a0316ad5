"""The filter again, particle by particle, in plain Python: lists, sums and nothing else (a naive twin)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from corridor.draws import draw_key, text_key, uniform


def shares(logs: list[float]) -> list[float]:
    top = max(logs)
    raw = [math.exp(each - top) for each in logs]
    total = sum(raw)
    return [each / total for each in raw]


def size(logs: list[float]) -> float:
    return 1.0 / sum(each**2 for each in shares(logs)) if max(logs) > -math.inf else 0.0


def after(logs: list[float], density: list[float], power: float) -> list[float]:
    return [a + power * b if power else a for a, b in zip(logs, density, strict=True)]


def parents_of(weights: list[float], u: float) -> list[int]:
    """Copies by evenly spaced pointers; whoever survives stays, and the others' slots are filled in order."""
    count, edge, particle, copies = len(weights), weights[0], 0, [0] * len(weights)
    for pointer in range(count):
        while particle < count - 1 and (pointer + u) / count >= edge:
            particle += 1
            edge += weights[particle]
        copies[particle] += 1
    spare = [each for each in range(count) for _ in range(copies[each] - 1)]
    return [each if copies[each] else spare.pop(0) for each in range(count)]


def run(model: Any, seed: int, steps: int) -> tuple[list[float], float, list[tuple[int, float]]]:
    """Returns the shares at the end, the log evidence, and (resamplings, effective size) of every step."""
    count = model.particles
    logs, evidence, told = [0.0] * count, 0.0, []
    for step in range(steps):
        model.advance(step)
        density = [float(each) for each in model.log_density(step)]
        effective = size(after(logs, density, 1.0))
        taken, turn = 0.0, 0
        while taken < 1.0:
            power = left = 1.0 - taken
            if turn < 12 and size(after(logs, density, left)) < count / 2:
                low, high = 0.0, left
                for _ in range(52):
                    middle = (low + high) / 2
                    low, high = (middle, high) if size(after(logs, density, middle)) >= count / 2 else (low, middle)
                power = left if turn and low == 0.0 else low
            taken = 1.0 if power == left else taken + power
            weights, new = shares(logs), after(logs, density, power)
            factors = [math.exp(power * each) if power else 1.0 for each in density]
            evidence += math.log(sum(w * f for w, f in zip(weights, factors, strict=True)))
            logs = new
            if taken == 1.0 and size(logs) >= count / 2:
                break
            u = uniform(draw_key(seed, 0, text_key("resample"), np.uint64(turn), step))
            parents = parents_of(shares(logs), u)
            model.select(step, turn, np.array(parents))
            density, logs = [density[each] for each in parents], [0.0] * count
            if 0.0 < taken < 1.0:
                density = [float(each) for each in model.refresh(step, turn, taken, np.array(density))]
            turn += 1
        if turn:
            model.move(step, turn)
        told.append((turn, effective))
    return shares(logs), evidence, told
