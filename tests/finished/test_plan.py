"""What a run is about to do, and how long it takes: from one measured file."""

import sys

import pandas as pd
import pytest

from memgen.declared.run import Run
from memgen.finished import plan
from memgen.finished.durations import FILE, START, measure, minutes, read, rules, updated, whole_run
from memgen.finished.durations import write_durations as keep
from memgen.finished.plan import parse_job_stats, print_plan, run_name
from memgen.finished.readme import times, with_times
from memgen.settings.run_names import shipped

STATS = """
Job stats:
job                         count
------------------------  -------
manifold_basins                 1
figure                          8
all                             1
total                          10

Reasons:
    output files have to be generated: figure
"""


def test_job_counts_are_read():
    assert parse_job_stats(STATS) == {"manifold_basins": 1, "figure": 8, "all": 1}


def test_nothing_to_do_is_no_jobs():
    assert parse_job_stats("Nothing to be done (all requested files are present).") == {}


@pytest.fixture
def measured(tmp_path):
    """A checkout that knows durations of two runs: with the start 10 s a drawing, 100 s a table."""
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(
        "run,rule,jobs,seconds\n"
        f"laptop,figure,12,{10 - START}\nlaptop,a_table,10,{100 - START}\n"
        f"tiny,figure,12,{3 - START}\ntiny,a_table,2,{2 - START}\n"
    )
    return tmp_path


def test_the_time_is_that_of_the_jobs_on_their_cores(measured):
    assert minutes(measured, "laptop", {"figure": 6, "a_table": 3}, 1) == pytest.approx(6)
    assert minutes(measured, "laptop", {"figure": 6, "a_table": 3}, 3) == pytest.approx(2)
    assert minutes(measured, "laptop", {"figure": 6, "all": 1}, 1) == pytest.approx(
        (60 + START) / 60
    )
    assert minutes(measured, "paper", {"figure": 6}, 1) is None
    assert whole_run(measured, "laptop", 2) == pytest.approx((120 + 1000) / 2 / 60)
    assert whole_run(measured, "tiny", 2) == pytest.approx((36 + 4) / 2 / 60)


def test_nothing_is_known_before_a_run_was_measured(tmp_path):
    assert minutes(tmp_path, "laptop", {"figure": 1}, 1) is None
    assert whole_run(tmp_path, "laptop", 2) is None
    assert times(tmp_path) == dict.fromkeys(("laptop", "tiny"), "a time not measured yet")


def test_marked_times_are_made_anew(measured):
    text = "takes <!--time:laptop-->45 minutes<!--/time-->, or <!--time:tiny-->x<!--/time-->."
    words = times(measured)
    assert words == {"laptop": "9 minutes", "tiny": "1 minute"}
    made = with_times(text, words)
    assert made == (
        "takes <!--time:laptop-->9 minutes<!--/time-->, or <!--time:tiny-->1 minute<!--/time-->."
    )
    assert with_times(made, words) == made


@pytest.fixture
def planned(measured, monkeypatch, capsys):
    """What the plan says where a dry run would start these jobs."""
    monkeypatch.chdir(measured)

    def say(jobs, configfile=None, cores="2"):
        monkeypatch.setattr(plan, "jobs_to_run", lambda *_: jobs)
        print_plan(measured, configfile, cores)
        return capsys.readouterr().out

    (measured / "tiny.yaml").write_text("run: tiny\n")
    (measured / "mine.yaml").write_text("run: mine\nmanifold_memorization: {alpha: 0.3}\n")
    return say


def test_the_plan_of_the_laptop_run(planned):
    assert "9 jobs to run on 2 core(s), about 3 min at the laptop size." in planned(
        {"figure": 6, "a_table": 3}
    )


def test_the_plan_of_the_tiny_run(planned):
    jobs = {"figure": 80, "a_table": 3}
    assert "83 jobs to run on 1 core(s), about 4 min at the tiny size." in planned(
        jobs, "tiny.yaml", "1"
    )


def test_a_run_that_was_never_measured_has_no_time(planned):
    assert "no earlier run of this size" in planned({"figure": 1}, "mine.yaml")


def test_nothing_to_do_is_said(planned):
    assert planned({}) == "Nothing to be done: every figure is up to date.\n"


@pytest.mark.parametrize("cores", ["0", "-1", "many"])
def test_cores_that_cannot_be_are_refused(planned, cores):
    with pytest.raises(ValueError, match=f"--cores {cores}: give a number from 1 on, or all"):
        planned({"figure": 1}, cores=cores)


def test_a_dry_run_that_fails_ends_the_plan_with_its_words(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SystemExit):
        plan.jobs_to_run(tmp_path, None)


def test_an_overlay_names_its_run(measured):
    (measured / "tiny.yaml").write_text("run: tiny\n")
    (measured / "none.yaml").write_text("manifold_memorization: {alpha: 0.3}\n")
    assert run_name(measured / "tiny.yaml") == "tiny"
    assert run_name(measured / "none.yaml") == "laptop"


def test_durations_are_means_by_rule_of_processor_time(small):
    run = small.run()
    small.took(run, "a_table", 2.0, 4.0)
    found = measure(small.root / run.results / "benchmarks").set_index("rule")
    assert found.loc["a_table"].tolist() == [2, 3.0]
    assert found.loc["figure"].tolist() == [1, 4.0]


def test_a_job_of_moments_has_the_time_on_the_clock(small):
    run = small.run()
    small.took(run, "a_table", 0.0)
    path = small.root / run.results / "benchmarks/manifold_memorization/a_table/0.tsv"
    path.write_text("s\tcpu_time\n0.3\tNA\n")
    found = measure(small.root / run.results / "benchmarks").set_index("rule")
    assert found.loc["a_table", "seconds"] == 0.3


def test_measured_rules_replace_what_was_known_of_them(small):
    run, other = small.run(), small.run("tiny")
    table = "manifold_memorization_potential"
    rows = [
        ("laptop", table, 30, 9.0),
        ("laptop", "all_claims", 4, 1.0),
        ("laptop", "gone", 1, 5.0),
    ]
    rows.append(("tiny", table, 1, 0.1))
    known = pd.DataFrame(rows, columns=["run", "rule", "jobs", "seconds"])
    known.to_csv(small.root / FILE, index=False)
    small.took(run, table, 3.0, 5.0)
    small.took(run, "not_a_rule", 3.0)
    keep(small.root, run)
    again = read(small.root).set_index(["run", "rule"])
    assert again.loc[("laptop", table)].tolist() == [2, 4.0]
    assert set(again.loc["laptop"].index) == {table, "all_claims", "figure"}
    assert again.loc[("tiny", table), "seconds"] == 0.1
    with pytest.raises(FileNotFoundError, match="no benchmarks: finish the tiny run first"):
        updated(small.root, other)


def test_what_was_measured_are_rules_of_today(root):
    """A rule that is renamed takes its time with it."""
    known = read(root)
    for name in ("laptop", "tiny"):
        mine = set(known.loc[known["run"] == name, "rule"])
        run = Run(root, shipped(name, 1))
        assert mine <= rules(run), "rename them in figures/gallery/durations.csv"
        assert len(mine) > 0.7 * len(rules(run))
