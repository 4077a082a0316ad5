"""What a calibration changes of claims: how narrow a number became, which verdicts moved, and what is run for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.claims.made import EVIDENCE, Engine, number, part_in, scenario
from tests.inference.test_posterior import posterior

from corridor.claims.evaluate import ClaimResult, evaluate
from corridor.claims.moved import moved, spread_ratio
from corridor.claims.run import Options, Values, run_claims
from corridor.claims.schema import Condition, Measure
from corridor.claims.verdict import PRIOR_ONLY, Word
from corridor.cli import main
from corridor.parameters import draw
from corridor.publish.claims import publish_claims
from corridor.report.claims import render_claims
from corridor.store.claims import verdicts_csv

OPTIONS = Options(members=80, replicates=2)
PART = """
says: that at least 3,000 died
kind: model
numbers:
  - {name: Deaths, quantity: deaths, true_if: ">= 3000"}
"""


@pytest.fixture(autouse=True)
def pretending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine here only pretends: what is asked for on a posterior is drawn from the prior set below it."""
    monkeypatch.setattr("tests.claims.made.draw", lambda parameters, prior, *rest: draw(parameters, prior[:2], *rest))


# -------------------------------------------------------------------------------------------------------- the ratio


def one(values: list[float]) -> tuple[np.ndarray, None]:
    return np.array(values), None


def test_the_ratio_is_that_of_standard_deviations() -> None:
    assert spread_ratio(number(), one([0.0, 10.0, 20.0]), one([4.0, 5.0, 6.0]), 1) == pytest.approx(0.1)


def test_a_difference_is_taken_member_by_member() -> None:
    before = (np.array([10.0, 20.0]), np.array([0.0, 0.0]))
    after = (np.array([110.0, 210.0]), np.array([100.0, 205.0]))
    assert spread_ratio(number(), before, after, 1) == pytest.approx(2.5 / 5.0)


def test_chance_is_taken_out_where_there_are_replicates() -> None:
    """All that is left of the posterior is chance between the two replicates of a draw: nothing of it is spread."""
    before = one([0.0, 0.0, 10.0, 10.0, 20.0, 20.0])
    after = one([9.0, 11.0, 11.0, 9.0, 9.0, 11.0])
    assert spread_ratio(number(), before, after, 2) == pytest.approx(0.0, abs=1e-9)


def test_a_number_that_the_prior_fixes_has_none() -> None:
    assert spread_ratio(number(), one([5.0, 5.0]), one([4.0, 6.0]), 1) is None
    assert spread_ratio(number(), one([np.inf, np.inf]), one([np.inf, np.inf]), 1) is None


def test_of_a_probability_it_is_that_of_whether_it_holds() -> None:
    asked = number(measure=Measure.PROBABILITY, true_if=Condition(">=", 10.0))
    found = spread_ratio(asked, one([0.0, 99.0, 0.0, 99.0]), one([11.0, 50.0, 90.0, 1.0]), 1)
    assert found == pytest.approx(np.std([1, 1, 1, 0]) / 0.5)


def test_a_day_that_never_comes_counts_as_the_latest() -> None:
    found = spread_ratio(number(), one([10.0, 20.0, np.inf]), one([20.0, np.inf, np.inf]), 1)
    assert found == pytest.approx(0.0)


# ------------------------------------------------------------------------------------------------------- the verdicts


def fill(means: dict[str, float], spread: float, on_posterior: float, narrow: float) -> Engine:
    """Returns an engine whose deaths lie about the mean of their prior set; on a posterior about another, narrower."""

    def deaths(policy: str, prior_set: str, series: object, shape: tuple[int, int]) -> np.ndarray:
        fitted = prior_set.endswith(".parquet")
        middle = on_posterior if fitted else means[prior_set]
        steps = np.linspace(-1.0, 1.0, shape[0]) * (narrow if fitted else spread)
        return np.repeat(np.round(middle + steps)[:, None], shape[1], axis=1)

    return Engine(deaths)


def judged(tmp_path: Path, engine: Engine) -> tuple[tuple[ClaimResult, ...], Values, object]:
    claims = part_in(tmp_path, PART + EVIDENCE)
    before = run_claims(scenario(), claims, OPTIONS, engine)
    fitted = replace(OPTIONS, posterior="posterior.parquet")
    after = run_claims(scenario(), claims, fitted, engine)
    prior = evaluate(claims, before, OPTIONS.replicates)
    return moved(prior, evaluate(claims, after, OPTIONS.replicates, prior=before)), after, (claims, fitted)


WIDE = {"P1": 3000.0, "P2": 3000.0, "P3": 3000.0}


def test_data_that_decide_move_the_verdict(tmp_path: Path) -> None:
    results, _, _ = judged(tmp_path, fill(WIDE, 2000.0, 5000.0, 500.0))
    (part,) = results[0].parts
    assert part.verdict.word is Word.SUPPORTED
    assert part.verdict.label != PRIOR_ONLY
    assert part.moved == "moved by the data: from undetermined to supported under assumptions"


def test_data_that_hardly_narrow_leave_it_undetermined(tmp_path: Path) -> None:
    """Every draw is above the threshold, but as widely spread as before: it was the prior that said so."""
    results, _, _ = judged(tmp_path, fill(dict.fromkeys(WIDE, 9000.0), 2000.0, 9000.0, 1700.0))
    (part,) = results[0].parts
    assert part.verdict.word is Word.UNDETERMINED
    assert "prior-dominated: the data narrow it to 0.85 of the prior's spread" in part.verdict.why
    assert part.moved == "moved by the data: from supported under assumptions to undetermined"


def test_a_verdict_that_stays_is_said_to_stay(tmp_path: Path) -> None:
    results, _, _ = judged(tmp_path, fill(dict.fromkeys(WIDE, 9000.0), 2000.0, 9000.0, 200.0))
    (part,) = results[0].parts
    assert part.moved == "not moved by the data: supported under assumptions with and without them"


def test_the_widest_prior_set_decides() -> None:
    from corridor.claims.evaluate import _widest

    asked = number()
    before, after = Values(), Values()
    for prior, narrow in (("P1", 1.0), ("P2", 9.0), ("P3", 2.0)):
        before.numbers[asked, "factual", prior] = np.array([0.0, 10.0])
        after.numbers[asked, "factual", prior] = np.array([0.0, narrow])
    assert _widest(asked, after, before, 1) == pytest.approx(0.9)
    after.numbers[asked, "factual", "P2"] = "it was stopped before it was run"
    assert _widest(asked, after, before, 1) == pytest.approx(0.2)


def test_forecasts_never_know_the_counts(tmp_path: Path) -> None:
    engine = fill({**WIDE, "P0": 1.0}, 10.0, 2.0, 1.0)
    claims = part_in(tmp_path, PART.replace("kind: model", "kind: [fact, model]\nforecast: yes") + EVIDENCE)
    run_claims(scenario(), claims, replace(OPTIONS, posterior="x.parquet"), engine)
    assert [prior for prior, _ in engine.asked] == ["P0", "P1+x.parquet", "P2+x.parquet", "P3+x.parquet"]


def test_table_and_page_say_what_moved_and_are_no_longer_prior_only(tmp_path: Path) -> None:
    (tmp_path / "posterior.parquet").write_bytes(posterior().to_bytes())
    results, values, (claims, fitted) = judged(tmp_path, fill(WIDE, 2000.0, 5000.0, 500.0))  # type: ignore[misc]
    fitted = replace(fitted, posterior=str(tmp_path / "posterior.parquet"))
    published = publish_claims(scenario(), claims, results, values, fitted)
    table = verdicts_csv(published).decode("utf-8")
    assert "moved by the data: from undetermined to supported under assumptions" in table
    assert PRIOR_ONLY not in table
    page = render_claims(published)
    assert "By the calibration moved by the data" in page
    assert "Prior only" not in page
    assert "--priors" in page
    assert len(set(published.run.prior_hashes.values())) >= 1
    plain = publish_claims(scenario(), claims, results, values, OPTIONS)
    assert published.run.prior_hashes["P1"] != plain.run.prior_hashes["P1"]


def test_the_command_runs_both_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine()
    monkeypatch.setattr("corridor.claims.run.simulated", engine)
    monkeypatch.setattr("corridor.cli.claims.warn_of_compiling", lambda: None)
    file = tmp_path / "posterior.parquet"
    file.write_bytes(posterior().to_bytes())
    arguments = ["claims", "tutorial", "--members", "40", "--out", str(tmp_path / "run"), "--priors"]
    assert main([*arguments, str(file)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Parameters were fitted to published counts" in out
    assert "moved by the data" in out
    assert "(prior only)" not in out
    assert [prior for prior, _ in engine.asked] == ["P1", "P2", "P3", f"P1+{file}", f"P2+{file}", f"P3+{file}"]
    assert main([*arguments, str(tmp_path / "none.parquet")]) == 1
    assert "Make one with `corridor calibrate`" in capsys.readouterr().err
    assert len(engine.asked) == 6
