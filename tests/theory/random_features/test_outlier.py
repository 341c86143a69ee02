"""The mixture's outlier: reference values, the bulk's edge, limits and drawn matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.theory.random_features import bulks, outlier, outlier_threshold
from memgen.theory.random_features.outlier import eigenvalue, find_threshold, transition_time
from memgen.theory.random_features.resolvent import FeatureModel, resolvent


@pytest.mark.parametrize(
    ("point", "lam", "overlap"),
    [
        ((4.0, 8.0, 0.01, 1.5), 4.636, 0.731),
        ((4.0, 8.0, 0.01, 4.0), 7.962, 0.942),
        ((4.0, 8.0, 1.0, 6.0), 3.529, 0.615),
        ((4.0, 8.0, 0.3, 6.0, 2.0), 6.258, 0.887),
    ],
)
def test_reference_values(point, lam, overlap):
    found = outlier(*point)
    assert (found.eigenvalue, found.overlap) == pytest.approx((lam, overlap), abs=6e-4)


@pytest.mark.parametrize(
    "point", [(4.0, 8.0, 0.01), (4.0, 8.0, 0.3), (64.0, 8.0, 1.0), (2.0, 3.0, 0.1)]
)
def test_it_leaves_the_bulk_at_its_edge(point):
    """Two derivations meet: the least closed-form eigenvalue and the double root."""
    threshold = outlier_threshold(*point)
    assert eigenvalue(FeatureModel(*point), threshold) == pytest.approx(
        bulks(*point)[-1].upper, rel=1e-9
    )
    assert outlier(*point, 1.001 * threshold).overlap < 0.02


def test_limits_of_the_threshold():
    t = 0.1
    found = outlier_threshold(64.0, 1e8, t)
    assert found == pytest.approx(np.exp(2 * t) / 8, rel=1e-5)  # Gamma = 1 for unit variance
    assert outlier_threshold(1e6, 8.0, 1e-7) == pytest.approx(1 / np.sqrt(8), rel=1e-3)


@given(
    psi_p=st.floats(1, 64), psi_n=st.floats(1, 64), t=st.floats(0.01, 1), more=st.floats(1.2, 20)
)
def test_the_denominator_vanishes_at_the_outlier(psi_p, psi_n, t, more):
    """1 + psi_p q (b^2 + l alpha^2 / D) = 0 with q and D of the resolvent solved there."""
    model = FeatureModel(psi_p, psi_n, t)
    signal = more * outlier_threshold(psi_p, psi_n, t)
    found = outlier(psi_p, psi_n, t, signal)
    at = resolvent(np.array([found.eigenvalue * (1 + 1e-8j)]), model)
    c = model.coefficients
    k = c.b**2 + (1 + signal) * c.signal2 / at.D[0]
    assert abs(1 + psi_p * at.q[0] * k) < 1e-4
    assert 0 < found.overlap < 1


def test_drawn_mixtures():
    """d = 200: the largest eigenvalue and its overlap with W m, within 5 per cent."""
    point, signal, d = (4.0, 8.0, 0.1), 4.0, 200
    model, found = FeatureModel(*point), []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        mean = rng.standard_normal(d)
        mean *= np.sqrt(signal) / np.linalg.norm(mean)
        features = draw_equivalent(model, d, rng, mean)
        flow = features.flow()
        direction = features.W @ mean / np.linalg.norm(features.W @ mean)
        found.append([flow.values[-1], (flow.vectors[:, -1] @ direction) ** 2])
    expected = outlier(*point, signal)
    lam, overlap = np.mean(found, axis=0)
    assert lam == pytest.approx(expected.eigenvalue, rel=0.05)
    assert overlap == pytest.approx(expected.overlap, rel=0.05)


def test_below_the_threshold_there_is_none():
    with pytest.raises(ValueError, match="must be above"):
        outlier(4.0, 8.0, 0.01, 0.5)
    with pytest.raises(ValueError, match="isotropic"):
        find_threshold(FeatureModel(4.0, 8.0, 0.1, (0.5, 1.5), (0.5, 0.5)))


def test_the_transition_time_inverts_the_threshold_and_has_its_limit():
    t = transition_time(4.0, 8.0, 3.0)
    assert outlier_threshold(4.0, 8.0, t) == pytest.approx(3.0)
    # many data: M_c = Gamma^2 e^{2t} / sqrt psi_p, with Gamma = 1
    many = transition_time(4.0, 1e6, 3.0)
    assert many == pytest.approx(0.5 * np.log(3 * np.sqrt(4.0)), rel=2e-3)
    with pytest.raises(ValueError, match="must lie between"):
        transition_time(4.0, 8.0, 0.1)
