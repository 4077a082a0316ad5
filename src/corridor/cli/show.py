"""What `corridor list` and `corridor check` print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor.cli.console import stdout, table

if TYPE_CHECKING:
    from corridor.errors import ScenarioError
    from corridor.scenario.schema import Scenario

__all__ = ["contents", "problems", "scenarios", "summary"]


def scenarios(found: Sequence[Scenario]) -> None:
    """Prints the built-in scenarios."""
    rows = table("Built-in scenarios", "Scenario", "Title", "From", "To", right=("From", "To"))
    for scenario in found:
        rows.add_row(scenario.id, scenario.title, str(scenario.start), str(scenario.end))
    console = stdout()
    console.print(rows)
    console.print()
    console.print("corridor list SCENARIO shows the policies, quantities and places of one.")


def contents(scenario: Scenario) -> None:
    """Prints the policies, quantities and places of a scenario."""
    console = stdout()
    console.print(f"{scenario.id}: {scenario.title}, {scenario.start} to {scenario.end}\n")
    for rows in (_policies(scenario), _quantities(), _places(scenario)):
        console.print(rows)
        console.print()


def problems(error: ScenarioError) -> None:
    """Prints problems, each on a line of its own: file:row:column, what was given, what is allowed, what to do."""
    for problem in error.problems:
        print(problem)
    count = len(error.problems)
    print(f"{count} {'problem' if count == 1 else 'problems'}.")


def summary(scenario: Scenario) -> None:
    """Prints what a scenario without problems holds."""
    kinds = Counter(place.kind.value for place in scenario.places)
    scored = sum(observation.scored for observation in scenario.observations)
    series = len({observation.series for observation in scenario.observations})
    rows = table("", "Part", "Count", "Of which", right=("Count",))
    rows.add_row("places", str(len(scenario.places)), ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    rows.add_row("routes", str(len(scenario.routes)), f"{sum(route.open for route in scenario.routes)} open at first")
    rows.add_row("corridors", str(len(scenario.corridors)), "")
    rows.add_row("dated changes", str(len(scenario.schedule)), "")
    rows.add_row("policies", str(len(scenario.policies)), "and factual")
    assumed = sum(parameter.assumed for parameter in scenario.parameters)
    rows.add_row("parameters", str(len(scenario.parameters)), f"{assumed} assumed")
    rows.add_row("observations", str(len(scenario.observations)), f"{scored} scored, in {series} series")
    console = stdout()
    console.print(f"{scenario.id}: {scenario.title}, {scenario.start} to {scenario.end}. No problems.\n")
    console.print(rows)


def _policies(scenario: Scenario) -> object:
    from corridor.scenario.policy import FACTUAL

    rows = table("Policies (several combine with +)", "Policy", "What it changes")
    rows.add_row(FACTUAL.id, FACTUAL.name)
    for policy in scenario.policies:
        rows.add_row(policy.id, policy.name)
    return rows


def _quantities() -> object:
    from corridor.scenario.quantities import QUANTITIES

    rows = table("Quantities", "Quantity", "Unit", "Meaning")
    for quantity in QUANTITIES.values():
        rows.add_row(quantity.id, quantity.unit, quantity.sentence)
    return rows


def _places(scenario: Scenario) -> object:
    rows = table("Places", "Place", "Kind", "Name")
    for place in sorted(scenario.places, key=lambda each: (each.kind.value, each.id)):
        rows.add_row(place.id, place.kind.value, place.name)
    for together in scenario.sets:
        rows.add_row(together.id, f"set of {len(together.places)}", together.name)
    return rows
