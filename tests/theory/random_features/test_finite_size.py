"""The spectrum at finite d: its limit, its mass and trace, and eigenvalues of drawn U."""

import numpy as np
import pytest

from memgen.networks.random_features.moments import training_moments
from memgen.theory.random_features.finite_size import (
    HEIGHT,
    finite_feature_density,
    norm_laws,
    sampling_ratio,
)
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import atom_mass, feature_density, find_bulks

MODEL = FeatureModel(16, 4, 0.01)


def test_the_limit_of_large_d_is_the_proportional_one():
    """The atom is a Lorentzian there, as wide as the smoothing, whose tail reaches the bulks."""
    atom, s2 = atom_mass(MODEL), MODEL.coefficients.s2
    for bulk in find_bulks(MODEL):
        x = bulk.grid(12)[2:-2]
        tail = atom * HEIGHT * x / np.pi / (x - s2) ** 2
        np.testing.assert_allclose(
            finite_feature_density(x, MODEL, 10**7), feature_density(x, MODEL) + tail, rtol=0.02
        )


@pytest.mark.parametrize("variances", [((1.0,), (1.0,)), ((0.5, 1.5), (0.5, 0.5))])
def test_mass_and_trace(variances):
    model = FeatureModel(16, 4, 0.01, *variances)
    x = np.geomspace(1e-4, 25, 200)
    density = finite_feature_density(x, model, 60)
    assert np.trapezoid(density * x, np.log(x)) == pytest.approx(1, abs=0.005)
    c = model.coefficients
    mean = c.s2 + c.v2 + c.b**2 + c.signal2 * model.mean_variance
    assert np.trapezoid(density * x**2, np.log(x)) == pytest.approx(mean, rel=0.005)


def test_norms_scatter_about_the_limit_s_coefficients():
    features, data = norm_laws(MODEL, 10**6)
    for law in (features, data):
        assert law.weight @ law.v2 == pytest.approx(MODEL.coefficients.v2, rel=1e-4)
        assert law.weight @ law.s2 == pytest.approx(MODEL.coefficients.s2, rel=1e-4)
    wide = norm_laws(MODEL, 50)[0]
    spread = np.sqrt(wide.weight @ wide.s2**2 / (wide.weight @ wide.s2) ** 2 - 1)
    assert 0.2 < spread < 0.6  # s^2 grows about as the square of a norm, which scatters by .2
    assert sampling_ratio(MODEL, 50) * 50 == pytest.approx(16 / 4 + sampling_cubic(50) * 50)


def sampling_cubic(d):
    """What the cubic form adds to r, from numerical Hermite coefficients."""
    z, w = np.polynomial.hermite_e.hermegauss(120)
    c3 = (w / w.sum()) @ (np.tanh(z) * (z**3 - 3 * z)) / np.sqrt(6)
    rho = np.exp(-0.02)
    share = c3**2 * 3 * rho**2 * (1 - rho) / MODEL.coefficients.s2
    return 16 * d * share**2 * 6 / (d * (d + 1) * (d + 2))


def test_eigenvalues_of_drawn_features():
    """Quantiles within the broadened atom, where the limit has a single eigenvalue."""
    d, rng = 24, np.random.default_rng(1)
    values = np.concatenate(
        [
            np.linalg.eigvalsh(
                training_moments(
                    rng.standard_normal((16 * d, d)), rng.standard_normal((4 * d, d)), 0.01
                ).U
            )
            for _ in range(3)
        ]
    )
    x = np.geomspace(1e-4, 15, 200)
    density = finite_feature_density(x, MODEL, d)
    share = np.cumsum(density * np.gradient(x))  # the limit's log s^2 is off by up to 1
    for level in (0.1, 0.3, 0.6):
        assert np.log(np.quantile(values, level)) == pytest.approx(
            np.log(np.interp(level, share / share[-1], x)), abs=0.25
        )


@pytest.mark.parametrize(("x", "d"), [(-1.0, 10), (1.0, 3)])
def test_what_lies_outside_is_refused(x, d):
    with pytest.raises(ValueError, match="positive"):
        finite_feature_density(np.array([x]), MODEL, d)
