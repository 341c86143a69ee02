"""Eigenvalues sorted into bulks."""

import numpy as np
import pytest

from memgen.measures.geometry.spectral_bulks import bulk_distances, count_in_bulks
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, atom_mass, feature_density, find_bulks

BULKS = [Bulk(0.1, 0.2, 0.3, 0.15), Bulk(1.0, 2.0, 0.5, 1.5)]


def test_eigenvalues_are_cut_in_the_middle_of_the_gaps():
    """In log lambda: between 0.001 and 0.1 at 0.01, between 0.2 and 1 at 0.447."""
    values = np.array([0.001, 0.0099, 0.0101, 0.15, 0.44, 0.45, 1.5, 1.9, 3.0, 4.0])
    counts = count_in_bulks(values, 0.001, BULKS)
    np.testing.assert_allclose(counts.mass, [0.3, 0.5])
    np.testing.assert_allclose(counts.lower, [0.0101, 0.45])
    np.testing.assert_allclose(counts.upper, [0.44, 4.0])


def test_an_empty_bulk_is_refused():
    with pytest.raises(ValueError, match="raise d"):
        count_in_bulks(np.array([0.15, 0.16]), 0.001, BULKS)


def test_quantiles_of_the_limit_are_at_no_distance():
    model = FeatureModel(4.0, 8.0, 0.3)
    bulks = find_bulks(model)
    p = 4000
    values = [np.full(round(atom_mass(model) * p), model.coefficients.s2)]
    for bulk in bulks:
        x = bulk.grid(3000)
        density = feature_density(x, model)
        steps = np.diff(x) * (density[1:] + density[:-1]) / 2
        cumulative = np.concatenate([[0], np.cumsum(steps)]) / steps.sum()
        count = round(bulk.mass * p)
        values.append(np.interp((np.arange(count) + 0.5) / count, cumulative, x))
    values = np.concatenate(values)
    rng = np.random.default_rng(1)
    exact, shifted = bulk_distances([rng.permutation(values), values * 1.2], model, bulks)
    assert len(exact) == len(bulks)
    assert max(exact) < 0.01
    assert max(shifted) > 0.1
