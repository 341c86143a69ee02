"""Rules that are stepped: their jobs, what they need, their limits."""

import pytest

from memgen.declared import declarations
from memgen.settings.run_names import shipped
from memgen.stepping import all_rules
from memgen.stepping.all_rules import step_rules
from memgen.stepping.growth import Step
from memgen.stepping.job import Workshop, label, named
from memgen.stepping.rules import candidates, step, told_counts
from memgen.stepping.table import read


@pytest.fixture(scope="module")
def small():
    return shipped("tiny", 1)


def test_a_rule_is_stepped_in_a_process_of_its_own(small, tmp_path):
    found = step(small, small, "manifold_memorization_basin_radius", 1, 30, tmp_path)
    assert found.jobs == 1
    assert found.counts == "", "of the tiny run nothing is left out"
    assert 0 < found.stepped == found.longest == found.seconds < 10
    assert 50 < found.mb < 4000


def test_what_a_job_needs_is_made_before(small, tmp_path):
    rule = "manifold_memorization_collapse"
    taken = Workshop(small, {}, tmp_path).take(rule, {}, {})
    assert 0 < taken.seconds < 30
    assert len(list(tmp_path.rglob("*.npz"))) == len(
        named(declarations(small), rule).needs["draws"]
    )
    made = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}
    Workshop(small, {}, tmp_path).take(rule, {}, {})
    assert made == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.npz")}


def test_a_step_that_takes_too_long_is_stopped(small, tmp_path):
    with pytest.raises(TimeoutError, match=r"more than 1 s of CPU: try --limit"):
        step(shipped("paper", 1), small, "training_dynamics_mixture_spectrum", 1, 1, tmp_path)


def test_counts_that_cannot_be_tried_are_named(small, tmp_path, monkeypatch):
    monkeypatch.setattr(Workshop, "take", lambda *_: Step(5.0, 300.0))
    with pytest.raises(TimeoutError, match="no time was left to try points: try more --seconds"):
        step(shipped("paper", 1), small, "manifold_memorization_basin_radius", 1, 30, tmp_path)


def test_a_step_that_fails_is_said(small, tmp_path, monkeypatch, capfd):
    def fail(*_):
        raise ValueError("no such job")

    monkeypatch.setattr(Workshop, "take", fail)
    with pytest.raises(RuntimeError, match="a step failed"):
        step(small, small, "manifold_memorization_basin_radius", 1, 30, tmp_path)
    assert "no such job" in capfd.readouterr().err


def test_the_longest_job_is_looked_for_at_the_ends_and_of_each_kind():
    declared = declarations(shipped("paper", 1))
    ladder = candidates(named(declared, "manifold_memorization_basins_part"))
    assert [job["N"] for job in ladder] == [60, 25]
    kinds = candidates(named(declared, "manifold_memorization_times_part"))
    assert {job["activation"] for job in kinds} == {"linear", "tanh", "relu"}


def test_jobs_are_told_apart_without_their_counts():
    assert label({"N": 40, "first": 0, "last": 10, "steps": 5}) == {"N": 40}


def test_counts_are_told_in_words():
    full = {"a.b.theory_draws": 4000, "a.b.probes": 20}
    levels = {"a.b.theory_draws": 30, "a.b.probes": 20}
    assert told_counts(levels, full) == "30 of 4000 theory draws"


def test_steps_are_kept_as_they_are_made(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(all_rules, "prepare", lambda _: None)
    rules = ["manifold_memorization_recipe", "manifold_memorization_basin_radius"]
    (tmp_path / "docs").mkdir()
    for _ in range(2):
        failed = step_rules(
            tmp_path, small, small, rules, seconds=1, limit=30, work=tmp_path / "work"
        )
        assert failed == []
    assert read(tmp_path)["rule"].tolist() == rules
    assert "manifold_memorization_recipe: " in capsys.readouterr().out
    with pytest.raises(ValueError, match="Did you mean manifold_memorization_recipe"):
        step_rules(
            tmp_path,
            small,
            small,
            ["manifold_memorization_recipes"],
            seconds=1,
            limit=1,
            work=tmp_path,
        )
