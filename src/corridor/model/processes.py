"""The name of every random process: what is drawn is part of a draw's key."""

from __future__ import annotations

from corridor.draws.keys import text_key

BLOCK = text_key("block")
PAUSE = text_key("pause")
FALL = text_key("fall")
DAY_EFFECT = text_key("day effect")
LEAVE = text_key("leave")
DEATH = text_key("death")
OPTION = text_key("option")
MOVE_ON = text_key("move on")
RATION = text_key("ration")
PASSAGE = text_key("passage")
MASS_EVENT = text_key("mass event")
MASS_EVENT_SIZE = text_key("mass event size")
TRAVEL = text_key("travel")
BYPASS = text_key("bypass")
SERVE = text_key("serve")
FLAG = text_key("flag")
RELEASE = text_key("release")
ADMIT = text_key("admit")
REDIRECT = text_key("redirect")
INFLOW = text_key("inflow")
INFLOW_GROUP = text_key("inflow group")
RETURN = text_key("return")
HOME = text_key("home")
