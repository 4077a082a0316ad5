"""simsetting.yml that is not what it should be: sections, numbers, YAML that must not be built; and which file is taken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.flee_folders import SOUND, flee_folder

from corridor.cli import main
from corridor.errors import ScenarioError
from corridor.formats.flee import read_flee

SET = "simsetting.yml"
LAUGHS = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcde", "bcdef", strict=True)
)
DEEP_ALIASES = "a: &a [" + "[" * 20 + "]" * 20 + "]\nb: [" + "[" * 15 + "*a" + "]" * 15 + "]\n"

REFUSED = [
    ("move rules as a list", "move_rules:\n  - max_move_speed: 100\n",
     "simsetting.yml:1:move_rules: \"[{'max_move_speed': 100}]\" is not a table of keys but a list; take the dashes away. "
     "Write 'move_rules:' and its keys below it, indented, such as 'max_move_speed: …'."),
    ("move rules as a number", "log_levels:\n  init: 0\nmove_rules: 5\n",
     "simsetting.yml:3:move_rules: '5' is not a table of keys but a single value. "
     "Write 'move_rules:' and its keys below it, indented, such as 'max_move_speed: …'."),
    ("optimisations as a number", "optimisations: 10\n",
     "simsetting.yml:1:optimisations: '10' is not a table of keys but a single value. "
     "Write 'optimisations:' and its keys below it, indented, such as 'hasten: …'."),
    ("spawning by conflict as a word", "spawn_rules:\n  conflict_driven_spawning: poisson\n",
     "simsetting.yml:2:spawn_rules.conflict_driven_spawning: 'poisson' is not a table of keys but a single value. "
     "Write 'conflict_driven_spawning:' and its keys below it, indented, such as 'spawn_mode: …'."),
    ("spawning by conflict as a list", "spawn_rules:\n  conflict_driven_spawning:\n    - spawn_mode: poisson\n",
     "simsetting.yml:2:spawn_rules.conflict_driven_spawning: \"[{'spawn_mode': 'poisson'}]\" is not a table of keys but a "
     "list; take the dashes away. Write 'conflict_driven_spawning:' and its keys below it, indented, such as "
     "'spawn_mode: …'."),
    ("a date that is none", "optimisations:\n  hasten: 2020-13-45\n",
     "simsetting.yml:2:optimisations.hasten: '2020-13-45' is not a number. Write a number without quotes."),
    ("a date", "move_rules:\n  max_move_speed: 2020-01-02\n",
     "simsetting.yml:2:move_rules.max_move_speed: '2020-01-02' is not a number. Write a number without quotes."),
    ("an alias of itself", "move_rules: &a\n  x: *a\n",
     "simsetting.yml:2: '*a' is an alias of what it stands in. Write the value out."),
    ("brackets without end", "move_rules: " + "[" * 3000 + "]" * 3000 + "\n",
     "simsetting.yml:1: is deeper than 30 levels or longer than 100,000 values. Simplify it."),
    ("aliases of aliases", LAUGHS, "simsetting.yml:6: is deeper than 30 levels or longer than 100,000 values. Simplify it."),
    ("depth by an alias", DEEP_ALIASES,
     "simsetting.yml:2: is deeper than 30 levels or longer than 100,000 values. Simplify it."),
    ("a tag", "optimisations:\n  hasten: !!python/object/apply:os.getcwd []\n",
     "simsetting.yml:2: 'tag:yaml.org,2002:python/object/apply:os.getcwd' is a tag, and tags are not executed. "
     "Remove it and write a plain value."),
    ("400 digits", f"optimisations:\n  hasten: {'9' * 400}\n",
     f"simsetting.yml:2:optimisations.hasten: '{'9' * 59}…' is too large a number. Correct the number."),
    ("5,000 digits", f"move_rules:\n  max_move_speed: {'9' * 5000}\n",
     f"simsetting.yml:2:move_rules.max_move_speed: '{'9' * 59}…' is too large a number. Correct the number."),
    ("infinite", "move_rules:\n  camp_weight: 1e400\n",
     "simsetting.yml:2:move_rules.camp_weight: '1e400' is too large a number. Correct the number."),
    ("a decay below 0", "spawn_rules:\n  conflict_spawn_decay: [1, -1]\n",
     "simsetting.yml:2:spawn_rules.conflict_spawn_decay: '[1, -1]' must have only numbers of 0 or more. "
     "Correct the numbers."),
    ("a decay of 400 digits", f"spawn_rules:\n  conflict_spawn_decay: [{'9' * 400}]\n",
     f"simsetting.yml:2:spawn_rules.conflict_spawn_decay: '[{'9' * 58}…' is not a list of numbers. "
     "Write a list such as [1.0, 0.5, 0.1]."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read_flee(flee_folder(tmp_path, {SET: text}))
    assert [str(problem) for problem in error.value.problems] == [message]


@pytest.mark.parametrize("text", ["move_rules: &a\n  x: *a\n", "optimisations:\n  hasten: 2020-13-45\n"])
def test_no_defect_of_corridor_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(flee_folder(tmp_path, {SET: text}))]) == 1
    told = "".join(capsys.readouterr())
    assert "defect of Corridor" not in told
    assert "1 problem" in told


@pytest.mark.parametrize("text", ["", "move_rules:\nspawn_rules:\n", "log_levels: {}\n"])
def test_empty_sections_are_defaults(tmp_path: Path, text: str) -> None:
    made, usual = (read_flee(flee_folder(tmp_path / name, {SET: each})) for name, each in (("a", text), ("b", None)))
    assert made.settings == usual.settings
    assert made.notices == ()


@pytest.mark.parametrize(
    ("section", "mode", "rate", "told"),
    [
        ("", "", 500.0, ["P6"]),
        (" {}", "constant", 500.0, []),
        ("\n    spawn_mode: pop_ratio", "pop_ratio", 0.01, []),
        ("\n    displaced_per_conflict_day: 7", "constant", 7.0, []),
    ],
)
def test_spawning_by_conflict_needs_a_section(tmp_path: Path, section: str, mode: str, rate: float, told: list[str]) -> None:
    made = read_flee(flee_folder(tmp_path, {SET: f"spawn_rules:\n  conflict_driven_spawning:{section}\n"}))
    assert (made.settings.spawn_mode, made.settings.displaced_per_conflict_day) == (mode, rate)
    assert [(notice.code, notice.row) for notice in made.notices] == [(code, 2) for code in told]


def test_aliases_are_followed_as_in_flee(tmp_path: Path) -> None:
    text = "spawn_rules:\n  conflict_spawn_decay: &list [1.0, 0.5]\nmove_rules:\n  <<: &b {max_move_speed: 250}\n"
    made = read_flee(flee_folder(tmp_path, {SET: text + "more: [*list, *b]\n"}))
    assert made.settings.conflict_spawn_decay == (1.0, 0.5)
    assert made.settings.max_move_speed == 250.0


def test_the_column_of_idp_totals_is_told_for_what_it_is(tmp_path: Path) -> None:
    said = read_flee(flee_folder(tmp_path, {SET: "log_levels:\n  idp_totals: 1\n  agent: 1\n"})).notices
    assert [str(notice) for notice in said] == [
        "simsetting.yml:2: log_levels.idp_totals adds the column 'total IDPs' to Flee's out.csv. "
        "The out.csv written here has no such column. [S8]",
        "simsetting.yml:3: log_levels.agent asks for one of Flee's logs. "
        "Logs of single people are not written; it is ignored. [S3]",
    ]


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and beside it, in the working directory, another settings file of the same name."""
    (tmp_path / SET).write_text("move_rules:\n  max_move_speed: 77\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return flee_folder(tmp_path / "place")


HERE = ["simsetting.yml: there is another in the working directory. This one is used; write ./simsetting.yml for the other."]
THERE = "the folder has another by this name. The one given from the working directory is used."


@pytest.mark.parametrize(
    ("given", "speed", "told"),
    [
        (None, 200.0, []),
        (SET, 200.0, HERE),
        (f"./{SET}", 77.0, [f"./{SET}: {THERE}"]),
        (f"place/../{SET}", 77.0, []),  # the folder has no place/../ of its own
        (f"place/{SET}", 200.0, []),
        (f"./place/{SET}", 200.0, []),
    ],
)
def test_which_file_is_taken(two: Path, given: str | None, speed: float, told: Sequence[str]) -> None:
    made = read_flee(two, settings=given)
    assert made.settings.max_move_speed == speed
    assert [str(notice).removesuffix(" [S9]") for notice in made.notices] == list(told)


def test_a_path_from_here_is_not_looked_for_inside_the_folder(two: Path) -> None:
    (two.parent / SET).unlink()
    with pytest.raises(ScenarioError, match=r"no such settings file\. The one inside the folder is place/simsetting\.yml"):
        read_flee(Path("place"), settings=f"./{SET}")


def test_the_command_keeps_the_separator(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "place", "--settings", f"./{SET}"]) == 0
    assert f"./{SET}: {THERE} [S9]" in capsys.readouterr().err
    (two / "other.yml").write_text(SOUND[SET], encoding="utf-8")
    assert main(["check", "place", "--settings", "other.yml"]) == 0
    assert capsys.readouterr().err == ""


def test_a_settings_file_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is a folder"):
        read_flee(flee_folder(tmp_path), settings=tmp_path / "input_csv")


@pytest.mark.parametrize("text", ['"250"', "2.5e2", "+250", "'250.0'"])
def test_numbers_that_flee_casts_are_numbers(tmp_path: Path, text: str) -> None:
    made = read_flee(flee_folder(tmp_path, {SET: f"move_rules:\n  max_move_speed: {text}\n"}))
    assert made.settings.max_move_speed == 250.0


def test_a_settings_file_elsewhere_is_called_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for where in ("a", "b"):
        folder = flee_folder(tmp_path / where / "place")
        (tmp_path / where / "other.yml").write_text("move_rules:\n  max_mov_speed: 9\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path / where)
        found.append(read_flee(folder, settings="other.yml"))
    assert found[0].notices[0].file == "other.yml"
    assert found[0].content_hash == found[1].content_hash != read_flee(tmp_path / "a" / "place").content_hash


def test_a_settings_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is not there: no such settings file"):
        read_flee(flee_folder(tmp_path), settings="other.yml")
