"""Limits of time and memory, against what the rules of the paper run take."""

import pytest

from memgen.declared import declarations
from memgen.finished import memory
from memgen.settings.run_names import shipped
from memgen.stepping.table import of_run, read

# How much longer than its step says a job may take.
MARGIN = 2


@pytest.fixture(scope="module")
def stepped(root):
    """Each declaration of the paper run with what it takes, where that is known."""
    known = of_run(read(root), "paper")
    declared = {one.rule: one for one in declarations(shipped("paper", 1))}
    assert {one.rule for one in known} <= declared.keys(), "rename them in docs/stepped.csv"
    return [(declared[one.rule], one) for one in known]


@pytest.fixture(scope="module")
def measured(root):
    """Each declaration of the laptop run with the largest peak of its jobs, where it is known."""
    known = memory.read(root)
    known = known[known["run"] == "laptop"].set_index("rule")["mb"]
    declared = declarations(shipped("laptop", 1))
    return [(one, float(known[one.rule])) for one in declared if one.rule in known.index]


def test_what_is_asked_is_enough_for_the_laptop_run(measured):
    assert len(measured) > 50
    short = [
        f"{one.rule}: {mb:.0f} of {one.mem_mb} MB"
        for one, mb in measured
        if 4 * mb > 3 * one.mem_mb
    ]
    assert not short


def test_time_limits_hold_with_a_margin(stepped):
    short = [
        f"{one.rule}: {row.longest / 60:.0f} of {one.minutes} min"
        for one, row in stepped
        if MARGIN * row.longest > 60 * one.minutes
    ]
    assert not short


def test_memory_is_asked_as_it_is_needed(stepped):
    """Enough with a third to spare, and no job asks for ten times what it needs."""
    wrong = [
        f"{one.rule}: {row.mb:.0f} of {one.mem_mb} MB"
        for one, row in stepped
        if not 4 / 3 * row.mb <= one.mem_mb <= max(1000, 10 * row.mb)
    ]
    assert not wrong
