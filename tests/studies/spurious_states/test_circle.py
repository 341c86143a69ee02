"""Networks on the circle: what they are trained on, their samples, the published points."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from memgen.data.circle import on_circle, published_angles
from memgen.settings.spurious_circle import Circle, CircleSamples
from memgen.settings.training import Training
from memgen.studies.spurious_states import circle_samples, toy_data
from memgen.studies.spurious_states.circle import network
from memgen.training.circle_networks import load_circle_scores
from memgen.training.recipe import train_task


def test_networks_learn_the_first_points(seeds_of):
    training = Training(steps=60, batch=64, learning_rate=5e-3, device="cpu")
    seeds = seeds_of("circle")
    s = Circle(width=16, t_first=1e-4, networks=3, training=training)
    task = network(s, seeds, 4)
    points = on_circle(published_angles(4))
    rng = seeds.stream("train_circle").generator({"K": 4})
    # each network has all points, in an order of its own
    for number in range(3):
        np.testing.assert_array_equal(
            task.points[:, 2 * number : 2 * number + 2], rng.permutation(points)
        )
    assert task.seed == int(rng.integers(2**31))
    np.testing.assert_array_equal(task.split["points"], points)
    assert task.coordinates == {"K": 4}
    t = task.schedule.times(torch.tensor([0.0, 1.0], dtype=torch.float64))
    np.testing.assert_allclose(t, [1e-4, 1.0])
    trained = train_task(task)
    assert trained.losses[-1] < 0.8 * trained.losses[0]


def test_networks_of_a_file_are_read_one_by_one(seeds_of, tmp_path):
    training = Training(steps=1, batch=4, device="cpu")
    task = network(Circle(width=16, networks=2, training=training), seeds_of("circle"), 4)
    torch.manual_seed(1)
    stack = task.build()
    save_file(stack.state_dict(), tmp_path / "two.safetensors")
    first, second = load_circle_scores(tmp_path / "two.safetensors", 16, 16.0, 2)
    x = np.random.default_rng(0).normal(size=(5, 2))
    noise = stack(torch.as_tensor(np.tile(x, 2), dtype=torch.float32), torch.full((5,), 0.3))
    expected = -noise.detach().numpy() / np.sqrt(0.3)
    np.testing.assert_allclose(first(x, 0.3), expected[:, :2], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(second(x, 0.3), expected[:, 2:], rtol=1e-4, atol=1e-6)


def test_samples_of_the_exact_score_end_on_the_points(exact_networks, seeds_of):
    exact_networks(circle_samples)
    s = CircleSamples(samples=200, sampler_steps=200, t_last=0.005, times=(0.05, 0.15, 0.25))
    made = circle_samples.table(s, seeds_of("circle_samples"), 8, 16.0, 2, {9: Path("9")})
    arrays = made.arrays["samples"]
    np.testing.assert_array_equal(arrays["times"], [0.25, 0.15, 0.05])
    points = on_circle(published_angles(9))
    distance = np.linalg.norm(arrays["final_9"][:, None] - points, axis=2)
    assert np.quantile(distance.min(axis=1), 0.9) < 0.1
    # Every point is found about as often as the others.
    assert np.bincount(distance.argmin(axis=1), minlength=9).min() > 3
    spread = [
        np.linalg.norm(x[:, None] - points, axis=2).min(axis=1).mean() for x in arrays["paths_9"]
    ]
    assert spread[0] > spread[1] > spread[2] > distance.min(axis=1).mean()
    # On their way they have the law of the points, noised to t.
    t = arrays["times"][0]
    radius = (arrays["paths_9"][0] ** 2).sum(axis=1)
    assert radius.mean() == pytest.approx(1 + 2 * t, abs=5 * radius.std() / np.sqrt(200))


def test_samples_have_the_seed_of_their_network(exact_networks, seeds_of):
    exact_networks(circle_samples)
    s = CircleSamples(samples=50, sampler_steps=20, t_last=0.005)
    seeds = seeds_of("circle_samples")
    both = {K: Path(str(K)) for K in (2, 9)}
    made = circle_samples.table(s, seeds, 8, 16.0, 2, both).arrays["samples"]
    again = circle_samples.table(s, seeds, 8, 16.0, 2, {2: both[2]}).arrays["samples"]
    np.testing.assert_array_equal(made["final_2"], again["final_2"])
    start = seeds.stream("sample_circle").generator({"K": 2}).standard_normal((50, 2))
    # After the first three quarters of the time a sample still leans to where it started.
    assert np.corrcoef(start[:, 0], made["paths_2"][0][:, 0])[0, 1] > 0.2


def test_the_published_points(frame_of):
    frame = frame_of(toy_data.table([2, 4, 9]))
    angles = frame[frame["quantity"] == "angle"]
    assert list(angles["index"]) == list(range(1, 10))
    assert set(angles["unit"]) == {"degree"}
    assert angles["value"].between(-180, 180).all()
    expected = on_circle(published_angles(9))
    np.testing.assert_allclose(on_circle(np.radians(angles["value"].to_numpy())), expected)
    assert list(frame[frame["quantity"] == "K"]["value"]) == [2, 4, 9]
    assert set(frame["kind"]) == {"published"}
