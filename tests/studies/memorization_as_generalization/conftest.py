"""Seeds of a table, as its rule gives them."""

from collections.abc import Callable

import pytest

from memgen.seeds import Seeds


@pytest.fixture(scope="session")
def seeds_of() -> Callable[[str], Seeds]:
    """The branch of the seed tree of a table of the source, by the table's name."""
    return lambda table: Seeds(7, "memorization_as_generalization", table)
