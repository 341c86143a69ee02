"""Teachers: the law of their couplings, their temperature, and overlaps with them."""

import numpy as np
import pytest

from memgen.recurrent.couplings import normalise
from memgen.recurrent.teacher import coupling_overlap, matched_temperature, sherrington_kirkpatrick


@pytest.mark.parametrize("beta", [1.0, 0.5])
def test_the_couplings_have_the_variance_of_their_law(beta):
    J = sherrington_kirkpatrick(200, np.random.default_rng(0), beta)
    np.testing.assert_array_equal(J, J.T)
    assert (np.diag(J) == 0).all()
    assert J[np.triu_indices(200, 1)].var() == pytest.approx(beta**2 / 800, rel=0.03)


def test_at_the_matched_temperature_couplings_of_unit_norm_are_the_teacher():
    J = sherrington_kirkpatrick(30, np.random.default_rng(1))
    np.testing.assert_allclose(normalise(J) / matched_temperature(J), J)


def test_the_overlap_is_a_cosine():
    J, other = (sherrington_kirkpatrick(12, np.random.default_rng(k)) for k in (2, 3))
    assert coupling_overlap(J, 3 * J) == pytest.approx(1)
    assert coupling_overlap(J, -J) == pytest.approx(-1)
    angle = np.arccos(coupling_overlap(J, other))
    unit = J / np.linalg.norm(J)
    across = other / np.linalg.norm(other) - np.cos(angle) * unit
    assert np.linalg.norm(across) == pytest.approx(np.sin(angle))


def test_beta_is_positive():
    with pytest.raises(ValueError, match="beta"):
        sherrington_kirkpatrick(8, np.random.default_rng(4), 0.0)
