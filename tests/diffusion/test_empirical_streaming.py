import numpy as np
import pytest
import torch

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore, streamed
from memgen.diffusion.empirical.flat import nearest, plane_of
from memgen.seeds import Seeds


@pytest.mark.parametrize("offset", [0.0, 50.0])
def test_streamed_blocks_are_the_whole(offset):
    seeds = Seeds(1, "manifold_memorization", "fixed_size")
    manifold = HiddenManifold(draw_matrix(8, 3, seeds.generator({"N": 8})))

    def blocks():
        return (manifold.sample(500, seeds.generator({"N": 8}, k)) + offset for k in range(1, 5))

    points = np.concatenate(list(blocks()))
    rng = np.random.default_rng(0)
    for t in (1e-5, 0.02, 0.5, 30.0):
        x = points[::200] + np.sqrt(t) * rng.standard_normal((10, 8))
        whole, found = EmpiricalScore(points).posterior(x, t), streamed(blocks(), x, t)
        for expected, value in zip(whole, found, strict=True):
            np.testing.assert_allclose(value, expected, rtol=1e-8, atol=1e-10 * (1 + 1 / t))
    single = streamed(map(torch.from_numpy, blocks()), torch.from_numpy(x).float(), t)
    assert single.score.dtype == torch.float32
    np.testing.assert_allclose(single.score, whole.score, rtol=1e-4, atol=1e-5)


def test_no_block():
    with pytest.raises(ValueError, match="no block"):
        streamed(iter([]), np.zeros((1, 2)), 1.0)


def test_nearest_points_on_a_linear_manifold():
    rng = np.random.default_rng(1)
    points = HiddenManifold(draw_matrix(12, 3, rng)).sample(300, rng)
    x = points[:9] + 0.3 * rng.standard_normal((9, 12))
    true = np.linalg.norm(x[:, None] - points, axis=2)
    distance, number = nearest(plane_of(points), x, 4)
    np.testing.assert_array_equal(number, true.argsort(1)[:, :4])
    np.testing.assert_allclose(distance, np.sort(true, axis=1)[:, :4])
    with pytest.raises(ValueError, match="neighbours=0"):
        nearest(plane_of(points), x, 0)
