"""Messages against Monte Carlo: at one latent dimension, and coordinate by coordinate."""

import numpy as np
import pytest

from memgen.inference.latent_sampling import sample_latents
from memgen.settings.message_passing import MessagePassingPoints, MessagePassingSampling
from memgen.studies.memorization_as_generalization import message_passing_points
from memgen.studies.memorization_as_generalization.message_passing_sampling import table
from memgen.studies.memorization_as_generalization.noisy_point import noisy_point
from memgen.tables.rows import tidy
from memgen.theory.message_passing import posterior

S = MessagePassingSampling(
    D=[6, 8, 20], times=[0.5], draws=3, chains=16, samples=200, steps_times_D=2400
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("message_passing_sampling"), 8))


def test_messages_agree_with_the_samples(frame):
    values = frame.set_index("quantity")["value"]
    # The miss is of order 1 / D, and the noise is subtracted from it on average.
    assert -0.02 < values["squared_miss"] < 0.15
    assert 0 < values["monte_carlo_noise"] < 0.02
    assert values["variance_ratio"] == pytest.approx(1, abs=0.15)
    assert 1 <= values["r_hat"] + 1e-3 < 1.02
    assert (frame["kind"] == "simulation").all()
    assert list(frame["n"]) == [3, 3, 3, 1]


def test_rows_are_of_independent_points(frame, seeds_of):
    found = []
    for draw in range(S.draws):
        rng = seeds_of("message_passing_sampling").generator({"D": 8, "t": 0.5}, draw)
        F, x = noisy_point(rng, 16, 8, "tanh", 0.5)
        sampled = sample_latents(F, x[0], 0.5, rng, "tanh", chains=16, samples=300, warmup=100)
        messages = posterior(F, x, 0.5, "tanh")
        variance = sampled.visible_variance.mean()
        first, second = sampled.denoised - messages.denoised
        noise = ((sampled.denoised[0] - sampled.denoised[1]) ** 2).mean() / 4 / variance
        ratio = messages.visible_variance.mean() / variance
        found.append(((first * second).mean() / variance, noise, ratio))
    names = ["squared_miss", "monte_carlo_noise", "variance_ratio"]
    values = frame.set_index("quantity").loc[names, "value"]
    np.testing.assert_allclose(values, np.mean(found, axis=0), rtol=1e-6)


def test_the_shown_points_are_the_same_by_either_method(seeds_of):
    s = MessagePassingPoints(D=[5, 10], t=0.5)
    made = message_passing_points.table(s, seeds_of("message_passing_points"), 0.5, 16, 300)
    arrays = made.arrays["message_passing_points"]
    assert float(arrays["t"]) == 0.5
    np.testing.assert_array_equal(arrays["D"], np.repeat([5, 10], [10, 20]))
    assert all(arrays[name].shape == (30,) for name in ("denoised", "sampled", "variance"))
    deviation = arrays["denoised"] - arrays["sampled"]
    assert (deviation**2).mean() < 0.1 * arrays["variance"].mean()
    rng = seeds_of("message_passing_exactness_point").generator({"D": 10, "t": 0.5})
    F, x = noisy_point(rng, 20, 10, "tanh", 0.5)
    exact = posterior(F, x, 0.5, "tanh")
    np.testing.assert_allclose(arrays["denoised"][10:], exact.denoised[0])
    assert exact.visible_variance.mean() == pytest.approx(arrays["variance"][10:].mean(), rel=0.2)
