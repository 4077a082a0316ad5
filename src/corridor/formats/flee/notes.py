"""What Flee does oddly with a folder as a whole: told once each, with what happens instead."""

from __future__ import annotations

from corridor.formats.flee.counts import at_day
from corridor.formats.flee.files import FleeFiles
from corridor.formats.flee.schema import FleeScenario
from corridor.scenario.names import listed

__all__ = ["note_habits"]

SAME = "The same here."


def note_habits(files: FleeFiles, scenario: FleeScenario, label: str, repaired: bool) -> None:
    """Notes the defects and habits that the settings of this folder meet."""
    _note_arrivals(files, scenario, label, repaired)
    _note_moves(files, scenario, label, repaired)
    _note_groups(files, scenario, label, repaired)


def _note_arrivals(files: FleeFiles, scenario: FleeScenario, label: str, repaired: bool) -> None:
    keys = scenario.settings
    if not keys.spawn_mode and keys.insert_day0 and not keys.empty_camps_on_day0:
        charged = [
            place.name for place in scenario.locations
            if place.capacity > 0 and any(row.name == place.name and at_day(row, 0) > 0 for row in scenario.data[1:])
        ]  # fmt: skip
        if charged:
            camps = "a camp" if len(charged) == 1 else f"{len(charged)} camps"
            what = f"Flee charges the people of day 0 twice against the capacity of {camps}"
            files.notice("P1", label, 0, what, "They are charged once." if repaired else SAME)
    if not keys.spawn_mode and not keys.insert_day0:
        what = "with insert_day0 false Flee counts the total of day 0 and the camps' sum, so everybody twice"
        files.notice("P2", label, 0, what, "They are counted once." if repaired else SAME)
    if keys.default_conflict_intensity != int(keys.default_conflict_intensity):
        what = f"Flee cuts default_conflict_intensity {keys.default_conflict_intensity:g} to a whole number"
        files.notice("P3", label, 0, what, "It is used as it stands." if repaired else SAME)
    if keys.camps_are_sinks:
        what = "Flee reads camps_are_sinks under a misspelt name, so it does nothing"
        instead = "Camps keep people by their deactivation_probability." if repaired else SAME
        files.notice("P4", label, 0, what, instead)
    if keys.take_from_population:
        what = "Flee goes on making people where the population is used up within a day"
        files.notice("P5", label, 0, what, SAME)


def _note_moves(files: FleeFiles, scenario: FleeScenario, label: str, repaired: bool) -> None:
    keys = scenario.settings
    if keys.awareness_level == 0:
        what = "at awareness_level 0 nobody ever moves in Flee"
        files.notice("M1", label, 0, what, "They choose as at 1." if repaired else SAME)
    if keys.awareness_level == -1:
        what = "awareness_level -1 acts as 1 in Flee, except that paths end at markers"
        files.notice("M2", label, 0, what, SAME)
    if keys.stay_close_to_home:
        what = "stay_close_to_home measures from the present place, with latitude and longitude swapped"
        files.notice("M3", label, 0, what, "Not swapped." if repaired else SAME)
    if keys.fixed_routes:
        what = "with fixed_routes the score counts twice, full camps do not repel, and some scores are a day old"
        files.notice("M4", label, 0, what, "The score counts once and is of today." if repaired else SAME)
    if _one_opens_what_another_closes(scenario):
        what = "a closure that ends opens in Flee every road that it names, even one that another row keeps closed"
        instead = "It stays closed." if repaired else SAME
        files.notice("C4", files.input("closures.csv"), 0, what, instead)
    ended = _conflicts_that_closures_end(scenario)
    if ended:
        what = f"a closure of kind camp ends the conflict at {listed(ended)} in Flee, whatever conflicts.csv says"
        files.notice("C5", files.input("closures.csv"), 0, what, "The conflict goes on." if repaired else SAME)
    reopened = {closure.kind for closure in scenario.closures} & {"country", "location"}
    if reopened:
        what = "people on a road that is closed under way are put back at its start in Flee, even after it has opened again"
        files.notice("C3", files.input("closures.csv"), 0, what, "They arrive if it is open again." if repaired else SAME)


def _conflicts_that_closures_end(scenario: FleeScenario) -> list[str]:
    """Returns where a camp is closed, or opened again, on a day on which there is conflict."""
    found = {
        closure.first for closure in scenario.closures if closure.kind in ("camp", "idpcamp")
        for day in (closure.start, closure.end) if 0 <= day < scenario.length and _fought(scenario, closure.first, day)
    }  # fmt: skip
    return sorted(found)


def _fought(scenario: FleeScenario, name: str, day: int) -> bool:
    """Returns whether there is conflict; a conflict zone of which conflicts.csv says nothing yet is in it from the start."""
    days = scenario.conflicts.get(name, ())[: day + 1]
    zone = any(place.name == name and place.kind in ("conflict", "conflict_camp") for place in scenario.locations)
    return days[-1] > 1e-6 if any(days) else zone


def _one_opens_what_another_closes(scenario: FleeScenario) -> bool:
    places = {place.name: place for place in scenario.locations}
    roads = [(places[road.start], places[road.end]) for road in scenario.roads]
    for ended in scenario.closures:
        held = [other for other in scenario.closures if other is not ended and other.holds_on(ended.end)]
        inside = 0 <= ended.start < ended.end < scenario.length
        if inside and any(ended.means(*road) and other.means(*road) for other in held for road in roads):
            return True
    return False


def _note_groups(files: FleeFiles, scenario: FleeScenario, label: str, repaired: bool) -> None:
    keys = scenario.settings
    if keys.boys_take_risk:
        what = "BoysTakeRisk acts in Flee only with ChildrenAvoidHazards, and on every male above 14"
        files.notice("G1", label, 0, what, "It acts by itself, on males of 15 to 18." if repaired else SAME)
    if keys.match_camp_ethnicity or keys.match_camp_religion:
        what = "camps have no population, so that the Match rules make their weight almost 0"
        files.notice("G2", label, 0, what, "Shares among the displaced there are used." if repaired else SAME)
    wanted = {
        "age": keys.children_avoid_hazards or keys.elderly_avoid_hazards or keys.boys_take_risk,
        "gender": keys.women_avoid_hazards or keys.boys_take_risk,
        "religion": keys.match_camp_religion,
        "ethnicity": keys.match_camp_ethnicity or keys.match_town_ethnicity or keys.match_conflict_ethnicity,
    }
    have = {one.attribute for one in scenario.demographics}
    for attribute in sorted(name for name, asked in wanted.items() if asked and name not in have):
        if files.exists(files.input(f"demographics_{attribute}.csv")):
            continue  # what is wrong with it is told already
        remedy = f"Add demographics_{attribute}.csv, or switch the rule off."
        files.wrong(files.input(f"demographics_{attribute}.csv"), 0, "", "", "is missing, but a rule needs it", remedy)
