"""The name of every random process under Flee's rules."""

from __future__ import annotations

from corridor.draws.keys import text_key

FLEE_ORIGIN = text_key("flee origin")
FLEE_CLASS = text_key("flee class")
FLEE_SPAWN = text_key("flee spawn")
FLEE_DECIDE = text_key("flee decide")  # whether to move; and, with the key of a way, whether to take it
FLEE_WALK = text_key("flee walk")
FLEE_SINK = text_key("flee sink")
FLEE_REST = text_key("flee rest")  # whether recent travel is rounded up
