"""What the tests of studies of training_dynamics share."""

import pytest

from memgen.seeds import Seeds
from memgen.studies.call import made
from memgen.tables.rows import tidy


@pytest.fixture
def seeds():
    """The seeds of a table, by its name."""
    return lambda table: Seeds(5, "training_dynamics", table)


@pytest.fixture
def frame():
    """The checked table of what a study returns."""
    return lambda result: tidy(made(result).rows)
