"""The symmetric perceptron on graphs: full graphs, least distance, and the cavity argument."""

import numpy as np
import pytest
from scipy.optimize import nnls

from memgen.errors import ConvergenceError
from memgen.recurrent.diluted import diluted_max_margin, random_regular_graph
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.max_margin import max_margin
from memgen.theory.couplings.perceptron import largest_stability


@pytest.mark.parametrize(("N", "C"), [(50, 3), (30, 8), (12, 9), (10, 9)])
def test_graphs_are_simple_and_regular(N, C):
    edges = random_regular_graph(N, C, np.random.default_rng(C))
    assert edges.shape == (N * C // 2, 2)
    assert len(np.unique(edges, axis=0)) == len(edges)
    assert (edges[:, 0] < edges[:, 1]).all()
    assert (np.bincount(edges.ravel(), minlength=N) == C).all()


def test_neighbours_are_uniform():
    """Every pair is joined with probability C / (N - 1)."""
    N, C, draws = 12, 4, 600
    joined = np.zeros((N, N))
    rng = np.random.default_rng(1)
    for _ in range(draws):
        edges = random_regular_graph(N, C, rng)
        joined[edges[:, 0], edges[:, 1]] += 1
    counts = joined[np.triu_indices(N, 1)]
    expected = draws * C / (N - 1)
    assert np.abs(counts - expected).max() < 4.5 * np.sqrt(expected * (1 - C / (N - 1)))


def test_graphs_that_cannot_be_are_refused():
    for N, C in ((5, 3), (10, 10), (10, 0)):
        with pytest.raises(ValueError, match="regular graph"):
            random_regular_graph(N, C, np.random.default_rng(0))
    with pytest.raises(ValueError, match="same number"):
        diluted_max_margin(
            random_states(2, 4, np.random.default_rng(0)), np.array([[0, 1], [0, 2]])
        )


def test_on_the_full_graph_it_is_the_full_network():
    rng = np.random.default_rng(2)
    xi = random_states(8, 24, rng)
    edges = random_regular_graph(24, 23, rng)
    found, full = diluted_max_margin(xi, edges, 1e-6), max_margin(xi, True, 1e-6)
    assert found.stability == pytest.approx(full.stability[0], rel=2e-6)
    assert found.stability <= found.bound <= found.stability * (1 + 1e-6)
    np.testing.assert_allclose(found.couplings, full.J[edges[:, 0], edges[:, 1]], atol=1e-4)


def test_couplings_are_those_of_least_distance():
    N, C, P = 14, 6, 2
    rng = np.random.default_rng(3)
    xi, edges = random_states(P, N, rng), random_regular_graph(N, C, rng)
    G = np.zeros((P, N, len(edges)))
    for k, (i, j) in enumerate(edges):
        G[:, i, k] = G[:, j, k] = xi[:, i] * xi[:, j]
    G = G.reshape(-1, len(edges))
    # Lawson and Hanson: min |x| with G x >= 1
    E, f = np.vstack([G.T, np.ones(len(G))]), np.append(np.zeros(len(edges)), 1.0)
    r = E @ nnls(E, f)[0] - f
    exact = np.sqrt(N / 2) / np.linalg.norm(r[:-1] / r[-1])
    assert diluted_max_margin(xi, edges, 1e-7).stability == pytest.approx(exact, rel=1e-5)


def test_diluted_networks_approach_the_formula_and_full_ones_do_not():
    """At load .5 and C = 24, N = 1152: within 3 %, where full networks have 31 % more."""
    rng = np.random.default_rng(4)
    found = [
        diluted_max_margin(random_states(12, 1152, rng), random_regular_graph(1152, 24, rng))
        for _ in range(3)
    ]
    mean = np.mean([one.stability for one in found])
    assert mean == pytest.approx(largest_stability(0.5), rel=0.03)


def test_no_convergence_is_said():
    rng = np.random.default_rng(5)
    with pytest.raises(ConvergenceError, match="P=40, N=20, C=6"):
        diluted_max_margin(random_states(40, 20, rng), random_regular_graph(20, 6, rng), most=20)
