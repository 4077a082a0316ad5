"""Broken scenarios: tables whose cells, rows or columns are in disorder; each with everything that the reader says."""

from __future__ import annotations

from tests.scenario.folders import Case, Folder, add, by_name, edit, write

PLACES = "places.csv"
ROUTES = "routes.csv"
PARAMETERS = "parameters.csv"


def drop_distances(folder: Folder) -> None:
    rows = [line.split(",") for line in folder.text(ROUTES).splitlines()]
    folder.write(ROUTES, "\n".join(",".join(row[:3] + row[4:]) for row in rows))


CASES = (
    Case(
        "unbalanced quote",
        (edit(PLACES, "River Camp", '"River Camp'),),
        (
            (
                'places.csv:4: opens a quotation mark that is never closed. Close it, or write "" for a mark '
                "in a text. What follows was not read."
            ),
        ),
    ),
    Case(
        "text after a quote",
        (edit(PLACES, "River Camp", '"River" Camp'),),
        (
            (
                'places.csv:4: has text after a closing quotation mark. Write "" for a quotation mark inside '
                "a text. What follows was not read."
            ),
        ),
    ),
    Case(
        "too many cells",
        (edit(ROUTES, "north-gate,river-camp,,15", "north-gate,river-camp,,15,4"),),
        (
            "routes.csv:5:days: 'vehicle' is not a number. Write digits such as 1234 or 0.5, without a unit.",
            "routes.csv:5:mode: '4' is not a mode; allowed are foot, vehicle, crossing. Choose one of them.",
            (
                "routes.csv:5:residual: 'yes' is set on a route to a camp; a residual route ends in a host or"
                " a region. Set it on a route to a host or a region."
            ),
        ),
    ),
    Case(
        "too few cells",
        (add(ROUTES, "old-town,hill-villages,hill-path,20,foot"),),
        (("routes.csv:8: has 5 cells, the header has 12. Add the missing cells; an empty one is a comma more."),),
    ),
    Case(
        "column twice",
        (edit(ROUTES, "days_cv,", "days,"),),
        ("routes.csv:1:days: 'days' is the name of two columns. Keep one of them.",),
    ),
    Case(
        "required column missing",
        (drop_distances,),
        ("routes.csv:1:km: is a required column and missing. Add it to the header of routes.csv.",),
    ),
    Case(
        "unknown column",
        (edit(ROUTES, "from,to,id,km", "from,to,id,kilometres_long"),),
        (
            (
                "routes.csv:1:kilometres_long: 'kilometres_long' is not a column of this table. Delete it; "
                "known are confidence, days, days_cv, from, id, km, mode, note, open, residual, source, to."
            ),
            "routes.csv:1:km: is a required column and missing. Add it to the header of routes.csv.",
        ),
    ),
    Case(
        "misspelt required column",
        (edit(PLACES, "id,name,kind", "id,nmae,kind"),),
        ("places.csv:1:nmae: 'nmae' is not a column of this table. Did you mean 'name'?",),
    ),
    Case(
        "nameless column with contents",
        (edit(ROUTES, "from,to,id,km", "from,to,,km"),),
        ("routes.csv:3: 'east-road' stands in a column without a name. Name the column or empty the cell.",),
    ),
    Case(
        "parameters without rows",
        (write(PARAMETERS, "id,p1\n"),),
        ("parameters.csv: has no rows below its header. Add at least one.",),
    ),
    Case(
        "places without rows",
        (write(PLACES, "id,name,kind\n"),),
        ("places.csv: has no rows below its header. Add at least one.",),
    ),
    Case(
        "semicolons",
        (write(ROUTES, "from;to;km;mode;days\na;b;1;foot;1\n"),),
        (("routes.csv:1: 'from;to;km;mode;days' is one cell: columns are separated by commas. Save as CSV with commas."),),
    ),
)


@by_name(CASES)
def test_every_problem_is_named(case: Case, folder: Folder) -> None:
    case.check(folder)
