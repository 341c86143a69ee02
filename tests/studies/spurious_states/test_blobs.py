"""Networks on blobs, and the curvature of their energies."""

import numpy as np
import pytest
from safetensors.torch import save_file

from memgen.settings.spurious_images import BlobCurvature, BlobNetwork
from memgen.settings.training import Training
from memgen.studies.spurious_states import blob_curvature, blob_network

S = BlobNetwork(
    K=[4, 8], count=40, held_out=10, width=8, blocks=1, training=Training(steps=2, batch=4)
)


def test_training_sets_are_nested(seeds_of):
    tasks = [blob_network.network(S, seeds_of("blob_network"), K) for K in S.K]
    few, many = (task.split for task in tasks)
    np.testing.assert_array_equal(many["training"][:4], few["training"])
    np.testing.assert_array_equal(many["held_out"], few["held_out"])
    assert few["held_out"].shape == (10, 5)
    assert tasks[0].seed != tasks[1].seed
    # the points are the images of their latents
    np.testing.assert_allclose(blob_network.generate(many["training"], many), tasks[1].points)
    assert tasks[1].points.shape == (8, 64)


def test_curvature(tmp_path, seeds_of, frame_of):
    tasks = {K: blob_network.network(S, seeds_of("blob_network"), K) for K in S.K}
    paths = {}
    for K, task in tasks.items():
        paths[K] = tmp_path / f"{K}.safetensors"
        save_file(task.build().state_dict(), paths[K])
    frame = frame_of(
        blob_curvature.table(
            BlobCurvature(noise=0.2, points=2, posterior_draws=500),
            seeds_of("blob_curvature"),
            S,
            paths,
            {K: task.split for K, task in tasks.items()},
        )
    )
    near = frame[frame["quantity"] == "near_zero"].set_index(["score", "K", "type"])["value"]
    # an untrained network has no gradient
    assert near["network", 4, "training"] == 64
    assert near["empirical", 8, "training"] == 0
    assert near["population", 8, "held_out"] == pytest.approx(5, abs=0.3)
    assert set(frame[frame["score"] == "manifold"]["value"]) == {5}
    assert frame[frame["quantity"] == "effective_draws"]["value"].min() > 50


def test_too_few_blobs_are_refused():
    with pytest.raises(ValueError, match="count = 40"):
        BlobNetwork(K=[8, 35], count=40, held_out=10)
