"""Bulks: exact masses, edges and densities against drawn matrices, reference values."""

import numpy as np
import pytest
from scipy.stats import kstest

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.theory.random_features import atom_mass, bulks, spectral_density
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks, find_feature_edges


@pytest.mark.parametrize("psi", [(64.0, 8.0), (64.0, 4.0), (4.0, 8.0), (8.0, 8.0), (32.0, 64.0)])
@pytest.mark.parametrize("t", [0.01, 0.1, 2.0])
def test_masses_are_exact(psi, t):
    """d modes in the largest bulk, the atom, and all of it sums to 1."""
    model = FeatureModel(*psi, t)
    found = find_bulks(model)
    assert sum(bulk.mass for bulk in found) + atom_mass(model) == pytest.approx(1, abs=1e-4)
    assert found[-1].mass == pytest.approx(1 / psi[0], rel=1e-4)
    if len(found) == 3:
        assert found[0].mass == pytest.approx(1 / psi[0], rel=1e-4)
        assert found[1].mass == pytest.approx((psi[1] - 1) / psi[0], rel=1e-4)


def test_reference_bulks():
    small, middle, large = bulks(64.0, 8.0, 0.01)
    assert (small.lower, small.upper) == pytest.approx((0.0037, 0.0102), abs=5e-5)
    assert small.mean == pytest.approx(0.0058, abs=5e-5)
    assert (middle.lower, middle.upper) == pytest.approx((0.0915, 0.3595), abs=3e-4)
    assert middle.mean == pytest.approx(0.203, abs=5e-4)
    assert large.upper == pytest.approx(44.693, abs=1e-3)
    assert large.mean == pytest.approx(23.70, abs=0.01)


def test_the_trace_is_the_mean_eigenvalue():
    """(1/p) Tr U = s^2 + v^2 + mu_1^2 for data of mean variance 1."""
    for model in (FeatureModel(64.0, 8.0, 0.01), FeatureModel(4.0, 8.0, 0.3)):
        c = model.coefficients
        mean = sum(bulk.mass * bulk.mean for bulk in find_bulks(model))
        assert mean + atom_mass(model) * c.s2 == pytest.approx(c.s2 + c.v2 + c.mu1**2, rel=1e-4)


MODELS = [
    FeatureModel(16.0, 4.0, 0.05),
    FeatureModel(4.0, 8.0, 0.1),
    FeatureModel(16.0, 4.0, 0.05, (0.5, 1.5), (0.5, 0.5)),
]


@pytest.mark.parametrize("model", MODELS)
def test_drawn_matrices_have_these_eigenvalues(model):
    """At d = 150: all eigenvalues within the edges but for Tracy-Widom fluctuations, and KS."""
    found = find_bulks(model)
    values = draw_equivalent(model, 150, np.random.default_rng(1)).eigenvalues()
    values = values[values > model.coefficients.s2 * (1 + 1e-9)]
    start = 0
    for bulk in found:
        count = round(bulk.mass * model.psi_p * 150)
        mine = values[start : start + count]
        start += count
        width = bulk.upper - bulk.lower
        assert mine.min() > bulk.lower - 0.08 * width
        assert mine.max() < bulk.upper + 0.08 * width
        x = np.linspace(bulk.lower, bulk.upper, 4001)[1:-1]
        rho = spectral_density(x, model.psi_p, model.psi_n, model.t, model.variances, model.weights)
        cumulative = np.cumsum(rho) / rho.sum()
        test = kstest(mine, lambda y, x=x, c=cumulative: np.interp(y, x, c))
        assert test.statistic < 0.04, bulk
    assert start == values.size


def test_edges_are_where_the_density_vanishes_as_a_square_root():
    model = FeatureModel(64.0, 8.0, 0.1)
    for low, high in find_feature_edges(model):
        width = high - low
        inside = spectral_density(low + width * np.array([1e-4, 4e-4]), 64.0, 8.0, 0.1)
        assert inside[1] / inside[0] == pytest.approx(2, rel=0.05)
        outside = spectral_density(np.array([high + 1e-4 * width]), 64.0, 8.0, 0.1)
        assert outside[0] == 0


def test_many_data_leave_a_spiked_marchenko_pastur_law():
    """psi_n -> infinity: U - s^2 - v^2 = mu_1^2 W W^T / d, exactly Marchenko and Pastur's."""
    psi_p, t = 4.0, 0.2
    model = FeatureModel(psi_p, 1e7, t)
    c = model.coefficients
    top = find_bulks(model)[-1]
    scale, floor = c.mu1**2, c.s2 + c.v2
    assert top.lower == pytest.approx(floor + scale * (np.sqrt(psi_p) - 1) ** 2, rel=2e-3)
    assert top.upper == pytest.approx(floor + scale * (np.sqrt(psi_p) + 1) ** 2, rel=2e-3)


def test_equal_atoms_are_one_atom():
    one = find_feature_edges(FeatureModel(8.0, 4.0, 0.1))
    two = find_feature_edges(FeatureModel(8.0, 4.0, 0.1, (1.0, 1.0), (0.3, 0.7)))
    np.testing.assert_allclose(two, one, rtol=1e-9)


def test_below_the_atom_there_is_nothing():
    with pytest.raises(ValueError, match="must lie above"):
        spectral_density(np.array([1e-4]), 64.0, 8.0, 0.1)


@pytest.mark.parametrize("t", [2.5, 3.0, 3.2, 4.0])
def test_large_times_leave_the_largest_bulk(t):
    """v^2 is below round-off beside s^2: what is left is the population's bulk, W W^T / d."""
    model = FeatureModel(8.0, 8.0, t)
    bulk = find_bulks(model)[-1]
    assert bulk.mass == pytest.approx(1 / 8, rel=1e-4)
    assert find_bulks(FeatureModel(8.0, 8.0, 2.4))[-1].upper == pytest.approx(bulk.upper, rel=0.03)
    drawn = draw_equivalent(model, 100, np.random.default_rng(0)).eigenvalues()
    assert drawn[-100:].mean() == pytest.approx(bulk.mean, rel=0.02)
