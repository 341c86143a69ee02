"""Directions uniform on the sublattices into which a network folds pixels."""

import numpy as np
import pytest
import torch

from memgen.networks.recall import RecallNetwork
from memgen.studies.spurious_states import image_curvature
from memgen.studies.spurious_states.probes import Probes
from memgen.studies.spurious_states.stack import Stack
from memgen.studies.spurious_states.sublattices import share_in_span, uniform_images


def test_images_are_those_of_single_folded_channels():
    """Folding by torch leaves each in one channel, where it is constant."""
    span = uniform_images((4, 6, 3), 2)
    np.testing.assert_allclose(span @ span.T, np.eye(12), atol=1e-15)
    images = torch.as_tensor(span).reshape(12, 4, 6, 3).permute(0, 3, 1, 2)
    channels = torch.pixel_unshuffle(images, 2)
    means, spreads = channels.mean(dim=(2, 3)).numpy(), channels.std(dim=(2, 3)).numpy()
    assert ((means > 0).sum(axis=1) == 1).all()
    assert ((means > 0).sum(axis=0) == 1).all()
    assert spreads.max() == 0


def test_patches_that_do_not_tile_are_refused():
    with pytest.raises(ValueError, match="patches of 2 do not tile images of 5 x 4"):
        uniform_images((5, 4, 1), 2)


def test_the_share_of_flat_directions():
    Q = np.linalg.qr(np.random.default_rng(0).standard_normal((6, 6)))[0]
    matrix = np.diag([3.0, 2.0, 1.0, 0.4, 0.3, 0.2]) @ Q.T
    assert share_in_span(matrix, Q.T[3:], 0.5) == pytest.approx(1)
    assert share_in_span(matrix, Q.T[:3], 0.5) == pytest.approx(0, abs=1e-12)
    assert share_in_span(matrix, Q.T[5:], 0.5) == pytest.approx(1 / 3)
    assert np.isnan(share_in_span(matrix, Q.T, 0.1))


class Blind(RecallNetwork):
    """Sees all but the means of its folded channels."""

    def forward(self, x, _):
        span = torch.as_tensor(uniform_images(self.shape, self.patch), dtype=x.dtype)
        return 10 * (x - x @ span.T @ span)


STACK = Stack("blobs", 8, 3)


def test_a_network_blind_to_them_has_no_other(frame_of):
    group = Probes("training", "random", [np.random.default_rng(1).standard_normal((2, 324))])
    network = Blind((18, 18, 1), 4, channels=8)
    rows = frame_of(image_curvature.uniform_rows(STACK, [network], group, 0.5))
    assert rows["quantity"].tolist() == ["uniform_share"]
    assert rows["value"].iloc[0] == pytest.approx(1, abs=1e-5)
    assert rows["samples"].iloc[0] == 2


def test_a_network_that_folds_nothing_has_no_such_row():
    group = Probes("training", "random", [np.zeros((2, 4))])
    assert not list(image_curvature.uniform_rows(STACK, [torch.nn.Linear(4, 4)], group, 0.5))
