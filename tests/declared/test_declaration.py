"""Declarations: jobs, files, and that their studies take just what they declare."""

import inspect
from importlib import import_module

import pytest

from memgen.declared import declarations
from memgen.declared.chunks import chunks
from memgen.declared.declaration import Network, Table
from memgen.settings import Config
from memgen.settings.run_names import SHIPPED, shipped

RUNS = [shipped(run, 1) for run in SHIPPED]
DECLARED = declarations(Config())


def names(declared):
    return [f"{one.source}/{one.name}" for one in declared]


def test_jobs_are_all_combinations_of_what_is_spread():
    ladder = Table(source="a", name="b", says="", each={"N": [20, 40], "t": [0.1]})
    assert ladder.jobs == [{"N": 20, "t": 0.1}, {"N": 40, "t": 0.1}]
    assert ladder.rule == "a_b_part"
    assert ladder.outputs == {"table": "a/b/N{N}_t{t}.csv"}
    assert ladder.parts == ["a/b/N20_t0.1.csv", "a/b/N40_t0.1.csv"]
    assert ladder.whole == "a/b.csv"
    assert ladder.constraints == {"N": "20|40", "t": r"0\.1"}


def test_a_table_of_one_job_has_no_parts():
    table = Table(source="a", name="b", says="", tables=["c"], arrays=["d"])
    assert table.outputs == {"table": "a/b.csv", "c": "a/c.csv", "d": "a/d.npz"}
    assert table.parts == []
    assert table.rule == "a_b"


def test_files_are_labelled_by_the_wildcards_that_are_left():
    network = Network(
        source="a", name="n", says="", each=[{"set": "x", "K": 2}, {"set": "y", "K": 2}]
    )
    assert network.files("network") == {
        ("x", 2): "a/n/setx_K2.safetensors",
        ("y", 2): "a/n/sety_K2.safetensors",
    }
    assert network.files("losses", set="y") == {2: "a/n/sety_K2_losses.csv"}


def test_chunks_cover_all_draws_once():
    cut = chunks(23, 5)
    assert [draw for first, last in cut for draw in range(first, last)] == list(range(23))
    assert max(last - first for first, last in cut) == 5


def test_names_and_rules_are_unique():
    assert len(set(names(DECLARED))) == len(DECLARED)
    rules = [one.rule for one in DECLARED]
    assert len(set(rules)) == len(rules)


@pytest.mark.parametrize("declared", DECLARED, ids=names(DECLARED))
def test_a_study_takes_what_its_declaration_gives(declared):
    module = import_module(declared.study)
    study = module.network if isinstance(declared, Network) else module.table
    given = {*declared.shared, *declared.keys, *declared.needs}
    parameters = inspect.signature(study).parameters
    assert parameters.keys() - {"s", "seeds"} == given
    assert all(one.annotation is not inspect.Parameter.empty for one in parameters.values())


@pytest.mark.parametrize("config", RUNS, ids=SHIPPED)
def test_no_job_is_given_the_ladder_that_it_is_a_rung_of(config):
    for declared in declarations(config):
        section = declared.settings(config)["section"]
        # Where the ladder of the key's own name is spread, another may hold the same values.
        for key in set(declared.keys) - set(declared.spread):
            rungs = sorted({str(job[key]) for job in declared.jobs})
            for name, value in section.items():
                named = name.removesuffix("s") == key.removesuffix("s")
                if named and isinstance(value, list) and len(value) > 1:
                    assert sorted(map(str, value)) != rungs, f"{declared.name}: {name} is {key}'s"


@pytest.mark.parametrize("config", RUNS, ids=SHIPPED)
def test_what_is_needed_is_made(config):
    declared = declarations(config)
    made = {
        path for one in declared for output in one.outputs for path in one.files(output).values()
    }
    made |= {one.whole for one in declared if isinstance(one, Table) and one.parts}
    for one in declared:
        for paths in one.inputs().values():
            for path in [paths] if isinstance(paths, str) else paths:
                assert {path.format(**job) for job in one.jobs} <= made
        if isinstance(one, Table):
            assert set(one.parts) <= made


@pytest.mark.parametrize("config", RUNS, ids=SHIPPED)
def test_resources_are_stated(config):
    for one in declarations(config):
        assert one.says
        assert one.mem_mb >= 500
        assert one.minutes >= 1
