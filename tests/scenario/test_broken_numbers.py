"""Broken scenarios: parameters and observations; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit

PARAMETERS = "parameters.csv"
OBSERVED = "observations/invented.csv"
AGAIN = "invented-camp,2020-03-15,3000,present,river-camp,all,stock,,invented,,,,2020-03-16,yes,invented for teaching,,"

CASES = (
    Case(
        "unknown parameter",
        (edit(PARAMETERS, "sensitivity,", "sensitivty,"),),
        ("parameters.csv:35:id: 'sensitivty' is not a parameter of the model. Did you mean 'sensitivity'?",),
    ),
    Case(
        "parameter twice",
        (add(PARAMETERS, "gap_days,2.10,days,,=3,,,,,yes,,,"),),
        ("parameters.csv:50:id: 'gap_days' is given on line 42 already. Keep one of the two rows.",),
    ),
    Case(
        "zone without population",
        (edit(PARAMETERS, "population.old-town,2.4,people,,=50000,,,,,yes,invented for teaching,,\n", ""),),
        (
            (
                "parameters.csv:id: has no parameter population for old-town. Add a row 'population' or "
                "'population.old-town' with its prior and source."
            ),
        ),
    ),
    Case(
        "suffix of a parameter for everywhere",
        (
            edit(PARAMETERS, "gap_days,", "sensitivity.old-town,"),
            add(PARAMETERS, "gap_days,2.10,days,,=3,,,,,yes,,,"),
        ),
        (
            (
                "parameters.csv:42:id: 'sensitivity.old-town' has a suffix, but the parameter is the same "
                "everywhere. Write 'sensitivity'."
            ),
            (
                "parameters.csv:42:p1: 'U(10,35)' can give 10 to 35; sensitivity is 0 to 1. Bound it with the"
                " columns low and high."
            ),
        ),
    ),
    Case(
        "suffix of the wrong kind",
        (edit(PARAMETERS, "throughput.north-gate", "throughput.river-camp"),),
        (
            (
                "parameters.csv:id: has no parameter throughput for north-gate. Add a row 'throughput' or "
                "'throughput.north-gate' with its prior and source."
            ),
            ("parameters.csv:34:id: 'throughput.river-camp' does not end in the id of a station. Known: north-gate."),
        ),
    ),
    Case(
        "bad distribution",
        (edit(PARAMETERS, "=50000", "about 50000"),),
        (
            (
                "parameters.csv:2:p1: 'about 50000' is not a distribution; allowed are LN(median,sigma), "
                "U(a,b), N(mean,sd), TN(mean,sd), Beta(a,b), Gamma(mean,cv) or =x. For example LN(0.03,0.8), "
                "or =0.5 for a fixed number."
            ),
        ),
    ),
    Case(
        "distribution that makes no sense",
        (edit(PARAMETERS, '"U(10,35)"', '"U(35,10)"'),),
        (
            (
                "parameters.csv:42:p1: 'U(35,10)' makes no sense: U(a,b) needs a ≤ b. For example "
                "LN(0.03,0.8), or =0.5 for a fixed number."
            ),
        ),
    ),
    Case(
        "fixed number outside its bounds",
        (edit(PARAMETERS, "=50000,,,,", "=50000,,,60000,"),),
        (
            (
                "parameters.csv:2:p1: '=50000' is outside its bounds (low 60000, high inf). For example "
                "LN(0.03,0.8), or =0.5 for a fixed number."
            ),
        ),
    ),
    Case(
        "prior beyond what the number can be",
        (edit(PARAMETERS, '"LN(0.0003,1.3)",,,0,0.2', '"LN(0.0003,1.3)",,,0,'),),
        (
            (
                "parameters.csv:28:p1: 'LN(0.0003,1.3)' can give 0 or more; passage_risk is 0 to 1. Bound it "
                "with the columns low and high."
            ),
        ),
    ),
    Case(
        "low above high",
        (edit(PARAMETERS, '"LN(0.0003,1.3)",,,0,0.2', '"LN(0.0003,1.3)",,,0.3,0.2'),),
        ("parameters.csv:28:low: '0.3' is above high (0.2). Exchange them.",),
    ),
    Case(
        "neither source nor assumed",
        (edit(PARAMETERS, "=8,,,,,yes,MODEL.md section 7", "=8,,,,,,"),),
        (
            (
                "parameters.csv:48:source: is empty for a number that is not marked as assumed. Give the "
                "source, or write yes into the column assumed."
            ),
        ),
    ),
    Case(
        "p1 missing",
        (edit(PARAMETERS, "=50000", ""),),
        ("parameters.csv:2:p1: is empty. Give one, for example LN(0.03,0.8).",),
    ),
    Case(
        "scored neither yes nor no",
        (edit(OBSERVED, "2020-03-16,yes", "2020-03-16,maybe"),),
        ("observations/invented.csv:3:scored: 'maybe' is neither yes nor no. Write yes or no.",),
    ),
    Case(
        "group of an observation",
        (edit(OBSERVED, "river-camp,all", "river-camp,everybody"),),
        (
            (
                "observations/invented.csv:3:group: 'everybody' is not a group of scenario.yaml. Known: all, "
                "men_boys, women_children."
            ),
            (
                "observations/invented.csv:4:group: 'all' differs from 'everybody' in the same series "
                "(observations/invented.csv:3). One series measures one thing; give the other its own name."
            ),
        ),
    ),
    Case(
        "observation twice",
        (edit(OBSERVED, "invented-camp,2020-03-25", f"{AGAIN}\ninvented-camp,2020-03-25"),),
        (
            (
                "observations/invented.csv:4:date: '2020-03-15' is a second value of 'invented-camp' for that day; the "
                "first is observations/invented.csv:3. Keep one, make two series, or give a revision a later known_on."
            ),
        ),
    ),
    Case(
        "unknown quantity observed",
        (edit(OBSERVED, "present", "presnt"),),
        (
            (
                "observations/invented.csv:3:quantity: 'presnt' is not a quantity; allowed are arrivals, "
                "capacity, deaths, departures, displaced_current, displaced_ever, event_deaths, events, "
                "exposed_elsewhere_person_days, exposed_people, exposed_person_days, fighters_active, "
                "fighters_embedded, fighters_held, fighters_killed, fighters_lost, fighters_relocated, "
                "fighters_remaining, fighters_surrendered, follow_on_stage, held, held_person_days, "
                "in_transit, innocent_held, load, passages, present, queue_person_days, redirected, "
                "retaken_share, returned, trapped, trapped_no_exit, turned_back, unsheltered_nights, "
                "waiting. Did you mean 'present'?"
            ),
        ),
    ),
    Case(
        "stock of a flow",
        (edit(OBSERVED, "1500,present", "1500,arrivals"),),
        (
            (
                "observations/invented.csv:3:kind: 'stock' does not fit arrivals, which is counted as flow or"
                " cumulative. Write flow or cumulative."
            ),
            (
                "observations/invented.csv:4:quantity: 'present' differs from 'arrivals' in the same series "
                "(observations/invented.csv:3). One series measures one thing; give the other its own name."
            ),
        ),
    ),
    Case(
        "unknown kind of count",
        (edit(OBSERVED, "river-camp,all,stock", "river-camp,all,stocks"),),
        (
            (
                "observations/invented.csv:3:kind: 'stocks' is not a kind of count; allowed are stock, flow, "
                "cumulative. Did you mean 'stock'?"
            ),
        ),
    ),
    Case(
        "place of an observation",
        (edit(OBSERVED, "present,river-camp", "present,Old Gate"),),
        (
            (
                "observations/invented.csv:3:place: 'Old Gate' is not a place or a set. Did you mean "
                "'north-gate' (North Gate)?"
            ),
        ),
    ),
    Case(
        "value outside its own range",
        (edit(OBSERVED, "250,,,", "250,2000,3000,"),),
        (("observations/invented.csv:3:value: '1500' is not within low to high (2000 to 3000). Check the three numbers."),),
    ),
    Case(
        "known before it was counted",
        (edit(OBSERVED, "2020-03-16", "2020-03-06"),),
        (
            (
                "observations/invented.csv:3:known_on: '2020-03-06' is before the day that was counted "
                "(2020-03-15). Give the day of publication."
            ),
        ),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
