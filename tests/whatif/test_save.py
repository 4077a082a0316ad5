"""A what-if is saved in scenario.yaml: nothing else in the file changes, and what is read back is what was set."""

import difflib
import os
import shutil

import pytest
import yaml

from corridor import load
from corridor.errors import PolicyError, StoreError
from corridor.scenario.read import read
from corridor.whatif import is_built_in, policy_of, read_levers, save
from corridor.whatif.save import appended

LEVERS = [
    {
        "kind": "corridor",
        "id": "east-corridor",
        "open": True,
        "from": "2020-03-10",
        "until": "2020-04-01",
        "consent": "agreed",
    },
    {"kind": "screening", "id": "north-gate", "on": True, "capacity_factor": 1.5, "from": "2020-03-12"},
]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(load("tutorial").folder, tmp_path / "mine")
    return tmp_path / "mine"


def what_if(scenario, id_="earlier", name="Earlier, and agreed", base="factual"):
    return policy_of(scenario, base, read_levers(LEVERS), id_, name)


def test_what_is_read_back_is_what_was_set(folder):
    scenario = read(folder)
    policy = what_if(scenario, base="camp-half")
    saved = save(scenario, policy)
    again = read(folder)
    assert saved == next(each for each in again.policies if each.id == "earlier")
    assert (saved.name, saved.changes) == (policy.name, policy.changes)
    assert again.policies[:-1] == scenario.policies


def test_lines_are_added_and_none_is_touched(folder):
    before = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    save(read(folder), what_if(read(folder)))
    after = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    marks = [line[0] for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert marks == ["+"] * (len(after) - len(before)) != []
    assert after[after.index('  - id: "earlier"') - 1].strip().startswith("- {target: river-camp")


def test_several_can_be_saved_one_after_another(folder):
    for number in range(3):
        scenario = read(folder)
        save(scenario, what_if(scenario, f"mine-{number}"))
    assert [policy.id for policy in read(folder).policies][-3:] == ["mine-0", "mine-1", "mine-2"]


@pytest.mark.parametrize(
    "name", ['Quoted "so"', "a: b # c", "- [x]", "{y}", "مرّ مبكر", "it's", "back\\slash", "&a *b !c", "%", "yes"]
)
def test_any_name_is_a_name(folder, name):
    scenario = read(folder)
    assert save(scenario, what_if(scenario, name=name)).name == name


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 201, "bell\x07"])
def test_a_name_that_is_none_is_refused(folder, name):
    scenario = read(folder)
    before = (folder / "scenario.yaml").read_bytes()
    with pytest.raises(PolicyError, match="name of a policy"):
        save(scenario, what_if(scenario, name=name))
    assert (folder / "scenario.yaml").read_bytes() == before


@pytest.mark.parametrize("id_", ["../x", "A B", "x\n- y", "", "all", "x: y", '"', "مر"])
def test_an_id_that_is_none_is_refused(folder, id_):
    scenario = read(folder)
    before = sorted((path.name, path.read_bytes()) for path in folder.glob("*.*"))
    with pytest.raises(PolicyError):
        save(scenario, what_if(scenario, id_))
    assert sorted((path.name, path.read_bytes()) for path in folder.glob("*.*")) == before


@pytest.mark.parametrize("id_", ["camp-half", "factual", "what-if", "what-if-0a1b2c3d"])
def test_an_id_that_is_taken_is_refused(folder, id_):
    scenario = read(folder)
    with pytest.raises(PolicyError, match="another policy already"):
        save(scenario, what_if(scenario, id_))


def test_a_built_in_scenario_is_not_changed():
    scenario = load("tutorial")
    assert is_built_in(scenario)
    with pytest.raises(PolicyError, match=r"Copy its folder .* corridor serve FOLDER"):
        save(scenario, what_if(scenario))


def test_nothing_set_is_nothing_to_save(folder):
    with pytest.raises(PolicyError, match="no lever is set"):
        save(read(folder), policy_of(read(folder), "factual", ()))


def test_a_file_that_was_changed_meanwhile_is_left_alone(folder):
    scenario = read(folder)
    path = folder / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: camp-half", "id: camp-third"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(PolicyError, match="has been changed"):
        save(scenario, what_if(scenario))
    assert path.read_bytes() == before


def test_a_file_that_was_broken_meanwhile_is_left_alone(folder):
    scenario = read(folder)
    path = folder / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("start: 2020-03-01", "start: soon"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(PolicyError, match="soon"):
        save(scenario, what_if(scenario))
    assert path.read_bytes() == before


def test_a_full_or_forbidden_disk_leaves_the_file_as_it_was(folder, monkeypatch):
    scenario = read(folder)
    before = (folder / "scenario.yaml").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(StoreError, match=r"No space left on device\. It is as it was"):
        save(scenario, what_if(scenario))
    assert (folder / "scenario.yaml").read_bytes() == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_link_stays_a_link_and_rights_stay_as_they_are(folder, tmp_path):
    path, real = folder / "scenario.yaml", tmp_path / "elsewhere.yaml"
    path.rename(real)
    path.symlink_to(real)
    os.chmod(real, 0o640)
    save(read(folder), what_if(read(folder)))
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "earlier" in real.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "id: x\n",
        "id: x",
        "id: x\npolicies: []\nmap: {dates: []}\n",
        "id: x\npolicies:\n- id: a\n  changes:\n  - {target: t, quantity: open, value: 1}  # why\nlast: 1\n",
        "id: x\npolicies:\n  - {id: a, changes: [{target: t, quantity: open, value: 1}]}\n\n\n# a note\nlast: 1\n",
        "id: x\npolicies: [{id: a, changes: [{target: t, quantity: open, value: 1}]}]\nlast: 1\n",
        "policies:\n    - id: a\n      name: plain  # note\n      changes:\n        - target: t\n          quantity: open\n"
        "          value: 1",
        "id: x\nlast: [\n  1,\n]\npolicies: [\n]\n",
    ],
)
def test_however_the_list_is_written_it_gets_one_more(text):
    policy = what_if(load("tutorial"))
    before, after = yaml.safe_load(text), yaml.safe_load(appended(text, policy))
    added = after["policies"][-1]
    assert (added["id"], added["name"], len(added["changes"])) == ("earlier", "Earlier, and agreed", len(policy.changes))
    assert after["policies"][:-1] == (before.get("policies") or [])
    assert {key: value for key, value in after.items() if key != "policies"} == {
        key: value for key, value in before.items() if key != "policies"
    }


def test_policies_that_are_no_list_are_left_alone():
    with pytest.raises(PolicyError, match="by hand"):
        appended("id: x\npolicies: {a: 1}\n", what_if(load("tutorial")))
