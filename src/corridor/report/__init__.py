"""One self-contained HTML page about a run: text, tables, charts and a map, readable without a network."""

from corridor.report.page import render

__all__ = ["render"]
