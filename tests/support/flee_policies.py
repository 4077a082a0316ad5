"""The sound Flee folder with policies, a road that only one of them opens, and a closed border."""

from __future__ import annotations

from pathlib import Path

from tests.support.flee_folders import SOUND, flee_folder

POLICIES = """\
routes:
  - {from: Alba, to: Camp Two, km: 90}
policies:
  - id: camp-one-closed
    name: Nobody reaches Camp One from the eleventh day on
    changes:
      - {target: Camp One, quantity: open, value: 0, date: 2020-03-11}
  - id: camp-one-small
    name: Camp One has 300 places
    changes:
      - {target: Camp One, quantity: capacity, value: 300, date: 2020-03-06}
  - id: camp-one-half
    changes:
      - {target: Camp One, quantity: capacity_factor, value: 0.5}
  - id: new-road
    changes:
      - {target: Alba>Camp Two, quantity: open, value: 1, date: 2020-03-06}
  - id: border-closed
    changes:
      - {target: Here|There, quantity: open, value: 0, date: 2020-03-05, until: 2020-03-15}
  - id: border-open
    changes:
      - {target: Here|There, quantity: open, value: 1}
"""


def with_policies(folder: Path, text: str = POLICIES, **changed: str) -> Path:
    """Writes the sound folder with policies.yaml; `closures` are rows of closures.csv."""
    closures = SOUND["input_csv/closures.csv"] + changed.get("closures", "")
    return flee_folder(folder, {"policies.yaml": text, "input_csv/closures.csv": closures})
