"""Columns of several variances: their scale, and what is refused."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns


@pytest.mark.parametrize(("normalization", "size"), [("ambient", 400), ("latent", 150)])
def test_variances_of_the_columns(normalization, size):
    F = draw_columns(400, (100, 50), (2.0, 0.1), np.random.default_rng(0), normalization)
    assert F.shape == (400, 150)
    assert size * F[:, :100].var() == pytest.approx(2.0, rel=0.03)
    assert size * F[:, 100:].var() == pytest.approx(0.1, rel=0.03)


@pytest.mark.parametrize("bad", [((3,), (1.0, 2.0)), ((0,), (1.0,)), ((3,), (0.0,))])
def test_what_is_refused(bad):
    with pytest.raises(ValueError, match="one positive variance"):
        draw_columns(10, *bad, np.random.default_rng())
