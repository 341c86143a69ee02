"""Shapes and types stand in the annotations of memgen; while testing they are checked."""

import os

# Many small matrices: threads would only get in each other's way.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402
from jaxtyping import install_import_hook  # noqa: E402

install_import_hook("memgen", "typechecking.check")

# Deterministic, and without a deadline: the first call of a test pays for imports.
settings.register_profile("memgen", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("memgen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that run Snakemake: few and long, they would end on one core alone."""
    items.sort(key=lambda item: item.get_closest_marker("workflow") is None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the project."""
    return Path(__file__).resolve().parent.parent
