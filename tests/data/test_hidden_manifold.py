import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.activations import ACTIVATION_NAMES, get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix


def test_matrix_has_variance_one_over_latent_dimension():
    F = draw_matrix(400, 50, np.random.default_rng(0))
    assert F.shape == (400, 50)
    assert abs(50 * F.var() - 1) < 4 * np.sqrt(2 / F.size)


@pytest.mark.parametrize("name", ACTIVATION_NAMES)
def test_variance_per_coordinate(name):
    rng = np.random.default_rng(1)
    points = HiddenManifold(draw_matrix(200, 100, rng), name).sample(4000, rng)
    # The rows' norms |F_i|^2 fluctuate by sqrt(2 / D) each.
    assert abs(np.mean(points**2) / get_activation(name).second_moment() - 1) < 0.05


def test_linear_points_lie_on_the_manifold():
    rng = np.random.default_rng(2)
    F, v = draw_matrix(6, 2, rng), np.array([4.0, 0.25])
    points = HiddenManifold(F, "linear", v).sample(50_000, rng)
    assert np.linalg.matrix_rank(points[:100]) == 2
    latents = np.linalg.lstsq(F, points.T, rcond=None)[0]
    np.testing.assert_allclose(latents.var(axis=1), v, rtol=4 * np.sqrt(2 / 50_000))


@given(st.integers(1, 3000), st.integers(1, 2500))
def test_points_do_not_depend_on_the_blocks(P, block_size):
    manifold = HiddenManifold(draw_matrix(3, 2, np.random.default_rng(3)), "tanh")
    whole = manifold.sample(P, np.random.default_rng(4))
    blocks = list(manifold.blocks(P, block_size, np.random.default_rng(4)))
    np.testing.assert_array_equal(np.concatenate(blocks), whole)
    assert all(len(block) == block_size for block in blocks[:-1])
    assert 1 <= len(blocks[-1]) <= block_size
    longer = manifold.sample(P + 700, np.random.default_rng(4))
    np.testing.assert_array_equal(longer[:P], whole)


def test_bad_arguments():
    rng = np.random.default_rng(0)
    F = draw_matrix(3, 2, rng)
    with pytest.raises(ValueError, match="N=0, D=2"):
        draw_matrix(0, 2, rng)
    with pytest.raises(ValueError, match="one variance"):
        HiddenManifold(F, "linear", np.array([1.0, -1.0]))
    with pytest.raises(ValueError, match="finite matrix"):
        HiddenManifold(F * np.nan)
    with pytest.raises(ValueError, match="P=0"):
        HiddenManifold(F).sample(0, rng)
    with pytest.raises(ValueError, match="block_size=0"):
        next(HiddenManifold(F).blocks(5, 0, rng))
