"""What the explorer's pages compute, against the library, at random points."""

import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.site import grids
from memgen.theory.capacity import retrieval_capacity, saturation, storage_capacity
from memgen.theory.manifold import times
from memgen.theory.random_features import (
    atom_mass,
    bulks,
    outlier,
    outlier_threshold,
    spectral_density,
)
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.spectra import bulk_edges, gap_width
from memgen.theory.spectra import spectral_density as bulk_density

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("activation", grids.ACTIVATIONS)
def test_times(page, activation):
    for alpha, alpha_D in [(0.3, 0.15), (0.07, 0.9), *RANDOM.uniform(0.05, 0.9, (1, 2))]:
        found, exact = page("times", alpha, alpha_D, activation), times(alpha, alpha_D, activation)
        for name in grids.TIMES:
            assert found[name] == pytest.approx(getattr(exact, name), rel=1e-3)


def test_the_phase_is_told(page):
    found = page("times", 0.2, 0.2, "linear")
    assert "memorization" in page("phase", 0.9 * found["collapse"], found)
    assert "pass" in page("phase", 1.1 * found["collapse"], found)


@pytest.mark.parametrize("patterns", ["gaussian", "spherical", "binary"])
def test_capacities_of_independent_patterns(page, patterns):
    for lam in (0.05, 0.7, 1.3, 12.0):
        exact = retrieval_capacity(lam, patterns)
        assert page("retrieval", lam, patterns) == pytest.approx(exact)
        exact = storage_capacity(lam, patterns)
        assert page("storage", lam, patterns) == pytest.approx(exact, abs=1e-8)


@pytest.mark.parametrize("activation", grids.ACTIVATIONS)
def test_capacities_on_the_manifold(page, activation):
    for alpha_D, lam in [(0.25, 0.5), (0.8, 0.03), (0.06, 5.0)]:
        exact = retrieval_capacity(lam, "manifold", alpha_D, activation)
        found = page("retrieval", lam, "manifold", alpha_D, activation)
        assert found == pytest.approx(exact, rel=1e-3)
        end = saturation("manifold", alpha_D, activation)
        assert page("saturation", alpha_D, activation)["lam"] == pytest.approx(end.lam, rel=1e-4)


@pytest.mark.parametrize("ratios", [(0.2, 0.2), (0.6, 0.1), (0.05, 0.9)])
@pytest.mark.parametrize("variances", [(0.01, 1.0), (0.8, 1.0)])
def test_bulks_and_gaps(page, ratios, variances):
    parts = [{"ratio": r, "variance": s} for r, s in zip(ratios, variances, strict=True)]
    found = np.array(page("bulks", parts))
    np.testing.assert_allclose(found, bulk_edges(ratios, variances), rtol=1e-6, atol=1e-12)
    for bulk in found.tolist():
        x, rho = np.array(page("bulkDensity", parts, bulk)).T
        exact = bulk_density(x, ratios, variances)
        np.testing.assert_allclose(rho, exact, rtol=1e-3, atol=1e-3 * exact.max())
    gaps = page("gaps", found.tolist(), 0.05)
    assert gaps["final"] == pytest.approx(gap_width(0.05, ratios, variances))
    if len(found) > 1:
        assert gaps["between"][0] == pytest.approx(gap_width(0.05, ratios, variances, 0))


@pytest.mark.parametrize(
    ("psi_p", "psi_n", "t", "sigma"),
    [(64.0, 8.0, 0.01, 1.0), (0.8, 2.0, 1.5, 2.0)],
)
def test_random_features(page, psi_p, psi_n, t, sigma):
    model = page("features", psi_p, psi_n, t, sigma)
    exact = FeatureModel(psi_p, psi_n, t, (sigma**2,))
    assert page("atom", model) == pytest.approx(atom_mass(exact))
    threshold = outlier_threshold(psi_p, psi_n, t, sigma**2)
    assert page("threshold", model) == pytest.approx(threshold, rel=1e-3)
    found = page("outlier", model, 3 * threshold)
    assert found == pytest.approx(
        outlier(psi_p, psi_n, t, 3 * threshold, sigma**2).eigenvalue, rel=1e-3
    )
    for bulk in bulks(psi_p, psi_n, t, (sigma**2,)):
        x = bulk.grid(12)[2:-2][::-1]
        rho = spectral_density(np.ascontiguousarray(x), psi_p, psi_n, t, (sigma**2,))
        np.testing.assert_allclose(page("featureDensity", model, x.tolist()), rho, rtol=0.02)


def test_the_score_of_a_cloud(page):
    points = RANDOM.standard_normal((20, 2))
    exact = EmpiricalScore(points)
    for t in (1e-3, 0.1, 2.0):
        x = RANDOM.standard_normal(2)
        found = page("posterior", points.tolist(), *x.tolist(), t)
        np.testing.assert_allclose(found["score"], exact.score(x[None], t)[0], rtol=1e-9)
        participation = exact.participation(x[None], t)[0]
        assert found["participation"] == pytest.approx(participation)


def test_a_path_ends_on_a_point_and_a_cloud_collapses(page):
    points = [[1.0, 0.0], [-1.0, 0.0]]
    grid = np.geomspace(4, 1e-4, 50).tolist()
    end = page("path", points, [0.3, 0.2], grid)[-1]
    np.testing.assert_allclose(end, [1.0, 0.0], atol=0.02)
    normals = RANDOM.standard_normal((200, 2)).tolist()
    t = page("cloudCollapse", points, normals)
    assert page("ownWeight", points, normals, t) == pytest.approx(0.5, abs=1e-3) or t > 9
