"""Broken scenarios: the dated changes of schedule.csv; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit

SCHEDULE = "schedule.csv"
SCENARIO = "scenario.yaml"

CASES = (
    Case(
        "no schedule row without a date",
        (edit(SCHEDULE, "2020-03-01,,old-town", ",,old-town"),),
        ("schedule.csv:2:date: is empty. Give one, for example 2016-10-17.",),
    ),
    Case(
        "set of mixed kinds",
        (
            edit(SCENARIO, "policies:", "sets:\n  - {id: both, places: [old-town, river-camp]}\n\npolicies:"),
            add(SCHEDULE, "2020-03-10,,both,capacity,,5,2020-03-10,x,,"),
        ),
        (
            (
                "schedule.csv:6:quantity: 'capacity' does not fit 'both', which is or contains a zone. It "
                "fits a camp; a zone has advice, encircled, flank, follow_on, pace, share_retaken."
            ),
        ),
    ),
    Case(
        "day and month unclear",
        (edit(SCHEDULE, "2020-03-01,,old-town", "05/06/2020,,old-town"),),
        (
            (
                "schedule.csv:2:date: '05/06/2020' is not a date of the form YYYY-MM-DD. It can be read in "
                "two ways; write 2020-05-06 or 2020-06-05."
            ),
        ),
    ),
    Case(
        "day before month",
        (edit(SCHEDULE, "2020-03-01,,old-town", "17/10/2016,,old-town"),),
        ("schedule.csv:2:date: '17/10/2016' is not a date of the form YYYY-MM-DD. Write 2016-10-17.",),
    ),
    Case(
        "no such day",
        (edit(SCHEDULE, "2020-03-01,,old-town", "2020-02-30,,old-town"),),
        (("schedule.csv:2:date: '2020-02-30' is not a day of the calendar. Check the month (01 to 12) and the day."),),
    ),
    Case(
        "until before date",
        (edit(SCHEDULE, "2020-03-05,,", "2020-03-05,2020-03-04,"),),
        (("schedule.csv:3:until: '2020-03-04' is not after the date. Give a day after 2020-03-05, or leave it empty."),),
    ),
    Case(
        "known_on missing",
        (edit(SCHEDULE, "0,2020-03-01,", "0,,"),),
        (("schedule.csv:2:known_on: is empty. Give one, for example 2016-10-17, the day on which it was public."),),
    ),
    Case(
        "known_on before 1990",
        (edit(SCHEDULE, "0,2020-03-01,", "0,1020-03-01,"),),
        ("schedule.csv:2:known_on: '1020-03-01' is outside 1990-01-01 to 2100-12-31. Check the year.",),
    ),
    Case(
        "unknown quantity",
        (edit(SCHEDULE, "advice", "advise"),),
        ("schedule.csv:2:quantity: 'advise' is not a quantity that can be set. Did you mean 'advice'?",),
    ),
    Case(
        "quantity does not fit",
        (edit(SCHEDULE, "river-camp,capacity,,15000", "old-town,capacity,,15000"),),
        (
            (
                "schedule.csv:4:quantity: 'capacity' does not fit 'old-town', which is or contains a zone. It"
                " fits a camp; a zone has advice, encircled, flank, follow_on, pace, share_retaken."
            ),
        ),
    ),
    Case(
        "value out of range",
        (edit(SCHEDULE, "encircled,,1", "encircled,,2"),),
        ("schedule.csv:3:value: '2' is out of range; allowed is 0 or 1. Check the unit and the value.",),
    ),
    Case(
        "value missing",
        (edit(SCHEDULE, "encircled,,1", "encircled,,"),),
        ("schedule.csv:3:value: is empty. Give one, for example 1.",),
    ),
    Case(
        "not a number",
        (edit(SCHEDULE, "15000", "many"),),
        ("schedule.csv:4:value: 'many' is not a number. Write digits such as 1234 or 0.5, without a unit.",),
    ),
    Case(
        "not finite",
        (edit(SCHEDULE, "15000", "inf"),),
        (
            (
                "schedule.csv:4:value: 'inf' is not a finite number. Write a number, or leave the cell empty "
                "if nobody knows it."
            ),
        ),
    ),
    Case(
        "decimal comma",
        (edit(SCHEDULE, "capacity,,15000", 'capacity,,"1500,5"'),),
        (("schedule.csv:4:value: '1500,5' has a decimal comma; decimals are written with a point. Write 1500.5."),),
    ),
    Case(
        "percentage",
        (edit(SCHEDULE, "encircled,,1", "encircled,,100%"),),
        ("schedule.csv:3:value: '100%' is a percentage; shares are written from 0 to 1. Write 1.",),
    ),
    Case(
        "unknown target",
        (edit(SCHEDULE, "2020-03-05,,old-town", "2020-03-05,,old-twon"),),
        (
            (
                "schedule.csv:3:target: 'old-twon' is not a place, a set, a route or a corridor. Did you mean"
                " 'old-town' (Old Town)?"
            ),
        ),
    ),
    Case(
        "group where it makes no difference",
        (edit(SCHEDULE, "advice,,0", "advice,men_boys,0"),),
        ("schedule.csv:2:group: 'men_boys' is given, but advice is the same for everyone. Empty the cell.",),
    ),
    Case(
        "unknown group",
        (add(SCHEDULE, "2020-03-10,,old-town>north-gate,admission,man_boys,0.5,2020-03-10,x,,"),),
        ("schedule.csv:6:group: 'man_boys' is not a group of scenario.yaml. Did you mean 'men_boys'?",),
    ),
    Case(
        "same thing twice on a day",
        (add(SCHEDULE, "2020-03-05,,old-town,encircled,,0,2020-03-05,x,,"),),
        (
            (
                "schedule.csv:6:value: '0' is set twice by the schedule: line 3 gives 1 for the same target, "
                "quantity and day. Keep one of the two."
            ),
        ),
    ),
    Case(
        "all of what",
        (add(SCHEDULE, "2020-03-05,,all,open,,0,2020-03-05,x,,"),),
        (
            (
                "schedule.csv:6:target: 'all' could mean every corridor or every route. Name the corridor or "
                "route that 'open' is set for."
            ),
        ),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
