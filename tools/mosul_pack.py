"""Rebuild the tables of the scenario mosul-2016 from a copy of the sourced data folder, or check them.

    python tools/mosul_pack.py DATA --check          exit 0 if the pack in the tree is what the data give
    python tools/mosul_pack.py DATA --out FOLDER     write the tables there

Derived: coordinates, published and great-circle distances, dated capacities, the source of every row that
quotes a row of the data, and all observations. Judgement stands in the hand-written tables of
tools/mosul_pack/, whose cells may point at the data: `camps:NAME`, `gazetteer:NAME`, `road:FROM|TO`,
`points`, `@capacity:DATE|CAMP`, `@plots:DATE|CAMP`, `@site:CAMP|PLOTS+…`, `@stock:DATE|CAMP|PEOPLE`,
`@timeline:DATE|PLACE|EVENT`. scenario.yaml and parameters.csv are written by hand.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "mosul_pack"))

from pack_cells import Broken, Data, Table
from pack_observations import observations
from pack_tables import places, routes, schedule

PACK = Path(__file__).resolve().parent.parent / "src" / "corridor" / "scenarios" / "mosul-2016"

COMMON = ["source", "confidence", "note"]
PLACES = [
    "id", "name", "kind", "aliases", "lat", "lon", "schematic", "region", "direction", "initial", "capacity",
    "ramp_share", *COMMON,
]  # fmt: skip
ROUTES = ["from", "to", "id", "km", "mode", "days", "days_cv", "open", "residual", *COMMON]
SCHEDULE = ["date", "until", "target", "quantity", "group", "value", "known_on", *COMMON]
OBSERVATIONS = [
    "series", "date", "value", "quantity", "place", "group", "kind", "scope", "method", "families", "low",
    "high", "known_on", "scored", *COMMON,
]  # fmt: skip


def text_of(rows: Table, columns: Sequence[str]) -> str:
    """Return rows as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def built(data: Data) -> dict[str, str]:
    """Return the text of every derived file of the pack by its path."""
    points = places(data)
    files = {
        "places.csv": text_of(points, PLACES),
        "routes.csv": text_of(routes(data, points), ROUTES),
        "schedule.csv": text_of(schedule(data), SCHEDULE),
    }
    for name, rows in observations(data).items():
        files[f"observations/{name}.csv"] = text_of(rows, OBSERVATIONS)
    return files


def differences(files: Mapping[str, str], folder: Path) -> list[str]:
    """Return one line for each file of a folder that is not what the data give."""
    found = [f"observations/{path.name}" for path in sorted((folder / "observations").glob("*.csv"))]
    extra = [f"{name}: the data give no such table" for name in found if name not in files]
    lines = [_difference(name, text, folder / name) for name, text in sorted(files.items())]
    return extra + [line for line in lines if line]


def _difference(name: str, text: str, path: Path) -> str:
    if not path.is_file():
        return f"{name}: missing"
    there, wanted = path.read_text(encoding="utf-8").splitlines(), text.splitlines()
    for number, (a, b) in enumerate(zip(there, wanted, strict=False), start=1):
        if a != b:
            return f"{name}:{number}: has {a!r}, the data give {b!r}"
    return "" if len(there) == len(wanted) else f"{name}: has {len(there)} lines, the data give {len(wanted)}"


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write the tables below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="a copy of the data folder")
    parser.add_argument("--out", type=Path, help="write the tables into this folder")
    parser.add_argument("--check", action="store_true", help="compare with the pack in the tree")
    options = parser.parse_args(arguments)
    try:
        files = built(Data(options.data))
    except (Broken, OSError) as error:
        print(f"mosul_pack: {error}", file=sys.stderr)
        return 2
    if options.out:
        write(files, options.out)
    problems = differences(files, PACK) if options.check else []
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
