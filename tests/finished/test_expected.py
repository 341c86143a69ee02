"""What jobs are expected to take: measured, stepped, or scaled by counts."""

import pytest

from memgen.declared.run import Run
from memgen.finished import durations, plan
from memgen.finished.durations import START
from memgen.finished.expected import expected, known_seconds, larger
from memgen.settings import load
from memgen.settings.run_names import shipped
from memgen.stepping.job import named
from memgen.stepping.table import FILE

RULE = "manifold_memorization_fixed_size_part"
NETWORKS = "spectral_gaps_networks"


@pytest.fixture
def checkout(tmp_path):
    """A checkout that has measured a rule of the laptop run and stepped one of the paper run."""
    for path in (durations.FILE, FILE):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / durations.FILE).write_text(
        f"run,rule,jobs,seconds\nlaptop,{RULE},8,7\nlaptop,{NETWORKS},3,70\nlaptop,figure,70,2\n"
    )
    (tmp_path / FILE).write_text(
        "run,rule,jobs,seconds,longest,mb,stepped,counts\n"
        f"paper,{RULE},9,360,720,2500,4,2 of 100 draws\n"
    )
    return tmp_path


def mine(**fixed_size):
    values = shipped("laptop", 1).model_dump(mode="json")
    values["run"] = "mine"
    values["manifold_memorization"]["fixed_size"] |= fixed_size
    return load(values)


def test_a_measured_run_is_known(checkout, root):
    found = expected(checkout, Run(root, shipped("laptop", 1)))
    assert found.loc[RULE, ["seconds", "known"]].tolist() == [7, "measured"]


def test_a_stepped_rule_is_known_from_its_steps(checkout, root):
    found = expected(checkout, Run(root, shipped("paper", 1)))
    assert found.loc[RULE].tolist() == [360, 2500, "stepped"]
    assert found.loc[NETWORKS, "known"] == "scaled"
    assert not found.index.has_duplicates


def test_an_unknown_run_takes_what_its_counts_say(checkout, root):
    draws = shipped("laptop", 1).manifold_memorization.fixed_size.draws
    found = expected(checkout, Run(root, mine(draws=3 * draws)))
    assert found.loc[RULE, "seconds"] == pytest.approx(21)
    assert found.loc[NETWORKS, "seconds"] == 70
    assert found.loc["figure", "seconds"] == 2


def test_more_and_fewer_counts(root):
    base = shipped("laptop", 1)
    section = base.manifold_memorization.fixed_size
    declared = named(Run(root, base).declared, RULE)
    fewer = mine(draws=section.draws // 2, probes=3 * section.probes)
    assert larger(declared, base, fewer) == pytest.approx(3 * (section.draws // 2) / section.draws)
    assert larger(declared, base, base) == 1


def test_seconds_of_every_run_are_known_together(checkout):
    frame = known_seconds(checkout).set_index(["run", "rule"])["seconds"]
    assert frame["laptop", RULE] == 7
    assert frame["paper", RULE] == 360


def test_sources_are_added_up(checkout, root):
    run = Run(root, shipped("paper", 1))
    jobs = {RULE: 9, NETWORKS: 3, "figure": 10, "all": 1, "record_settings": 1}
    told = plan.by_source(run, jobs, expected(checkout, run)).set_index("source")
    manifold = told.loc["manifold_memorization"]
    assert manifold["jobs"] == 9
    assert manifold["core hours"] == pytest.approx(9 * (360 + START) / 3600, abs=0.01)
    assert manifold["GPU hours"] == 0
    assert manifold["peak GB"] == 2.5
    assert manifold["hours are"] == "stepped"
    networks = told.loc["spectral_gaps"]
    assert networks["GPU hours"] == networks["core hours"] > 0
    assert networks["peak GB"] == ""
    assert told.loc["drawing", "jobs"] == 12
