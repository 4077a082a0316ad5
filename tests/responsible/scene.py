"""A small invented scenario with all that could leak: fighters, dependants, stations, a next city, fine points."""

from __future__ import annotations

from pathlib import Path

from tests.scenario.folders import Folder

__all__ = ["FINE", "MEMBERS", "REGIONS", "STATIONS", "ZONES", "scene"]

#: Not the length of anything else in a run, so that an array with a row a member is found out.
MEMBERS = 23
ZONES = ("old-town", "new-town", "far-town")
REGIONS = ("near-plain", "far-plain")
STATIONS = ("north-gate",)
#: Coordinates of a station and a host to the metre, which no file may hold.
FINE = ("30.12347", "20.05319", "30.15791", "19.85213")

_PLACES = """\
id,name,kind,lat,lon,schematic,region,direction,initial,capacity,ramp_share
old-town,Old Town,zone,30.00,20.00,yes,,,,,
new-town,New Town,zone,30.01,20.02,yes,,,,,
far-town,Far Town,zone,31.00,21.00,yes,,,,,
north-gate,North Gate,station,30.12347,20.05319,no,near-plain,,,,
river-camp,River Camp,camp,30.20,20.15,yes,near-plain,north,500,12000,1
hill-villages,Hill Villages,host,30.15791,19.85213,no,near-plain,,,,
near-plain,Near Plain,region,,,,,,,,
far-plain,Far Plain,region,,,,,,,,
"""
_ROUTES = """\
from,to,id,km,mode,days,open,residual
old-town,north-gate,,8,foot,0,yes,no
new-town,north-gate,,9,foot,0,yes,no
old-town,river-camp,east-road,14,foot,1,no,no
old-town,hill-villages,,18,foot,1,yes,yes
new-town,hill-villages,,19,foot,1,yes,yes
north-gate,river-camp,,15,vehicle,0,yes,no
north-gate,hill-villages,,25,vehicle,1,yes,yes
river-camp,hill-villages,,30,vehicle,1,yes,yes
far-town,far-plain,,40,foot,2,yes,yes
"""
_GROUPS = "  - {id: men_boys, name: Men and boys, share: 0.3}"
_ZONES = "    - {place: old-town, blocks: 10, window: 3, begins: 2020-03-05}"
_FOLLOW = """\
fighters: yes
follow_on: {zone: far-town, region: far-plain, after: [old-town, new-town], announced: 2020-03-10, isolated: 2020-03-20,
  assaulted: 2020-04-05}
"""
_NUMBERS = (
    ("population.new-town", "=200000"),
    ("population.far-town", "=150000"),
    ("duration_days.new-town", "=20"),
    ("duration_days.far-town", "=20"),
    ("fighters_initial.old-town", "LN(3137,0.3)"),
    ("fighters_initial.new-town", "LN(2111,0.3)"),
    ("fighters_initial.far-town", "LN(1511,0.3)"),
    ("fighters_killed_rate", "=0.01"),
    ("exfiltration_rate", "=0.01"),
    ("flank_leak", "=0.2"),
    ("transit_loss", "=0.2"),
    ("transit_days", "=3"),
    ("embed_rate", "LN(0.01,0.5)"),
    ("embed_reference", "=0.01"),
    ("surrender_rate", "=0.002"),
    ("activation_rate", "=0.05"),
    ("relocation_weight.near-plain", "=1"),
    ("relocation_weight.far-plain", "=2"),
    ("base_events", "=0.1"),
    ("operation_events", "=1"),
    ("fighter_events", "=0.05"),
    ("fighter_elasticity", "=0.7"),
    ("arrival_events", "N(0,0.05)"),
    ("branching_ratio", "=0.4"),
    ("memory_days", "=20"),
    ("region_population", "=400000"),
    ("violence_feedback", "=1"),
    ("violence_departure", "=0.4"),
    ("violence_scale", "=5"),
    ("event_lethality", "=0.3"),
    ("follow_on_planned", "=0.05"),
    ("isolation_days", "=20"),
)


def scene(path: Path) -> Folder:
    """Returns the folder of the scenario, made from the tutorial's."""
    folder = Folder.copied(path)
    folder.write("places.csv", _PLACES).write("routes.csv", _ROUTES)
    folder.edit("scenario.yaml", "share: 0.7}", "share: 0.65}").edit(
        "scenario.yaml", _GROUPS, f"{_GROUPS}\n  - {{id: dependants, name: Dependants, share: 0.05}}"
    )
    folder.edit(
        "scenario.yaml",
        "  - {id: old-town, name: Old Town, zones: [old-town]}",
        "  - {id: city, name: The city, zones: [old-town, new-town]}\n  - {id: beyond, name: Beyond, zones: [far-town]}",
    )
    folder.edit(
        "scenario.yaml",
        _ZONES,
        f"{_ZONES}\n    - {{place: new-town, blocks: 10, after: old-town}}\n    - {{place: far-town, blocks: 5}}",
    )
    folder.edit("scenario.yaml", "corridors:", f"{_FOLLOW}\ncorridors:")
    folder.edit("parameters.csv", "population.old-town,2.4,people,,=50000", "population.old-town,2.4,people,,=180000")
    for name, prior in _NUMBERS:
        folder.add("parameters.csv", f'{name},2.8,,,"{prior}",,,,,yes,,,')
    for day, place, zone in (
        ("2020-03-01", "old-town", 1),
        ("2020-03-01", "new-town", 1),
        ("2020-03-01", "far-town", 1),
    ):
        folder.add("schedule.csv", f"{day},,{place},flank,,{zone},{day},invented for teaching,,")
    folder.remove("SOURCES.md")
    for observed in (folder.path / "observations").iterdir():
        observed.unlink()
    lines = folder.text("scenario.yaml").split("\n")  # the block compares with the observations
    return folder.write("scenario.yaml", "\n".join(line for line in lines if not line.startswith("calibration:")))
