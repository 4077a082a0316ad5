"""Broken scenarios: scenario.yaml, its head, groups, origins, sets and map; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit, write

SCENARIO = "scenario.yaml"


def drop_groups(folder: Folder) -> None:
    before, _, rest = folder.text(SCENARIO).partition("groups:")
    folder.write(SCENARIO, before + rest[rest.index("origins:") :])


CASES = (
    Case(
        "YAML syntax",
        (edit(SCENARIO, "rules: native", "rules: [native"),),
        (
            (
                "scenario.yaml:8: is not valid YAML: expected ',' or ']', but got ':'. Check indentation, "
                "colons and quotation marks."
            ),
        ),
    ),
    Case(
        "YAML tab",
        (edit(SCENARIO, "rules: native", "\trules: native"),),
        (
            (
                "scenario.yaml:6: is not valid YAML: found character '\\t' that cannot start any token. Check "
                "indentation, colons and quotation marks."
            ),
        ),
    ),
    Case(
        "key twice",
        (edit(SCENARIO, "rules: native", "rules: native\nrules: native"),),
        ("scenario.yaml:7:rules: 'rules' is a key that was given on line 6 already. Keep one of them.",),
    ),
    Case(
        "tag",
        (edit(SCENARIO, "rules: native", "rules: !!python/object/apply:os.system [ls]"),),
        (
            (
                "scenario.yaml:6: 'tag:yaml.org,2002:python/object/apply:os.system' is a tag, and tags are "
                "not executed. Remove it and write a plain value."
            ),
        ),
    ),
    Case(
        "alias",
        (edit(SCENARIO, "rules: native", "rules: *there"),),
        ("scenario.yaml:6: '*there' is an alias, which is not followed. Write the value out.",),
    ),
    Case(
        "second document",
        (add(SCENARIO, "---\nid: other"),),
        ("scenario.yaml:52: '---' begins a second document. Keep one document in the file.",),
    ),
    Case(
        "not a mapping",
        (write(SCENARIO, "- a\n- b\n"),),
        ("scenario.yaml:1: is not a mapping. Begin with lines such as 'id: my-scenario'.",),
    ),
    Case(
        "unknown key",
        (edit(SCENARIO, "rules: native", "ruels: native"),),
        ("scenario.yaml:6:ruels: 'ruels' is not a key here. Did you mean 'rules'?",),
    ),
    Case(
        "unknown rules",
        (edit(SCENARIO, "rules: native", "rules: nativ"),),
        (("scenario.yaml:6:rules: 'nativ' is not a set of rules; allowed are native, flee. Did you mean 'native'?"),),
    ),
    Case(
        "list where a value is due",
        (edit(SCENARIO, "rules: native", "rules: [native]"),),
        ("scenario.yaml:6:rules: is a list or mapping where one value is due. Write one value.",),
    ),
    Case(
        "end before start",
        (edit(SCENARIO, "end: 2020-04-29", "end: 2019-04-29"),),
        ("scenario.yaml:5:end: '2019-04-29' is before the start (2020-03-01). Give a later day.",),
    ),
    Case(
        "too long",
        (edit(SCENARIO, "end: 2020-04-29", "end: 2050-04-29"),),
        (("scenario.yaml:5:end: '2050-04-29' is more than 3,660 days after the start (2020-03-01). Give an earlier day."),),
    ),
    Case(
        "start missing",
        (edit(SCENARIO, "start: 2020-03-01\n", ""),),
        ("scenario.yaml:start: is empty. Give one, for example 2016-10-17.",),
    ),
    Case("groups missing", (drop_groups,), ("scenario.yaml:groups: is missing. Add groups: to scenario.yaml.",)),
    Case(
        "shares do not add up",
        (edit(SCENARIO, "share: 0.3", "share: 0.2"),),
        (
            (
                "scenario.yaml:10:groups.share: '0.2' is the last share of men_boys, women_children; together"
                " they make 0.9, not 1. Change the shares so that they add up to 1."
            ),
        ),
    ),
    Case(
        "group twice",
        (edit(SCENARIO, "id: men_boys", "id: women_children"),),
        ("scenario.yaml:10:groups.id: 'women_children' is given twice. Give each its own id.",),
    ),
    Case(
        "fighters as a share",
        (edit(SCENARIO, "id: men_boys", "id: fighters"),),
        (
            (
                "scenario.yaml:10:groups.id: 'fighters' is not a share of a zone's people. Leave it out; "
                "fighters are described by parameters of their own."
            ),
        ),
    ),
    Case(
        "five origins",
        (
            edit(
                SCENARIO,
                "origins:",
                (
                    "origins:\n  - {id: a, zones: [old-town]}\n  - {id: b, zones: [old-town]}\n  - {id: c, zones: "
                    "[old-town]}\n  - {id: d, zones: [old-town]}"
                ),
            ),
        ),
        (
            (
                "scenario.yaml:17:origins.id: 'old-town' is a fifth origin; at most four are kept apart. Join"
                " zones into one origin."
            ),
            "scenario.yaml:17:origins.zones: 'old-town' is in two origins. Keep it in one.",
        ),
    ),
    Case(
        "origin of a camp",
        (edit(SCENARIO, "zones: [old-town]", "zones: [old-town, river-camp]"),),
        ("scenario.yaml:13:origins.zones: 'river-camp' is a camp, not a zone. Name places of kind zone.",),
    ),
    Case(
        "map date outside",
        (edit(SCENARIO, "2020-03-31", "2021-03-31"),),
        (
            (
                "scenario.yaml:47:map.dates: '2021-03-31' is outside the scenario (2020-03-01 to 2020-04-29)."
                " Give a day within it."
            ),
        ),
    ),
    Case(
        "zone in two origins",
        (edit(SCENARIO, "origins:", "origins:\n  - {id: other, zones: [old-town]}"),),
        ("scenario.yaml:14:origins.zones: 'old-town' is in two origins. Keep it in one.",),
    ),
    Case(
        "set of an unknown place",
        (edit(SCENARIO, "policies:", "sets:\n  - {id: both, places: [old-town, rivercamp]}\n\npolicies:"),),
        ("scenario.yaml:31:sets.places: 'rivercamp' is not a place. Did you mean 'river-camp' (River Camp)?",),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
