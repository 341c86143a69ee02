"""Points of a few variances."""

import numpy as np
import pytest

from memgen.data.directions import direction_variances, draw_directions


def test_variances_and_norms():
    variances = direction_variances(30, (2, 5), (1.0, 0.3), 0.01)
    np.testing.assert_allclose(variances[[0, 1, 2, 6, 7, 29]], [1, 1, 0.09, 0.09, 1e-4, 1e-4])
    y = draw_directions(variances, 20000, np.random.default_rng(0))
    np.testing.assert_allclose(y.var(axis=0), variances, rtol=0.06)
    unit = draw_directions(variances, 100, np.random.default_rng(0), unit_norm=True)
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1)


@pytest.mark.parametrize("bad", [(3, (2, 5), (1.0, 0.3)), (9, (2,), (1.0, 2.0)), (9, (0,), (1.0,))])
def test_what_is_refused(bad):
    with pytest.raises(ValueError, match="one positive"):
        direction_variances(*bad)
