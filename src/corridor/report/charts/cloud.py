"""Two differences jointly: rectangles of a coarse grid, darker where more parameter draws lie."""

from __future__ import annotations

from markupsafe import Markup

from corridor.compared import Cloud, CloudCell
from corridor.report import svg
from corridor.report.charts.signed import signed_ticks
from corridor.report.numbers import compact

__all__ = ["draw"]

LEFT, RIGHT, TOP, BOTTOM = 70.0, 16.0, 26.0, 44.0


def draw(key: str, title: str, description: str, cloud: Cloud, size: tuple[float, float]) -> Markup:
    """Returns an `<svg>`; the lines through zero part what is gained from what is lost."""
    width, height = size
    across = signed_ticks(min(cell.x[0] for cell in cloud.cells), max(cell.x[1] for cell in cloud.cells), 4)
    upward = signed_ticks(min(cell.y[0] for cell in cloud.cells), max(cell.y[1] for cell in cloud.cells), 5)
    inside = (width - LEFT - RIGHT, height - TOP - BOTTOM)

    def x(value: float) -> float:
        return LEFT + inside[0] * (value - across[0]) / (across[-1] - across[0])

    def y(value: float) -> float:
        return height - BOTTOM - inside[1] * (value - upward[0]) / (upward[-1] - upward[0])

    most = max(cell.share for cell in cloud.cells)
    parts = [_cell(cell, most, (x(cell.x[0]), y(cell.y[1])), (x(cell.x[1]), y(cell.y[0]))) for cell in cloud.cells]
    for tick in across:
        parts.append(svg.line((x(tick), TOP), (x(tick), height - BOTTOM), "zero" if tick == 0 else "grid"))
        parts.append(svg.text((x(tick), height - BOTTOM + 16), compact(tick), "tick", "middle"))
    for tick in upward:
        parts.append(svg.line((LEFT, y(tick)), (width - RIGHT, y(tick)), "zero" if tick == 0 else "grid"))
        parts.append(svg.text((LEFT - 6, y(tick) + 4), compact(tick), "tick", "end"))
    parts.append(svg.text((width - RIGHT, height - 8), f"{cloud.x} →", "unit", "end"))
    parts.append(svg.text((4, 14), f"↑ {cloud.y}", "unit"))
    return svg.root(key, size, title, description, parts)


def _cell(cell: CloudCell, most: float, start: svg.Point, end: svg.Point) -> Markup:
    strength = 0.15 + 0.65 * cell.share / most
    box = svg.element(
        "rect",
        x=start[0],
        y=start[1],
        width=end[0] - start[0],
        height=end[1] - start[1],
        class_="cloudcell",
        fill_opacity=f"{strength:.2f}",
    )
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 4)
    return svg.group([box, svg.text(middle, f"{100 * cell.share:.0f} %", "cloudlabel haloed", "middle")])
