"""Every measure of points has the one door: tensors, lists and frames in, masks and NaN not."""

from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd
import pytest
import torch

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import descend_potential, own_weight, return_to_pattern
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.measures.collapse.curves import Probes, collapse_curves, draw_probes
from memgen.measures.collapse.landscape import count_attractors, plane_through, traps_on_plane
from memgen.measures.collapse.recovery import within_radius
from memgen.measures.collapse.trajectory import follow_back, seen_on_the_way
from memgen.measures.energy.minima import find_minima
from memgen.measures.geometry.dimension import count_below_half, detect_dimension
from memgen.measures.geometry.two_nearest import two_nearest_dimension
from memgen.measures.memorization import classify, memorised_fraction, nearest_ratio
from memgen.measures.samples.clusters import pair_distance_density, ward_tree
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.types import classify_distances

X = np.random.default_rng(0).standard_normal((12, 3))
TIMES = np.array([0.5, 0.1, 0.02])


def rng():
    return np.random.default_rng(7)


def collapse(x):
    return collapse_curves(draw_probes(x, 3, rng()), x, TIMES)


def collapse_of_own_probes(x):
    return collapse_curves(Probes(x[:4], 1.0 * x[4:8], np.arange(4)), x, TIMES)


def trajectories(x):
    back = follow_back(EmpiricalScore(x), x, TIMES, 1, rng())
    return back.final, back.nearest_ratio, seen_on_the_way(back, x)


MEASURES = {
    "nearest": lambda x: nearest(x, x, 2, exclude_self=True),
    "nearest_ratio": lambda x: nearest_ratio(x, x),
    "classify": lambda x: classify(x, x, x, 0.1, 0.1),
    "memorised_fraction": lambda x: memorised_fraction(abs(x) / 10, rng(), resamples=10),
    "classify_distances": lambda x: classify_distances(abs(x), abs(x), 0.1, 0.1),
    "two_nearest_dimension": two_nearest_dimension,
    "ward_tree": lambda x: ward_tree(x).links,
    "pair_distance_density": lambda x: pair_distance_density(x, np.linspace(0, 20, 50)),
    "collapse_curves": collapse,
    "collapse_curves, own probes": collapse_of_own_probes,
    "measured_cross_entropy": lambda x: measured_cross_entropy(x + 0.1, x, TIMES),
    "descend_potential": lambda x: descend_potential(EmpiricalScore(x), x, 0.3),
    "own_weight": lambda x: own_weight(EmpiricalScore(x), x, x, 0.3),
    "return_to_pattern": lambda x: return_to_pattern(EmpiricalScore(x), x, x, 0.1, 0.3),
    "trajectories": trajectories,
    "plane_through": lambda x: plane_through(x[:3]),
    "traps_on_plane": lambda x: traps_on_plane(x, plane_through(X[:3]), 0.01),
    "count_attractors": lambda x: count_attractors(x, 0.5),
    "within_radius": lambda x: within_radius(x, x, 0.5),
    "find_minima": lambda x: find_minima(x[:3], 0.1, rng(), mixtures=5),
    "count_below_half": lambda x: count_below_half(abs(x)),
    "detect_dimension": lambda x: detect_dimension(abs(x)[:, 0]),
}


def numbers(result):
    """All that a result holds, as arrays."""
    if is_dataclass(result):
        return [a for entry in fields(result) for a in numbers(getattr(result, entry.name))]
    if isinstance(result, tuple):
        return [a for part in result for a in numbers(part)]
    return [np.asarray(result)]


@pytest.mark.parametrize("name", MEASURES)
def test_tensors_give_the_same(name):
    expected = numbers(MEASURES[name](X))
    for given in (torch.tensor(X), torch.tensor(X, requires_grad=True)):
        for one, other in zip(numbers(MEASURES[name](given)), expected, strict=True):
            if other.dtype.kind == "f":
                np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
            else:
                np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", MEASURES)
def test_what_is_masked_or_not_finite_is_refused(name):
    hole = X.copy()
    hole[0, 0] = np.nan
    for given in (hole, torch.tensor(hole)):
        with pytest.raises(ValueError, match=r"not finite|finite numbers|a NaN"):
            MEASURES[name](given)
    with pytest.raises(TypeError, match="masked"):
        MEASURES[name](np.ma.masked_less(X, 0.0))


# What does arithmetic of its own with what it is given, above, is not tried with lists; blocks of
# points may come as a list, of arrays.
OF_BLOCKS = {"collapse_curves", "descend_potential", "own_weight", "return_to_pattern"}
ARITHMETIC = {"classify_distances", "count_below_half", "detect_dimension", "find_minima"} | {
    "memorised_fraction",
    "measured_cross_entropy",
    "collapse_curves, own probes",
    "plane_through",
}


@pytest.mark.parametrize("name", sorted(set(MEASURES) - ARITHMETIC))
def test_frames_and_lists_are_converted(name):
    expected = numbers(MEASURES[name](X))
    kinds = [pd.DataFrame(X)] if name in OF_BLOCKS else [pd.DataFrame(X), X.tolist()]
    for given in kinds:
        for one, other in zip(numbers(MEASURES[name](given)), expected, strict=True):
            if other.dtype.kind == "f":
                np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
            else:
                np.testing.assert_array_equal(one, other)


def test_one_sample_of_two_distances_gives_a_word():
    assert classify_distances(0.1, 1.0, 0.2, 0.2) == "memorised"
    with pytest.raises(ValueError, match="to_synthetic"):
        classify_distances(np.ones(3), np.ones(2), 0.1, 0.1)
    with pytest.raises(ValueError, match="to_training"):
        classify_distances(np.array([np.nan]), np.ones(1), 0.1, 0.1)


def test_a_tree_keeps_its_samples():
    x = X.copy()
    tree = ward_tree(x)
    before = tree.centroids(1.0)[0]
    x[:] = 0.0
    np.testing.assert_array_equal(tree.centroids(1.0)[0], before)


@pytest.mark.parametrize("values", [np.ones((3, 4)), 1.0, []])
def test_no_spectrum(values):
    with pytest.raises(ValueError, match="values"):
        detect_dimension(values)
