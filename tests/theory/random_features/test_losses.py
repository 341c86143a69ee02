"""The training loss against gradient flow on drawn matrices, identities and reference values."""

import numpy as np
import pytest

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.theory.random_features import training_loss
from memgen.theory.random_features.losses import half_fall_time, loss_curve
from memgen.theory.random_features.resolvent import FeatureModel, resolvent


@pytest.mark.parametrize("model", [FeatureModel(8.0, 4.0, 0.1), FeatureModel(3.0, 6.0, 0.5)])
def test_gradient_flow_on_drawn_matrices(model):
    tau = np.array([0.3, 10.0, 300.0, 1e4, 1e6])
    flows = [draw_equivalent(model, 60, np.random.default_rng(seed)).flow() for seed in range(4)]
    drawn = np.array([[flow.training_loss(at) for at in tau] for flow in flows])
    theory = loss_curve(tau, model).value
    error = drawn.std(axis=0, ddof=1) / 2
    assert (np.abs(drawn.mean(axis=0) - theory) < 4 * error + 3e-3).all()


def test_reference_values():
    found = training_loss(np.array([0.0, 1.0, 1e3, 1e5]), 64.0, 8.0, 0.1)
    np.testing.assert_allclose(found.value, [1, 0.9577, 0.6545, 0.3474], atol=5e-5)
    assert training_loss(np.array([np.inf]), 4.0, 8.0, 0.1).value[0] == pytest.approx(
        0.7765, abs=5e-5
    )


def test_the_smallest_bulk_carries_the_late_fall():
    """The d modes just above s^2, which the leading order in psi_n misses."""
    small, middle, large = training_loss(np.array([0.0]), 64.0, 8.0, 0.01).shares
    assert (small, middle, large) == pytest.approx((0.642, 0.003, 0.022), abs=2e-3)


def test_the_final_loss_is_the_projected_resolvent_at_zero():
    """L(inf) = 1 - b^2 psi_p s(0), from the resolvent at z = 0 and not from the spectrum."""
    for model in (FeatureModel(8.0, 4.0, 0.1), FeatureModel(64.0, 8.0, 0.1)):
        s = resolvent(np.array([1e-9j]), model).projected(model)[0].real
        expected = 1 - model.coefficients.b**2 * model.psi_p * s
        assert loss_curve(np.array([0.0]), model).final == pytest.approx(expected, abs=2e-5)


def test_the_loss_falls_and_starts_at_one():
    tau = np.concatenate([[0.0], np.geomspace(1e-2, 1e8, 60)])
    value = loss_curve(tau, FeatureModel(16.0, 8.0, 0.05)).value
    assert value[0] == 1
    assert (np.diff(value) <= 0).all()
    assert (np.diff(value[:40]) < 0).all()
    slope = (1 - value[1]) / tau[1]
    c = FeatureModel(16.0, 8.0, 0.05).coefficients
    # dL/dtau = -4 Delta b^2 Tr V^T V / (d b^2 psi_p) = -4 Delta b^2
    assert slope == pytest.approx(4 * c.delta * c.b**2, rel=5e-3)


def test_half_of_the_late_fall():
    """Between its start and its end the loss passes the middle of the late fall there."""
    model = FeatureModel(64.0, 8.0, 0.1)
    at = half_fall_time(model)
    found = loss_curve(np.array([at]), model)
    early = found.shares[-1]
    assert found.value[0] == pytest.approx(1 - early - found.shares[:-1].sum() / 2, abs=1e-3)
    # twice the data, about twice the time
    assert half_fall_time(FeatureModel(64.0, 16.0, 0.1)) / at == pytest.approx(2, rel=0.35)


def test_outside_the_domain():
    with pytest.raises(ValueError, match="tau"):
        loss_curve(np.array([-1.0]), FeatureModel(16.0, 8.0, 0.05))
