"""Matrix-free singular values, against the decomposition of the stored matrix."""

import numpy as np
import pytest
import torch

from memgen.diffusion.jacobian import network_jacobian
from memgen.diffusion.matrix_free import jacobian_maps, lanczos, ordered_spectrum
from memgen.networks.mlp import ResidualMLP


def matrix(values, seed=0):
    rng = np.random.default_rng(seed)
    N = len(values)
    U, V = (np.linalg.qr(rng.standard_normal((N, N)))[0] for _ in range(2))
    return torch.as_tensor(U @ np.diag(values) @ V.T)


def run(A, steps, seed=1):
    start = torch.randn(len(A), dtype=A.dtype, generator=torch.Generator().manual_seed(seed))
    return lanczos(lambda v: A @ v, lambda u: A.T @ u, start, steps)


def test_all_steps_give_all_values():
    values = np.linspace(3, 0.1, 30)
    found = run(matrix(values), 30)
    np.testing.assert_allclose(found.values, values, atol=1e-8)
    assert found.weights.sum() == pytest.approx(1)


def test_few_steps_give_the_largest_and_know_their_errors():
    values = np.concatenate([[9.0, 7.0, 5.0], np.linspace(1, 0, 97)])
    found = run(matrix(values), 20)
    np.testing.assert_allclose(found.values[:3], values[:3], atol=1e-6)
    for value, bound in zip(found.values, found.errors, strict=True):
        assert np.abs(values - value).min() <= bound + 1e-9


def test_spaces_that_are_exhausted():
    assert len(run(torch.eye(10, dtype=torch.float64) * 2, 5).values) == 1
    flat = run(matrix(np.array([2.0] * 6 + [0.5] * 4)), 10)
    np.testing.assert_allclose(flat.values, [2, 0.5], atol=1e-9)
    singular = run(matrix(np.array([3.0, 1.0] + [0.0] * 4)), 6)
    np.testing.assert_allclose(singular.values[:2], [3, 1], atol=1e-9)
    assert singular.values[2:].max() < 1e-9


def test_quadrature_gives_moments_and_the_ordered_spectrum():
    values = np.sort(np.random.default_rng(3).beta(0.5, 0.5, 400))[::-1]
    A = matrix(values)
    parts = [run(A, 25, seed) for seed in range(40)]
    mean = np.mean([(part.weights * part.values**2).sum() for part in parts])
    assert mean == pytest.approx((values**2).mean(), rel=0.03)
    fractions = (np.arange(400) + 0.5) / 400
    assert np.abs(ordered_spectrum(parts, fractions) - values).max() < 0.06
    with pytest.raises(ValueError, match="empty"):
        ordered_spectrum([], fractions)


def test_maps_of_a_network_are_its_jacobian():
    torch.manual_seed(0)
    network = ResidualMLP(6, 16, 1, 16)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    network.double()
    x = torch.randn(1, 6, dtype=torch.float64)
    label = torch.full((1,), 0.3, dtype=torch.float64)
    forward, transpose = jacobian_maps(lambda x: network(x, label), x)
    J = network_jacobian(lambda x, t: network(x, t), x, 0.3)[0].detach()
    columns = torch.stack([forward(e) for e in torch.eye(6, dtype=torch.float64)], 1)
    rows = torch.stack([transpose(e) for e in torch.eye(6, dtype=torch.float64)], 0)
    torch.testing.assert_close(columns, J)
    torch.testing.assert_close(rows, J)
    found = lanczos(forward, transpose, torch.ones(6, dtype=torch.float64), 6)
    np.testing.assert_allclose(found.values, np.linalg.svd(J.numpy(), compute_uv=False), rtol=1e-6)


def test_senseless_steps_are_refused():
    with pytest.raises(ValueError, match="steps=4"):
        run(torch.eye(3, dtype=torch.float64), 4)
