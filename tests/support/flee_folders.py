"""Small Flee folders for tests: a sound one, and the same with some files replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SOUND: Mapping[str, str] = {
    "input_csv/locations.csv": (
        "#name,region,country,lat,lon,location_type,conflict_date,population\n"
        "Alba,North,Here,1.0,2.0,conflict_zone,0,50000\n"
        "Brod,North,Here,1.0,2.5,town,,20000\n"
        "Camp One,East,There,1.5,2.5,camp,,9000\n"
        "Camp Two,East,There,1.5,3.0,camp,,\n"
    ),
    "input_csv/routes.csv": (
        "#name1,name2,distance,forced_redirection\nAlba,Brod,100,0\nBrod,Camp One,150,\nBrod,Camp Two,300,0\n"
    ),
    "input_csv/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\n",
    "input_csv/conflicts.csv": "#Day, Alba\n" + "".join(f"{day}, 1\n" for day in range(20)),
    "input_csv/sim_period.csv": "StartDate,2020-03-01\nLength,20\n",
    "source_data/data_layout.csv": "total,refugees.csv\nCamp One,one.csv\nCamp Two,two.csv\n",
    "source_data/refugees.csv": "2020-03-01,0\n2020-03-21,4000\n",
    "source_data/one.csv": "2020-03-01,0\n2020-03-11,500\n2020-03-21,2000\n",
    "source_data/two.csv": "2020-03-01,0\n2020-03-21,2000\n",
    "simsetting.yml": "move_rules:\n  max_move_speed: 200.0\n  awareness_level: 1\noptimisations:\n  hasten: 1\n",
}


def flee_folder(folder: Path, changed: Mapping[str, str | None] | None = None) -> Path:
    """Writes the sound folder with some files replaced (None: left out); returns it."""
    for name, text in {**SOUND, **(changed or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """Returns the change of a sound file in which `old` is replaced by `new`."""
    assert old in SOUND[name], f"{old!r} is not in {name}"
    return {name: SOUND[name].replace(old, new)}
