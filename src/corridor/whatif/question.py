"""A question to the live page's room: which policy with which levers, against which baseline, with how many members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.errors import PolicyError, RunError
from corridor.scenario.policy import combine
from corridor.scenario.schema import Policy, Scenario
from corridor.whatif.changes import policy_of
from corridor.whatif.levers import Lever

__all__ = ["FIRST", "MOST_MEMBERS", "MOST_WATCHED", "REPLICATES", "Question", "ask", "stages"]

#: As in `corridor compare`: what parameters leave open and what chance adds are told apart.
REPLICATES = 2
#: Members of the first picture, of those in between, and the most of all.
FIRST = 4
_BETWEEN = (12, 40, 100)
MOST_MEMBERS = 400
MOST_WATCHED = 8


@dataclass(frozen=True, slots=True)
class Question:
    """A what-if that can be run: its policy has passed every check."""

    policy: Policy
    baseline: str
    members: int
    watch: frozenset[str]
    base: str  # the named policy under the levers
    levers: tuple[Lever, ...]

    @property
    def named(self) -> bool:
        """Returns whether the policy is one of the scenario's, without levers."""
        return not self.levers


def ask(
    scenario: Scenario, policy: str, levers: Sequence[Lever], baseline: str, members: int, watch: Sequence[str] = ()
) -> Question:
    """Returns the question; PolicyError or RunError says in plain words what is wrong with it.

    >>> from corridor import load
    >>> ask(load("tutorial"), "camp-half", (), "factual", 12).policy.id
    'camp-half'
    """
    if not FIRST <= members <= MOST_MEMBERS or members % REPLICATES:
        raise RunError(
            f"members is {members:g}; allowed is an even number from {FIRST} to {MOST_MEMBERS}: every parameter draw has "
            f"{REPLICATES} members."
        )
    return Question(
        policy=policy_of(scenario, policy, levers),
        baseline=combine(scenario, baseline).id,
        members=members,
        watch=frozenset(_watched(scenario, watch)),
        base=combine(scenario, policy).id,
        levers=tuple(levers),
    )


def stages(members: int) -> tuple[int, ...]:
    """Returns how many members each picture has.

    >>> stages(100), stages(20), stages(4)
    ((4, 12, 40, 100), (4, 12, 20), (4,))
    """
    return (*(stage for stage in (FIRST, *_BETWEEN) if stage < members), members)


def _watched(scenario: Scenario, watch: Sequence[str]) -> Sequence[str]:
    """Returns what is known of `watch`: an old address may select what is no longer there, and who gets out is the same."""
    if len(watch) > MOST_WATCHED:
        raise PolicyError(f"watch names {len(watch)} places; at most {MOST_WATCHED} are allowed.")
    known = {place.id for place in scenario.places} | {each.id for each in scenario.sets} | {"camps"}
    return [place for place in watch if place in known]
