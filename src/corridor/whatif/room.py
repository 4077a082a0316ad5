"""The room between the server and the engine: baselines kept warm, what-ifs branched from them, published pictures out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Lock

from corridor.compared import Compared
from corridor.parameters import draw
from corridor.publish import publish
from corridor.publish.contrast import publish_comparison
from corridor.publish.whatif import Wanted, people_shown, picture_of, together
from corridor.published import Published
from corridor.scenario.policy import combine
from corridor.scenario.schema import Policy, Scenario
from corridor.whatif.baseline import Baseline
from corridor.whatif.beginnings import Beginnings
from corridor.whatif.branch import Branch
from corridor.whatif.picture import Picture
from corridor.whatif.question import MOST_MEMBERS, REPLICATES, Question, stages

__all__ = ["Room"]

_PRIOR_SET = "P1"
#: Baselines that are kept at once; the one that was asked for longest ago makes room.
_BASELINES = 2


class Room:
    """One scenario, its baselines, and the pictures of what-ifs. Its methods may be called by several threads at once.

    >>> from corridor import load
    >>> from corridor.whatif import Room, ask
    >>> room = Room(load("tutorial"))
    >>> question = ask(room.scenario, "camp-half", (), "factual", 12)
    >>> [picture.members for picture in room.answer(question) if picture]
    [4, 12]
    """

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        self._ground = scenario  # as it was read: further policies re-order no draw (ruling 1)
        self._seed = seed
        self._parameters = draw(scenario.parameters, _PRIOR_SET, seed, MOST_MEMBERS // REPLICATES)
        self._baselines: OrderedDict[str, Baseline] = OrderedDict()
        self._beginnings = Beginnings()
        self._saved: tuple[Policy, ...] = ()
        self._lock = Lock()
        self.saving = Lock()  # held while a policy is written and entered

    @property
    def scenario(self) -> Scenario:
        """Returns the scenario with the policies that were saved since it was read."""
        return replace(self._ground, policies=(*self._ground.policies, *self._saved)) if self._saved else self._ground

    def add(self, policy: Policy) -> None:
        """Enters a policy that has been saved, so that it can be chosen by name."""
        self._saved = (*self._saved, policy)

    def warm(self, baseline: str, members: int) -> Iterator[None]:
        """Runs a baseline's members, one between two yields."""
        kept = self._baseline(combine(self.scenario, baseline))
        while kept.grow(members):
            yield

    def answer(self, question: Question) -> Iterator[Picture | None]:
        """Yields pictures with ever more members, and None after each member in between: there the work may be left."""
        branch = self._branch(question)
        for stage in stages(question.members):
            yield from branch.grow(stage)
            yield self._picture(branch, question, stage)

    def published(self, question: Question) -> Iterator[tuple[Published, Compared] | None]:
        """Yields None after each member, and at last what a run of the policy and its comparison would publish."""
        branch = self._branch(question)
        yield from branch.grow(question.members)
        comparison = branch.comparison(question.members)
        yield publish(comparison.others[0]), publish_comparison(comparison)

    def _branch(self, question: Question) -> Branch:
        scenario = self.scenario
        shown = scenario if question.named else replace(scenario, policies=(*scenario.policies, question.policy))
        baseline = self._baseline(combine(scenario, question.baseline))
        return Branch(baseline, self._ground, shown, question, self._beginnings)

    def _picture(self, branch: Branch, question: Question, members: int) -> Picture:
        comparison = branch.comparison(members)
        baseline, other = comparison.ensembles
        routes, corridors = branch.open_days()
        wanted = Wanted(
            watch=question.watch,
            everything=members == question.members,
            first_day=branch.first_date,
            people=together(branch.baseline.people(members, lambda: people_shown(baseline)), people_shown(other)),
            routes=routes,
            corridors=corridors,
            today=date.today(),
        )
        return picture_of(comparison, wanted)

    def _baseline(self, policy: Policy) -> Baseline:
        with self._lock:
            found = self._baselines.get(policy.id)
            if found is None:
                found = Baseline(self._ground, policy, self._parameters, _PRIOR_SET, self._seed)
                self._baselines[policy.id] = found
            self._baselines.move_to_end(policy.id)
            while len(self._baselines) > _BASELINES:
                self._baselines.popitem(last=False)
            return found
