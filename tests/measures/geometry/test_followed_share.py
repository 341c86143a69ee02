"""The share that a network follows: by construction, with errors that cover it."""

import numpy as np
import pytest

from memgen.measures.geometry.followed_share import followed_share


def test_known_shares():
    rng = np.random.default_rng(0)
    missed = 0
    for _ in range(40):
        population, fluctuation, error = rng.standard_normal((3, 500, 2))
        network = population + 0.3 * fluctuation + error
        found = followed_share(network, population + fluctuation, population)
        missed += abs(found.value - 0.3) > 2 * found.stderr
    assert missed <= 6
    assert followed_share(population, population + fluctuation, population).value == 0
    whole = followed_share(population + fluctuation, population + fluctuation, population)
    assert whole.value == pytest.approx(1)
    assert whole.stderr == pytest.approx(0, abs=1e-12)


def test_nothing_to_follow():
    x = np.ones((5, 2))
    with pytest.raises(ValueError, match="nothing to share"):
        followed_share(x, x, x)
