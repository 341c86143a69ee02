import pandas as pd
import pytest

from memgen.finished.gallery import GALLERY
from memgen.tables.read import read_table


@pytest.fixture(scope="module")
def claims(root):
    return pd.read_csv(root / GALLERY / "claims.csv", dtype={"n": "Int64"})


@pytest.fixture(scope="module")
def table(root):
    """Tables of the gallery by name, of manifold_memorization unless another source is named."""
    return lambda name, source="manifold_memorization": read_table(
        root / GALLERY / source / f"{name}.csv"
    )
