"""Ensembles, comparisons and calibrations on a real scheduler with two worker processes, one of them killed halfway."""

from __future__ import annotations

import operator
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.cluster.conftest import Workplace

from corridor import cluster as cluster_module
from corridor import sources
from corridor.cli import main
from corridor.cluster import joined, lend, once, spread
from corridor.cluster_members import MOST_SERIES, headlines, order_of, run_chunk
from corridor.cluster_members import _chunks as chunks_of
from corridor.contrast import compare
from corridor.crew import crew_of
from corridor.ensemble import Ensemble, simulate
from corridor.errors import RunError
from corridor.inference.calibrate import calibrate
from corridor.parameters import draw
from corridor.publish import publish
from corridor.report import render
from corridor.scenario.builtin import locate
from corridor.scenario.policy import apply
from corridor.scenario.read import read
from corridor.series import Series

TUTORIAL = read(locate("tutorial"))


def assert_equal(far: Ensemble, near: Ensemble) -> None:
    """Every number bit for bit."""
    assert (far.series, far.flow_keys, far.dates, far.complete) == (near.series, near.flow_keys, near.dates, near.complete)
    assert np.array_equal(far.values, near.values)
    assert np.array_equal(far.flows, near.flows)
    assert np.array_equal(far.parameters.values, near.parameters.values)


def killer(process: object, when: int) -> Callable[[int, int], None]:
    """Returns progress that kills a worker with signal 9 as soon as so many members are finished."""
    seen: list[int] = []

    def progress(finished: int, total: int) -> None:
        seen.append(finished)
        assert finished <= total
        if finished >= when and process.poll() is None:  # type: ignore[attr-defined]
            process.send_signal(signal.SIGKILL)  # type: ignore[attr-defined]
            process.wait(60)  # type: ignore[attr-defined]

    return progress


@pytest.mark.slow
def test_two_workers_one_killed_halfway_give_the_numbers_of_one_thread(workplace: Workplace) -> None:
    doomed, _ = workplace.worker(), workplace.worker()
    far = simulate(TUTORIAL, members=240, replicates=2, seed=7, cluster=workplace.address, progress=killer(doomed, 80))
    assert doomed.returncode == -signal.SIGKILL
    assert_equal(far, simulate(TUTORIAL, members=240, replicates=2, seed=7, jobs=1))


@pytest.mark.slow
def test_comparisons_and_calibrations_are_the_same_on_a_cluster(workplace: Workplace, tmp_path: Path) -> None:
    doomed, _ = workplace.worker(), workplace.worker()
    policies = ["factual", "corridor-open"]
    far = compare(TUTORIAL, policies, members=30, replicates=3, cluster=workplace.address)
    for one, other in zip(
        far.ensembles, compare(TUTORIAL, policies, members=30, replicates=3, jobs=1).ensembles, strict=True
    ):
        assert_equal(one, other)
    there = calibrate(TUTORIAL, runs=450, cluster=workplace.address, progress=killer(doomed, 150))
    here = calibrate(TUTORIAL, runs=450, jobs=1)
    assert there.stages == here.stages
    assert there.posterior.to_bytes() == here.posterior.to_bytes()
    files = []
    for name, hands in (("far", ["--cluster", workplace.address]), ("near", ["--jobs", "1"])):
        folder = tmp_path / name
        assert main(["run", "tutorial", "--members", "40", "--out", str(folder), *hands]) == 0
        files.append([(folder / each).read_bytes() for each in ("daily.csv", "flows.csv")])
    assert files[0] == files[1]


@pytest.mark.slow
def test_what_goes_wrong_is_said(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(RunError, match=r"no worker is left at tcp://127\.0\.0\.1:\d+\. Start some with `dask worker tcp:"):
        simulate(TUTORIAL, members=4, cluster=workplace.address)
    workplace.worker()
    with joined(workplace.address) as client:
        # `operator.getitem(shared, item)`, on the worker, of a list that is too short.
        with pytest.raises(IndexError, match="list index out of range"):
            list(spread(client, operator.getitem, lend(client, ["only"]), [0, 1]))
        monkeypatch.setattr(cluster_module, "numbers_hash", lambda: "another")
        with pytest.raises(RunError, match="a worker of the cluster runs another version of Corridor"):
            list(spread(client, operator.getitem, lend(client, ["only"]), [0]))


@pytest.mark.slow
def test_ctrl_c_keeps_the_members_without_a_gap(workplace: Workplace) -> None:
    workplace.worker()

    def interrupt(finished: int, total: int) -> None:
        if finished >= 48:
            raise KeyboardInterrupt

    stopped = simulate(TUTORIAL, members=400, cluster=workplace.address, progress=interrupt)
    assert not stopped.complete
    assert 0 < stopped.members < 400
    whole = simulate(TUTORIAL, members=stopped.members, jobs=1)
    assert np.array_equal(stopped.values, whole.values)


# ------------------------------------------------------------------------------------------------- without a cluster


@pytest.mark.parametrize("address", ["nowhere", "host", ":8786", "tcp://"])
def test_an_address_has_host_and_port(address: str) -> None:
    with (
        pytest.raises(RunError, match=r"is not the address of a scheduler, which is host:port\. Start one with"),
        joined(address),
    ):
        pass


def test_where_nothing_answers_it_says_what_to_start() -> None:
    with pytest.raises(RunError, match=r"no scheduler answers at 127\.0\.0\.1:1 .* Start one with `dask scheduler`"):
        simulate(TUTORIAL, members=2, cluster="127.0.0.1:1")


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["run", "tutorial", "--members", "2", "--cluster", "127.0.0.1:8786"]) == 1
    assert "Install it with: pip install 'corridor[cluster]'" in capsys.readouterr().err


def test_dask_is_not_loaded_by_a_local_run() -> None:
    import subprocess

    code = "import corridor.ensemble, corridor.inference.calibrate, sys; print('distributed' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(("members", "replicates"), [(1, 1), (40, 1), (50, 3), (33, 20)])
def test_chunks_are_members_in_their_places(members: int, replicates: int) -> None:
    """As a worker runs them, one after another, they are the ensemble of one thread."""
    drawn = draw(TUTORIAL.parameters, "P1", 5, -(-members // replicates))
    changed = apply(TUTORIAL, "camp-half")
    crew = crew_of(TUTORIAL, changed, drawn, "P1", 5, replicates)
    order = order_of(TUTORIAL, (changed,), "P1", None, crew)
    chunks = list(chunks_of(order, drawn, members))
    assert [chunk.first for chunk in chunks[1:]] == [chunk.last for chunk in chunks[:-1]]
    found = [run_chunk(order, chunk)[0] for chunk in chunks]
    near = simulate(TUTORIAL, policy="camp-half", members=members, replicates=replicates, seed=5, jobs=1)
    assert np.array_equal(np.concatenate([values for values, _ in found]), near.values)
    assert np.array_equal(np.concatenate([flows for _, flows in found]), near.flows)


def test_what_is_made_of_something_shared_is_made_once_and_let_go() -> None:
    made: list[int] = []

    def make(shared: list[int]) -> int:
        made.append(shared[0])
        return len(made)

    first, second, third = [1], [2], [3]
    assert [once(first, make), once(first, make), once(second, make), once(third, make)] == [1, 1, 2, 3]
    assert once(first, make) == 4  # two others came between


def test_headlines_are_few_and_begin_with_totals_and_what_was_counted() -> None:
    mosul = read(locate("mosul-2016"))
    found = headlines(mosul)
    assert len(found) == MOST_SERIES
    assert list(found) == sorted(set(found))
    kept = set(simulate(mosul, members=1, until=mosul.start).series)
    assert set(found) <= kept
    assert {each for each in kept if (each.place, each.group) == ("all", "all")} <= set(found)
    counted = {Series(seen.quantity, seen.place, seen.group) for seen in mosul.observations} & kept
    assert counted <= set(found)


def test_a_page_can_be_made_of_headlines_alone() -> None:
    """As of more than a thousand members on a cluster."""
    mosul = read(locate("mosul-2016"))
    whole = simulate(mosul, members=4, until=mosul.map_dates[1])
    columns = [whole.series.index(each) for each in headlines(mosul)]
    from dataclasses import replace

    few = replace(whole, series=headlines(mosul), values=np.ascontiguousarray(whole.values[:, :, columns]))
    published = publish(few)
    assert published.fan("displaced_current") is not None
    assert "<html" in render(published)


def test_threads_do_not_get_in_each_others_way() -> None:
    """A worker may have several: the same chunk in two threads at once gives the same numbers."""
    drawn = draw(TUTORIAL.parameters, "P1", 5, 8)
    crew = crew_of(TUTORIAL, TUTORIAL, drawn, "P1", 5, 1)
    order = order_of(TUTORIAL, (TUTORIAL,), "P1", None, crew)
    (chunk,) = chunks_of(order, drawn, 8)
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(run_chunk(order, chunk)[0][0])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert all(np.array_equal(found[0], each) for each in found)


def test_the_version_is_that_of_what_makes_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may look different on two machines; a member may not be run differently."""
    package = tmp_path / "corridor"
    for name in ("model/choice.py", "report/page.py", "crew.py", "model/notes.txt"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(sources, "__file__", str(package / "sources.py"))

    def changed(name: str) -> bool:
        sources.numbers_hash.cache_clear()
        before = sources.numbers_hash()
        (package / name).write_text("2", encoding="utf-8")
        sources.numbers_hash.cache_clear()
        return sources.numbers_hash() != before

    try:
        found = {name: changed(name) for name in ("model/choice.py", "crew.py", "report/page.py", "model/notes.txt")}
    finally:
        sources.numbers_hash.cache_clear()
    assert found == {"model/choice.py": True, "crew.py": True, "report/page.py": False, "model/notes.txt": False}
