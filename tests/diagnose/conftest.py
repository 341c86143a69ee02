"""Points, samples and networks whose truth is known, at toy size."""

import numpy as np
import pytest

from memgen.data.images import raw_digits


@pytest.fixture(scope="session")
def digits():
    """Digits in random order, (1797, 8, 8, 1), float32."""
    order = np.random.default_rng(0).permutation(1797)
    return raw_digits()[order].astype(np.float32)


@pytest.fixture(scope="session")
def plane():
    """Gaussian points of a plane of 4 dimensions in 12."""
    rng = np.random.default_rng(1)
    return rng.standard_normal((600, 4)) @ np.linalg.qr(rng.standard_normal((12, 4)))[0].T
