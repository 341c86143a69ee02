"""The two equations against the four of the paper, drawn matrices and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.theory.random_features.resolvent import FeatureModel, equations, resolvent

MODELS = [
    FeatureModel(64.0, 8.0, 0.01),
    FeatureModel(4.0, 8.0, 0.3),
    FeatureModel(2.0, 0.5, 0.1, (0.5, 1.5), (0.5, 0.5)),
]


@pytest.mark.parametrize("model", MODELS)
def test_the_four_equations_of_the_paper(model):
    """arXiv:2505.17638, theorem 3.1: r, s, their conjugates, and the equation for z."""
    z = np.geomspace(0.01, 40, 60) + 0.01j
    found, c = resolvent(z, model), model.coefficients
    q, D = found.q, found.D
    level, w = np.array(model.variances), np.array(model.weights)
    s_hat = c.b**2 * model.psi_p + 1 / q
    r_hat = model.psi_p * c.signal2 / D
    r = (level / (s_hat[:, None] + level * r_hat[:, None])) @ w
    s = (1 / (s_hat[:, None] + level * r_hat[:, None])) @ w
    np.testing.assert_allclose(
        D, 1 + model.psi_p / model.psi_n * (c.signal2 * r + c.v2 * q), rtol=1e-9
    )
    np.testing.assert_allclose(found.projected(model), s, rtol=1e-9)
    rest = model.psi_p * (c.s2 - z + c.v2 / D) + (1 - model.psi_p) / q - s / q**2
    assert np.max(np.abs(rest) / np.abs(s / q**2)) < 1e-8


@given(
    psi_p=st.floats(0.3, 100),
    psi_n=st.floats(0.3, 100),
    t=st.floats(0.005, 3),
    x=st.floats(0.001, 100),
)
def test_a_resolvent_is_found_everywhere(psi_p, psi_n, t, x):
    """q is the Stieltjes transform of a probability: Im q > 0 and |q| <= 1 / Im z."""
    found = resolvent(np.array([x + 1e-6j * x, x + 1j]), FeatureModel(psi_p, psi_n, t))
    assert (found.q.imag > 0).all()
    assert (np.abs(found.q) <= 1 / found.z.imag * (1 + 1e-9)).all()


def test_the_jacobian_is_the_derivative():
    model, step = MODELS[2], 1e-6
    q, D, z = (np.array([value]) for value in (0.7 + 0.4j, 1.8 - 0.2j, 0.3 + 0.1j))
    F1q, F1D, F2q, F2D = equations(q, D, z, model)[2:]
    for k, (by_q, by_D) in enumerate(((F1q, F1D), (F2q, F2D))):
        plus, minus = (equations(q + h, D, z, model)[k] for h in (step, -step))
        assert (plus - minus)[0] / (2 * step) == pytest.approx(by_q[0], rel=1e-6)
        plus, minus = (equations(q, D + h, z, model)[k] for h in (step, -step))
        assert (plus - minus)[0] / (2 * step) == pytest.approx(by_D[0], rel=1e-6)


def test_a_warm_start_gives_the_same():
    model, x = MODELS[0], np.linspace(10, 40, 20)
    cold = resolvent(x + 1e-4j, model)
    warm = resolvent(x + 1e-4j, model, start=resolvent(x + 1e-3j, model))
    np.testing.assert_allclose(warm.q, cold.q, rtol=1e-8)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0.0, 8.0, 0.1), "psi_p=0"),
        ((4.0, 8.0, 0.1, (1.0,), (0.5, 0.5)), "one positive weight"),
        ((4.0, 8.0, 0.1, (1.0, 2.0), (0.5, 0.4)), "sum to 1"),
    ],
)
def test_outside_the_domain(arguments, words):
    with pytest.raises(ValueError, match=words):
        FeatureModel(*arguments)
    with pytest.raises(ValueError, match="upper half plane"):
        resolvent(np.array([1.0 + 0j]), MODELS[0])
