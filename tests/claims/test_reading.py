"""claims.yaml: what it may say, and the exact words in which every mistake is reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.claims.made import EVIDENCE, HEAD, claims_in, part_in, problems_of, scenario

from corridor.claims.read import read_claims
from corridor.claims.schema import Condition, Kind, Measure, Weight
from corridor.errors import RefusedInput, ScenarioError

MODEL = "says: it\nkind: model\nnumbers:\n  - {name: n, quantity: deaths"
ROW = "what: w, date: 2020-03-02, source: https://example.org/a, party: no, weighs: supports, confidence: high"


def test_the_tutorial_shows_every_kind() -> None:
    claims = read_claims(scenario())
    assert [part.kinds for claim in claims.claims for part in claim.parts] == [
        (Kind.MODEL,), (Kind.FACT,), (Kind.INTENT,),
    ]  # fmt: skip
    decisive = claims.claims[0].parts[0].numbers[0]
    assert (decisive.policy, decisive.against, decisive.true_if) == ("corridor-open", "factual", Condition("<", 0.0))
    assert decisive.decides
    assert not claims.claims[0].parts[0].numbers[1].decides


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    text = """
    says: a dated forecast
    kind: [fact, model]
    forecast: yes
    not_identified: which of two things it was
    numbers:
      - name: first
        measure: first_day
        quantity: retaken_share
        place: Old Town
        reaches: 0.5
        true_if: "<= 20"
      - name: second
        quantity: arrivals
        place: [river-camp, hill-villages]
        on: 2020-03-20
        share_of: {quantity: displaced_ever, place: all}
    """
    (claim,) = part_in(tmp_path, text + EVIDENCE.replace("\n", "\n    ")).claims
    (part,) = claim.parts
    first, second = part.numbers
    assert (part.forecast, part.not_identified) == (True, "which of two things it was")
    assert (first.measure, first.places, first.reaches) == (Measure.FIRST_DAY, ("old-town",), 0.5)
    assert (second.places, second.on, second.kind) == (("river-camp", "hill-villages"), date(2020, 3, 20), "flow")
    assert second.share is not None
    assert second.share.quantity == "displaced_ever"
    assert part.evidence[0].weighs is Weight.SUPPORTS
    assert part.evidence[0].party == ""


def test_the_hash_is_of_what_is_said(tmp_path: Path) -> None:
    one = claims_in(tmp_path, HEAD + "      - {says: it, kind: intent}\n")
    same = claims_in(tmp_path, (HEAD + "      - {says: it, kind: intent}  \n").replace("\n", "\r\n"))
    other = claims_in(tmp_path, HEAD + "      - {says: not it, kind: intent}\n")
    assert one.content_hash == same.content_hash != other.content_hash


TOP = [
    ("claims: []\n", "claims.yaml:1:claims: holds no claim. Add one: {number: 1, short: …, statement: …, parts: […]}."),
    ("- a\n", "claims.yaml:1: is not a mapping. Begin with lines such as 'id: my-scenario'."),
    (HEAD + "      - {says: it, kind: intent}\nclaim: x\n", "claims.yaml:7:claim: 'claim' is not a key here. "
     "Did you mean 'claims'?"),
    (HEAD.replace("number: 1", "number: one hundred and one") + "      - {says: it, kind: intent}\n",
     "claims.yaml:2:claims.number: 'one hundred and one' is not a number such as 3 or 5a. "
     "Write at most eight letters, digits, dots, hyphens."),
    (HEAD.replace("A short title", "x" * 49) + "      - {says: it, kind: intent}\n",
     f"claims.yaml:3:claims.short: '{'x' * 49}' is longer than 48 letters. Shorten it; the statement may be long."),
    (HEAD.replace("    statement: A statement.\n", "") + "      - {says: it, kind: intent}\n",
     "claims.yaml:2:claims.statement: is empty. Give one, for example 'The city was to be taken by the end of the "
     "year.'."),
    ("claims:\n  - {number: 1, short: a, statement: b}\n",
     "claims.yaml:2:claims.parts: is empty. Add what it says: - {says: …, kind: fact, evidence: […]}."),
    (HEAD + "      - {says: it, kind: intent}\n" + HEAD.removeprefix("claims:\n") + "      - {says: it, kind: intent}\n",
     "claims.yaml:7:claims.number: '1' is given twice. Give each claim its own number."),
    ("claims: *a\n", "claims.yaml:1: '*a' is an alias, which is not followed. Write the value out."),
    ("claims: !!python/object:os.system []\n",
     "claims.yaml:1: 'tag:yaml.org,2002:python/object:os.system' is a tag, and tags are not executed. "
     "Remove it and write a plain value."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), TOP)
def test_problems_of_the_file(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(lambda: claims_in(tmp_path, text)) == [problem]


PARTS = [
    ("kind: intent", "6:claims.parts.says: is empty. Give one, for example 'that the city is taken by the end of 2016'."),
    ("says: it", "6:claims.parts.kind: is empty. Write model, fact or intent."),
    ("says: it\nkind: guess", "7:claims.parts.kind: 'guess' is not a kind of statement; allowed are model, fact, intent. "
     "Choose one; a dated forecast is [fact, model]."),
    ("says: it\nkind: [intent, fact]" + EVIDENCE, "7:claims.parts.kind: 'intent, fact' mixes intent with something that "
     "can be checked. Put the intent into a part of its own."),
    ("says: it\nkind: model", "6:claims.parts.numbers: is empty, and a question to the model needs a number. "
     "Name at least one quantity."),
    ("says: it\nkind: fact", "6:claims.parts.evidence: is empty, and a fact needs at least one source. "
     "Add what was published."),
    ("says: it\nkind: intent\nnumbers:\n  - {name: n, quantity: deaths}", "8:claims.parts.numbers: does not belong to a "
     "statement of kind intent. Remove the numbers: no number says what somebody meant."),
    ("says: it\nkind: fact\nforecast: yes" + EVIDENCE, "8:claims.parts.forecast: 'yes' is a question to the model. "
     "Write kind: model or kind: [fact, model]."),
    (MODEL + "}\njoint: yes", "10:claims.parts.joint: 'yes' needs two numbers that can be weighed against each other. "
     "Give at least two numbers with true_if, or remove joint."),
    (MODEL + ", true_if: '> 0'}\n  - {name: m, quantity: deaths, true_if: '> 0'}\njoint: yes",
     "11:claims.parts.joint: 'yes' weighs differences between policies, and one of its numbers is none. "
     "Give every number with true_if a policy against which it is held."),
    (MODEL + "}\n  - {name: n, quantity: trapped}", "8:claims.parts.numbers: 'n' has two numbers of the same name. "
     "Name them apart."),
    (MODEL + "}\nprior_sets: [P2]", "10:claims.parts.prior_sets: is refused: a verdict under chosen prior sets can be "
     "steered; P1, P2 and P3 are always shown together. Remove it; forecast: yes adds P0."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), PARTS)
def test_problems_of_a_part(tmp_path: Path, text: str, problem: str) -> None:
    found = problems_of(lambda: part_in(tmp_path, text))
    assert found == [f"claims.yaml:{problem}"]


NUMBERS = [
    ("{quantity: deaths}", "name: is empty. Give one, for example 'People killed'."),
    ("{name: n}", "quantity: is empty. Give one, for example exposed_person_days."),
    ("{name: n, quantity: death}", "quantity: 'death' is not a quantity that a run reports. Did you mean 'deaths'?"),
    ("{name: n, quantity: deaths, place: Oldtwon}", "place: 'Oldtwon' is not a place or set of this scenario. "
     "Did you mean 'old-town'?"),
    ("{name: n, quantity: trapped, place: river-camp}", "quantity: 'trapped' is not counted at 'river-camp'. "
     "It is counted at: all, old-town."),
    ("{name: n, quantity: events}", "quantity: 'events' is not counted at 'all'. This scenario does not simulate it."),
    ("{name: n, quantity: deaths, group: mens_boys}", "group: 'mens_boys' is not a group of this scenario. "
     "Did you mean 'men_boys'?"),
    ("{name: n, quantity: deaths, policy: corridor-opened}", "policy: 'corridor-opened' is not a policy of this scenario. "
     "Did you mean 'corridor-open'?"),
    ("{name: n, quantity: deaths, policy: corridor-open+corridor-unilateral}", "policy: "
     "'corridor-open+corridor-unilateral' cannot be combined. 'corridor-open' and 'corridor-unilateral' contradict each "
     "other: agreed of 'east-corridor' from 2020-03-10 on is 1 in the one and 0 in the other. Choose one of the two."),
    ("{name: n, quantity: deaths, against: factual}", "against: 'factual' is the same policy. "
     "Name another one; the number is policy minus against."),
    ("{name: n, quantity: deaths, on: 2021-01-01}", "on: '2021-01-01' is outside the scenario (2020-03-01 to "
     "2020-04-29). Give a day within it, or 'end'."),
    ("{name: n, quantity: deaths, on: 10 March 2020}", "on: '10 March 2020' is not a date of the form YYYY-MM-DD. "
     "Write the year first, for example 2016-10-17."),
    ("{name: n, quantity: deaths, true_if: more than 5}", "true_if: 'more than 5' is not a condition such as '> 0.1' or "
     "'<= 5000'. Write >, <, >= or <= and a number."),
    ("{name: n, quantity: deaths, decides: yes}", "decides: 'yes' needs a condition. Add true_if, for example '< 0'."),
    ("{name: n, measure: mean, quantity: deaths}", "measure: 'mean' is not something to be read off a run; allowed are "
     "value, first_day, probability. Choose one of them."),
    ("{name: n, measure: first_day, quantity: retaken_share, place: old-town}", "reaches: is empty. "
     "Say which value the quantity is to reach, for example 1."),
    ("{name: n, quantity: deaths, reaches: 3}", "reaches: '3' belongs to measure: first_day. "
     "Remove it, or write measure: first_day."),
    ("{name: n, measure: probability, quantity: deaths}", "true_if: is empty. "
     "Say which event it is the probability of, for example '>= 1'."),
    ("{name: n, measure: probability, quantity: deaths, true_if: '> 1', against: camp-half}", "against: 'camp-half' does "
     "not go with a probability. Compare the quantity itself: measure: value."),
    ("{name: n, quantity: deaths, share_of: everybody}", "share_of: 'everybody' is neither a quantity with its place nor "
     "initial_fighters. Write share_of: {quantity: …, place: …} or share_of: initial_fighters."),
    ("{name: n, quantity: deaths, share_of: initial_fighters}", "share_of: 'initial_fighters' is not known here: the "
     "scenario has no parameter fighters_initial. Add the parameter, or leave share_of out."),
    ("{name: n, quantity: deaths, colour: red}", "colour: 'colour' is not a key here. Known: against, decides, group, "
     "measure, name, on, place, policy, quantity, reaches, share_of, true_if."),
    ("plain", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), NUMBERS)
def test_problems_of_a_number(tmp_path: Path, text: str, problem: str | None) -> None:
    found = problems_of(lambda: part_in(tmp_path, f"says: it\nkind: model\nnumbers:\n  - {text}"))
    if problem is None:
        what = "claims.parts.numbers: 'plain' is not a mapping with keys. Write {name: n, quantity: deaths, …}."
        assert found[0].startswith("claims.yaml:9:claims.parts.numbers: 'plain' is not a mapping with keys."), what
    else:
        assert found == [f"claims.yaml:9:claims.parts.numbers.{problem}"]


EVIDENCES = [
    (ROW.replace("what: w, ", ""), "what: is empty. Give one, for example 'An agency quoted the minister.'."),
    (ROW.replace("2020-03-02", "March 2020"), "date: 'March 2020' is not a date of the form YYYY-MM-DD. "
     "Write the year first, for example 2016-10-17."),
    (ROW.replace("https://example.org/a", "a newspaper"), "source: 'a newspaper' is not an address that begins with "
     "http:// or https://. Write where it can be read, or 'invented …' in a teaching scenario."),
    (ROW.replace(", party: no", ""), "party: is empty. Give one, for example no, or which party the source is."),
    (ROW.replace("party: no", "party: yes"), "party: 'yes' does not say which party the source is. "
     "Name it, for example: party: Iraqi government."),
    (ROW.replace("supports", "proves"), "weighs: 'proves' is not what evidence can do; allowed are supports, contradicts, "
     "absent, context. Choose one of them."),
    (ROW.replace("high", "certain"), "confidence: 'certain' is not a grade of confidence; allowed are high, medium, low. "
     "Choose one of them."),
    (ROW + ", author: me", "author: 'author' is not a key here. Known: approximate, confidence, date, party, source, "
     "weighs, what."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), EVIDENCES)
def test_problems_of_evidence(tmp_path: Path, text: str, problem: str) -> None:
    found = problems_of(lambda: part_in(tmp_path, f"says: it\nkind: fact\nevidence:\n  - {{{text}}}"))
    assert found == [f"claims.yaml:9:claims.parts.evidence.{problem}"]


REFUSED = [
    ("{name: n, quantity: fighters_remaining, place: mosul-left}",
     "place: 'mosul-left' is refused: fighters are described by region, never at a place or on a route. "
     "Use a place of kind region, or 'all'."),
    ("{name: n, quantity: fighters_relocated, place: al-hol}",
     "place: 'al-hol' is refused: fighters are described by region, never at a place or on a route. "
     "Use a place of kind region, or 'all'."),
    ("{name: n, measure: first_day, quantity: fighters_relocated, place: hasakah, reaches: 10}",
     "measure: 'first_day' is refused: fighters are not dated finer than a week. "
     "Ask for their share on the last day of a week instead."),
    ("{name: n, quantity: present, place: al-hol, group: dependants}",
     "group: 'dependants' is refused: dependants are civilians and are not shown by place. Write place: all."),
    ("{name: n, quantity: present, place: al-hol, group: fighters}",
     "group: 'fighters' is refused: fighters are described by region, never at a place or on a route. "
     "Use a quantity such as fighters_relocated at a region."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_what_responsible_use_refuses(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RefusedInput) as error:
        part_in(tmp_path, f"says: it\nkind: model\nnumbers:\n  - {text}", "mosul-2016")
    assert [str(each) for each in error.value.problems] == [f"claims.yaml:9:claims.parts.numbers.{problem}"]


def test_a_zone_without_fighters_at_first(tmp_path: Path) -> None:
    number = "{name: n, quantity: fighters_relocated, place: syria, share_of: {initial_fighters: [jadah]}}"
    found = problems_of(lambda: part_in(tmp_path, f"says: it\nkind: model\nnumbers:\n  - {number}", "mosul-2016"))
    assert found == [
        "claims.yaml:9:claims.parts.numbers.share_of.initial_fighters: 'jadah' has no fighters at first. "
        "Known: approaches, hawija, mosul-left, mosul-right, raqqa, tal-afar."
    ]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = f"{HEAD}      - {{says: it, kind: guess}}\n      - {{kind: fact}}\n      - {{says: x, kind: model}}\n"
    assert len(problems_of(lambda: claims_in(tmp_path, text))) == 4


def test_a_scenario_without_claims_says_what_to_do(tmp_path: Path) -> None:
    from dataclasses import replace

    with pytest.raises(ScenarioError) as error:
        read_claims(replace(scenario(), folder=tmp_path))
    assert [str(each) for each in error.value.problems] == [
        "claims.yaml: is missing: this scenario makes no claims. Write one beside scenario.yaml; docs/claims.md says how, "
        "and the scenario tutorial has a short one."
    ]


def test_the_example_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n", 1)[1].split("```", 1)[0]
    (claim,) = claims_in(tmp_path, example).claims
    assert claim.parts[0].numbers[0].against == "factual"


def test_the_documentation_names_every_word_of_the_format() -> None:
    page = (Path(__file__).parents[2] / "docs" / "claims.md").read_text(encoding="utf-8")
    words = [*Measure, *Kind, *Weight, "reaches", "share_of", "true_if", "decides", "joint", "forecast", "not_identified"]
    assert [word for word in words if f"`{word}`" not in page and f"{word}:" not in page and str(word) not in page] == []
