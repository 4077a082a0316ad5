"""Paired differences between policies, with their interval: the only way to ask "what if"."""

from corridor.contrast.comparison import Comparison, compare
from corridor.contrast.nested import Nested, nested

__all__ = ["Comparison", "Nested", "compare", "nested"]
