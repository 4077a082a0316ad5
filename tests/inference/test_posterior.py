"""Posterior files: what is read is what was written, whose they are is checked, and runs on them draw their rows."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from scipy.special import ndtri
from scipy.stats import binom

from corridor.cli import main
from corridor.ensemble import simulate
from corridor.errors import ParameterError
from corridor.inference.posterior import learned, resampled
from corridor.parameters import draw, drawn_for, prior_hash
from corridor.posterior import DOMINATED_ABOVE, Learned, Posterior, checked, read_posterior, split
from corridor.scenario.builtin import locate
from corridor.scenario.read import read

TUTORIAL = read(locate("tutorial"))
NAMES = ("rate_contested", "siege_effect")


def posterior(rows: int = 50, **others: object) -> Posterior:
    """Returns a posterior of the tutorial whose values say which row they are of."""
    values = np.column_stack([0.001 * np.arange(1, rows + 1), np.linspace(1.0, 2.0, rows)])
    made = Posterior(
        names=NAMES,
        values=values,
        prior=values[::-1].copy(),
        learned={"rate_contested": Learned(1.5, 0.4), "siege_effect": Learned(0.05, 0.95)},
        scenario="tutorial",
        content_hash=TUTORIAL.content_hash,
        prior_set="P1",
        prior_hash=prior_hash(TUTORIAL.parameters, "P1"),
        code_hash="0" * 16,
        seed=1,
        runs=1000,
        tolerance=0.5,
        made={"ended": "the runs are used up"},
    )
    return replace(made, **others)  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "posterior.parquet"
    path.write_bytes(posterior().to_bytes())
    return path


# ------------------------------------------------------------------------------------------------------ from weights


def test_systematic_resampling_keeps_shares_within_one() -> None:
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    for lot in (0.01, 0.5, 0.99):
        counts = np.bincount(resampled(np.arange(4)[:, None], weights, 37, lot).ravel().astype(int), minlength=4)
        assert (np.abs(counts - 37 * weights) < 1.0).all()


def test_a_weight_of_nothing_is_never_drawn() -> None:
    rows = resampled(np.arange(3)[:, None], np.array([0.0, 1.0, 0.0]), 9, 0.3)
    assert set(rows.ravel().tolist()) == {1}


def quantiles(count: int) -> np.ndarray:
    return np.asarray(ndtri((np.arange(count) + 0.5) / count))


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (0.0, 0.5), (1.5, 0.5), (-1.0, 0.1)])
def test_information_of_a_normal_posterior_is_the_closed_form(mean: float, spread: float) -> None:
    told = learned(mean + spread * quantiles(4000), np.full(4000, 1 / 4000))
    exact = 0.5 * (spread**2 + mean**2 - 1.0) - math.log(spread)
    assert told.nats == pytest.approx(exact, abs=0.05)
    assert told.bits == pytest.approx(told.nats / math.log(2.0))
    assert told.spread_ratio == pytest.approx(spread, rel=0.01)


def test_weights_say_the_same_as_copies() -> None:
    scores = quantiles(500)
    tilted = np.exp(scores)
    weights = tilted / tilted.sum()
    told = learned(scores, weights)
    assert told.nats == pytest.approx(0.5, abs=0.07)  # of N(1, 1) from N(0, 1)
    assert told.spread_ratio == pytest.approx(1.0, abs=0.06)


def test_what_is_wider_than_the_limit_is_not_identified() -> None:
    assert Learned(0.1, DOMINATED_ABOVE).identified
    assert not Learned(0.1, DOMINATED_ABOVE + 1e-9).identified
    assert posterior().unidentified == ("siege_effect",)


# ------------------------------------------------------------------------------------------------------------ the file


def test_what_is_read_is_what_was_written(file: Path) -> None:
    plain, found = posterior(), read_posterior(file)
    assert np.array_equal(found.values, plain.values)
    assert np.array_equal(found.prior, plain.prior)
    assert replace(found, values=plain.values, prior=plain.prior) == plain
    assert found.to_bytes() == plain.to_bytes()


def test_the_prior_stands_beside_in_the_same_file(file: Path) -> None:
    table = pq.read_table(file)
    assert table.column_names == ["sample", *NAMES]
    samples = table.column("sample").to_pylist()
    assert samples == ["posterior"] * 50 + ["prior"] * 50


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_posterior_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.parquet"
    path.write_bytes(content)
    with pytest.raises(ParameterError, match=r"other\.parquet is no posterior of this version .* calibrate again"):
        read_posterior(path)


def test_a_table_of_somebody_else_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa

    pq.write_table(pa.table({"sample": ["posterior"], "x": [1.0]}), tmp_path / "x.parquet")
    with pytest.raises(ParameterError, match="is no posterior"):
        read_posterior(tmp_path / "x.parquet")


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    broken = posterior(values=np.full((3, 2), np.nan))
    (tmp_path / "x.parquet").write_bytes(broken.to_bytes())
    with pytest.raises(ParameterError, match="empty or not finite"):
        read_posterior(tmp_path / "x.parquet")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ParameterError, match=r"there is no file nowhere\.parquet\. Make one with `corridor calibrate`"):
        drawn_for(TUTORIAL, "nowhere.parquet", 1, 1)


# -------------------------------------------------------------------------------------------------- whose it is


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P1", ("P1", None)),
        ("P9", ("P9", None)),
        ("a/b.parquet", ("", "a/b.parquet")),
        ("P3+a+b.parquet", ("P3", "a+b.parquet")),
        ("my+b.parquet", ("", "my+b.parquet")),
    ],
)
def test_a_text_names_a_prior_set_and_a_file(text: str, parts: tuple[str, str | None]) -> None:
    assert split(text) == parts


def written(path: Path, **others: object) -> str:
    path.write_bytes(posterior(**others).to_bytes())  # type: ignore[arg-type]
    return str(path)


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"scenario": "mosul-2016"}, r"was calibrated for the scenario 'mosul-2016', not 'tutorial'\. Calibrate tutorial"),
        ({"content_hash": "0"}, r"was calibrated for another version of tutorial: its files have changed"),
    ],
)
def test_another_scenarios_posterior_is_refused(tmp_path: Path, others: dict[str, object], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        drawn_for(TUTORIAL, written(tmp_path / "x.parquet", **others), 1, 1)


def test_a_forecast_is_never_drawn_from_later_counts(file: Path) -> None:
    with pytest.raises(ParameterError, match=r"P0 knows only what was public before the first day; .* Use P1, P2 or P3"):
        simulate(TUTORIAL, members=1, prior_set=f"P0+{file}")


def test_a_prior_set_that_says_something_else_of_what_is_free_is_refused(file: Path) -> None:
    changed = [
        replace(each, priors=(*each.priors[:2], "LN(0.5,0.1)", each.priors[3])) if each.id == "rate_contested" else each
        for each in TUTORIAL.parameters
    ]
    scenario = replace(TUTORIAL, parameters=tuple(changed))
    assert checked(scenario, "P3", str(file))[0] == "P3"
    with pytest.raises(ParameterError, match="was calibrated under P1, and P2 says something else of rate_contested"):
        checked(scenario, "P2", str(file))


# ------------------------------------------------------------------------------------------------------ runs on it


def test_what_was_calibrated_comes_from_a_row_and_all_else_from_the_prior(file: Path) -> None:
    plain = draw(TUTORIAL.parameters, "P1", 3, 40)
    found = drawn_for(TUTORIAL, str(file), 3, 40)
    assert found.names == plain.names
    rows = {tuple(row) for row in posterior().values.tolist()}
    both = np.column_stack([found.of(name) for name in NAMES])
    assert {tuple(row) for row in both.tolist()} <= rows
    others = [column for column, name in enumerate(plain.names) if name not in NAMES]
    assert np.array_equal(found.values[:, others], plain.values[:, others])


def test_draw_i_takes_the_same_row_under_every_prior_set_and_however_many_there_are(file: Path) -> None:
    many, few = drawn_for(TUTORIAL, str(file), 3, 40), drawn_for(TUTORIAL, f"P3+{file}", 3, 7)
    for name in NAMES:
        assert np.array_equal(many.of(name)[:7], few.of(name))
    assert not np.array_equal(many.of(NAMES[0]), drawn_for(TUTORIAL, str(file), 4, 40).of(NAMES[0]))


@pytest.mark.statistical
def test_every_row_is_as_likely() -> None:
    """20,000 draws of 50 rows: every count within its binomial interval, false-alarm rate 1e-6 together."""
    rows = posterior().drawn(11, 20_000)[:, 0]
    counts = np.bincount(np.round(rows / 0.001).astype(int) - 1, minlength=50)
    low, high = (binom.ppf(tail, 20_000, 1 / 50) for tail in (1e-8, 1 - 1e-8))
    assert ((counts >= low) & (counts <= high)).all()


def test_a_setting_wins_over_the_posterior(file: Path) -> None:
    found = drawn_for(TUTORIAL, str(file), 3, 5, {"rate_contested": 0.5})
    assert set(found.of("rate_contested").tolist()) == {0.5}
    assert set(found.of("siege_effect").tolist()) <= set(posterior().values[:, 1].tolist())


def test_an_ensemble_runs_on_it_and_keeps_its_hash(file: Path) -> None:
    on = simulate(TUTORIAL, members=6, prior_set=str(file))
    assert on.prior_set == str(file)
    by_hand = simulate(TUTORIAL, members=1, overrides={name: float(on.parameters.of(name)[0]) for name in NAMES})
    assert np.array_equal(on.values[0], by_hand.values[0])
    assert prior_hash(TUTORIAL.parameters, str(file)) == prior_hash(TUTORIAL.parameters, f"P1+{file}")
    assert prior_hash(TUTORIAL.parameters, str(file)) != prior_hash(TUTORIAL.parameters, "P1")
    before = prior_hash(TUTORIAL.parameters, str(file))
    file.write_bytes(posterior(rows=51).to_bytes())
    assert prior_hash(TUTORIAL.parameters, str(file)) != before


def test_the_command_line_takes_it(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "run"
    assert main(["run", "tutorial", "--members", "4", "--priors", str(file), "--out", str(folder)]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert str(file) in page
    assert "Prior only" not in page
    capsys.readouterr()
    assert main(["run", "mosul-2016", "--members", "1", "--priors", str(file)]) == 1
    assert "was calibrated for the scenario 'tutorial', not 'mosul-2016'" in capsys.readouterr().err
    assert main(["run", "tutorial", "--priors", "posterior.csv"]) == 2
    assert "name a file *.parquet" in capsys.readouterr().err
