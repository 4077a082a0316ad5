"""What-ifs while somebody waits: levers become a policy, which is branched from a baseline whose members are kept."""

from corridor.whatif.changes import policy_of
from corridor.whatif.levers import read_levers
from corridor.whatif.picture import Picture
from corridor.whatif.question import Question, ask
from corridor.whatif.room import Room
from corridor.whatif.save import is_built_in, save

__all__ = ["Picture", "Question", "Room", "ask", "is_built_in", "policy_of", "read_levers", "save"]
