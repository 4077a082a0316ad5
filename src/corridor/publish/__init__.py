"""Ensemble → Published: quantiles, rounded and suppressed; home of the rules of use on output."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corridor.errors import RunError
from corridor.publish.checks import checks
from corridor.publish.facts import basemap, places, routes, run_facts, withheld
from corridor.publish.fans import fans
from corridor.publish.fighters import fighters_of, withheld_weeks
from corridor.publish.flows import flows
from corridor.publish.next_city import next_city
from corridor.publish.parameters import parameter_facts
from corridor.publish.people import people_of
from corridor.publish.rules import ALL_CAMPS, FIGHTERS, Disclosure
from corridor.publish.screening import screening_errors
from corridor.publish.summary import check_summary, chosen_checks
from corridor.published import Published

if TYPE_CHECKING:
    from corridor.ensemble import Ensemble

__all__ = ["check_summary", "chosen_checks", "publish"]


def publish(ensemble: Ensemble, *, prior: Ensemble | None = None, today: date | None = None) -> Published:
    """Returns what may leave the program: fans, flows, checks against published counts, facts.

    Rounding, suppression and what is never shown follow `corridor.publish.rules` (MODEL.md section 5). `prior` is a run
    of the same scenario before anything was fitted; without it the run is its own prior. `today` is the day from which
    the embargo on fighters is counted. RunError where not one member was finished.

    >>> from corridor import load, simulate, summarise
    >>> summarise(simulate(load("tutorial"), members=4)).fan("displaced_current").unit
    'people'
    """
    if not ensemble.members:
        raise RunError("No member was finished, so there is nothing to publish. Let the run go on for longer.")
    scenario = ensemble.scenario
    rules = Disclosure(scenario, people_of(ensemble))
    day = today or date.today()
    return Published(
        run=run_facts(ensemble),
        fans=fans(ensemble, rules),
        flows=flows(ensemble, rules),
        observations=checks(ensemble, rules),
        parameters=parameter_facts(ensemble),
        places=places(scenario),
        sets={ALL_CAMPS: "All camps"} | {each.id: each.name for each in scenario.sets},
        groups={each.id: each.name for each in scenario.groups if each.id != FIGHTERS},
        origins={each.id: each.name for each in scenario.origins},
        routes=routes(ensemble),
        map_dates=scenario.map_dates,
        basemap=basemap(scenario),
        limits=scenario.limits,
        withheld=(*withheld(scenario, rules), *withheld_weeks(ensemble, day)),
        fighters=fighters_of(ensemble, prior, rules, day),
        next_city=next_city(ensemble),
        screening=screening_errors(ensemble, day),
    )
