"""Networks of images: weights from a file, and too many images asked for."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from memgen.settings.image_network import ImageNetwork
from memgen.settings.training import Training
from memgen.studies.image_networks import image_score, image_task, images_of
from memgen.training.recipe import train_task

SETTINGS = ImageNetwork(
    held_out=4, width=8, multipliers=(1,), training=Training(steps=2, batch=4, device="cpu")
)


def test_the_score_is_that_of_the_trained_weights(tmp_path):
    task = image_task(SETTINGS, images_of(SETTINGS), np.arange(1797), 10, 3, {"images": "digits"})
    trained = train_task(task)
    save_file(trained.network.state_dict(), str(tmp_path / "net.safetensors"))
    score = image_score(SETTINGS, tmp_path / "net.safetensors", task.split)
    x = torch.as_tensor(task.split["held_out"])
    label = task.schedule.label(torch.full((4,), 0.5, dtype=torch.float64))
    noise = trained.network.double()(x / np.sqrt(1.5), label)
    with torch.no_grad():
        np.testing.assert_allclose(score(x, 0.5), -noise.detach() / np.sqrt(0.5), rtol=1e-9)
    assert score.schedule == task.schedule


def test_held_out_images_are_never_among_the_trained_ones():
    images, order = images_of(SETTINGS), np.arange(1797)
    with pytest.raises(ValueError, match="1793 at most"):
        image_task(SETTINGS, images, order, 1794, 0, {})
    split = image_task(SETTINGS, images, order, 1793, 0, {}).split
    np.testing.assert_array_equal(split["held_out"], images.cloud.points[1793:])
    assert tuple(split["shape"]) == (8, 8, 1)
