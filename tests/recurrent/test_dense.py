"""The dense associative memory: its definition, its energy, and the diffusion model it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp, softmax

from memgen.data.patterns import draw_patterns
from memgen.diffusion.empirical import EmpiricalScore
from memgen.recurrent.dense import DenseMemory

LAMS = st.floats(1e-3, 1e3)


def a_memory(patterns="gaussian", P=40, N=6, seed=0):
    rng = np.random.default_rng(seed)
    xi = draw_patterns(patterns, P, N, rng)
    return xi, DenseMemory(xi), rng.standard_normal((5, N))


@given(lam=LAMS)
def test_update_and_energy_are_their_definitions(lam):
    xi, memory, x = a_memory()
    weights = softmax(lam * x @ xi.T, axis=1)
    np.testing.assert_allclose(memory.update(x, lam), weights @ xi, rtol=1e-8, atol=1e-10)
    energy = -logsumexp(lam * x @ xi.T, axis=1) / lam + (x**2).sum(axis=1) / 2
    np.testing.assert_allclose(memory.energy(x, lam), energy, rtol=1e-9, atol=1e-9 / lam)
    participation = (weights**2).sum(axis=1)
    np.testing.assert_allclose(memory.participation(x, lam), participation, rtol=1e-8)


@given(lam=st.floats(0.05, 20))
def test_the_update_is_a_gradient_step(lam):
    _, memory, x = a_memory()
    step = 1e-5
    gradient = np.empty_like(x)
    for k in range(x.shape[1]):
        shift = np.zeros(x.shape[1])
        shift[k] = step
        difference = memory.energy(x + shift, lam) - memory.energy(x - shift, lam)
        gradient[:, k] = difference / (2 * step)
    np.testing.assert_allclose(x - gradient, memory.update(x, lam), atol=1e-6)


@given(lam=LAMS)
def test_on_the_sphere_it_is_the_diffusion_model_at_t_one_over_lambda(lam):
    """arXiv:2503.09518: update = denoiser, energy = potential -t log p_t up to a constant."""
    xi, memory, x = a_memory("spherical")
    empirical, t = EmpiricalScore(xi), 1 / lam
    np.testing.assert_allclose(memory.update(x, lam), empirical.denoise(x, t), rtol=1e-9, atol=1e-9)
    constant = memory.energy(x, lam) + t * empirical.log_density(x, t)
    np.testing.assert_allclose(constant, constant[0], rtol=1e-9, atol=1e-9 * max(1, t))


def test_off_the_sphere_it_is_not():
    xi, memory, x = a_memory("gaussian")
    difference = memory.update(x, 1.0) - EmpiricalScore(xi).denoise(x, 1.0)
    assert np.abs(difference).max() > 0.01


def test_a_few_patterns_are_retrieved_exactly():
    xi, memory, _ = a_memory("binary", P=3, N=40, seed=3)
    back = memory.retrieve(np.where(np.arange(40) < 4, -xi, xi), lam=1.0)
    assert back.converged.all()
    np.testing.assert_allclose(back.state, xi, atol=1e-4)
    assert (back.steps < 10).all()


def test_energy_falls_along_the_iteration():
    _, memory, x = a_memory("gaussian", P=200)
    before = memory.energy(x, 0.7)
    for _ in range(5):
        x = memory.update(x, 0.7)
        after = memory.energy(x, 0.7)
        assert (after <= before + 1e-12).all()
        before = after


def test_retrieval_stops_where_it_stands_and_says_when_it_does_not():
    _, memory, x = a_memory()
    done = memory.retrieve(x, 0.5, steps=500)
    assert done.converged.all()
    np.testing.assert_allclose(memory.update(done.state, 0.5), done.state, atol=1e-3)
    cut = memory.retrieve(x, 0.5, steps=1)
    assert not cut.converged.any()
    np.testing.assert_allclose(cut.state, memory.update(x, 0.5))


def test_the_first_patterns_make_the_smaller_memory():
    xi, memory, x = a_memory("gaussian", P=50)
    np.testing.assert_allclose(
        memory.first(20).update(x, 0.8), DenseMemory(xi[:20]).update(x, 0.8), rtol=1e-9
    )
    np.testing.assert_allclose(
        memory.first(20).energy(x, 0.8), DenseMemory(xi[:20]).energy(x, 0.8), rtol=1e-9
    )
    with pytest.raises(ValueError, match="P=51"):
        memory.first(51)


def test_lambda_must_be_positive():
    _, memory, x = a_memory()
    with pytest.raises(ValueError, match="lam=0"):
        memory.update(x, 0.0)
