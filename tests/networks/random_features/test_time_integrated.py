"""One network for all times: its loss by sampling, its flow, its score."""

import numpy as np
import pytest

from memgen.diffusion.processes import variance_exploding_time
from memgen.networks.random_features.flow import gradient_flow, losses_along
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.score import TimeIntegratedScore
from memgen.networks.random_features.time_integrated import (
    Preconditioning,
    integrated_population,
    integrated_training,
    lowest_loss,
    time_nodes,
)

D, P, N = 5, 24, 9


def network(seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((P, D)), rng.standard_normal(P), rng


@pytest.mark.parametrize("alpha", ["inverse_noise", "one"])
@pytest.mark.parametrize("beta", ["minus_one", "zero"])
@pytest.mark.parametrize("law", ["log_uniform", "uniform"])
def test_loss_by_sampling_its_definition(alpha, beta, law):
    """(1/d) E|sqrt(Delta) S(x_t, t) + xi|^2 over t, data and noise, with the score as written."""
    W, b, rng = network()
    scale, x = Preconditioning(alpha, beta), rng.standard_normal((N, D))
    B = 0.3 * rng.standard_normal((D, P))
    moments = integrated_training(W, b, x, time_nodes(law, 0.05, 2.0, 16), scale)
    score, draws = TimeIntegratedScore(W, b, B, scale), 300
    values = []
    for _ in range(draws):
        u = rng.random()
        t = 0.05 * 40**u if law == "log_uniform" else 0.05 + 1.95 * u
        delta = 1 - np.exp(-2 * t)
        xi = rng.standard_normal((60 * N, D))
        y = np.exp(-t) * np.tile(x, (60, 1)) + np.sqrt(delta) * xi
        # the samplers' convention: x_VE = x_OU sqrt(1 + t_VE), score_OU = score_VE sqrt(1 + t_VE)
        exploding = float(variance_exploding_time(t))
        s = score(y * np.sqrt(1 + exploding), exploding) * np.sqrt(1 + exploding)
        values.append(((np.sqrt(delta) * s + xi) ** 2).sum(axis=1).mean() / D)
    error = np.std(values) / np.sqrt(draws)
    assert moments.loss(B) == pytest.approx(np.mean(values), abs=4.5 * error)


def test_one_time_alone_is_the_network_of_that_time():
    """alpha = 1, beta = 0, b = 0 and a law of t narrowed to a point."""
    W, _, rng = network(1)
    x = rng.standard_normal((N, D))
    times = time_nodes("uniform", 0.5, 0.5 + 1e-9, 1)
    flow = gradient_flow(
        integrated_training(W, np.zeros(P), x, times, Preconditioning("one", "zero"))
    )
    alone = gradient_flow(training_moments(W, x, float(times.t[0])))
    for tau in (0.0, 5.0, 1e3):
        assert flow.training_loss(tau) == pytest.approx(alone.training_loss(tau), rel=1e-9)
        np.testing.assert_allclose(flow.weights(tau), alone.weights(tau), atol=1e-9)


def test_population_is_many_data():
    W, b, rng = network(2)
    times, scale = time_nodes("log_uniform", 0.05, 2.0, 5), Preconditioning()
    exact = integrated_population(W, b, 0.25, times, scale)
    many = integrated_training(W, b, 0.5 * rng.standard_normal((8000, D)), times, scale)
    np.testing.assert_allclose(exact.U, many.U, atol=0.03)
    np.testing.assert_allclose(exact.V, many.V, atol=0.03)
    assert exact.constant == pytest.approx(many.constant, abs=0.01)


def test_the_score_of_normal_data_is_built_in():
    """beta = -1 and N(0, 1): B = 0 has the lowest loss there is."""
    W, b, _ = network(3)
    times = time_nodes("log_uniform", 0.05, 2.0, 6)
    moments = integrated_population(W, b, 1.0, times, Preconditioning())
    assert moments.constant == pytest.approx(lowest_loss(1.0, times), rel=1e-12)
    np.testing.assert_allclose(moments.V, 0, atol=1e-12)


def test_losses_along_the_flow_start_and_end_where_they_should():
    W, b, rng = network(4)
    times, scale = time_nodes("log_uniform", 0.05, 2.0, 5), Preconditioning("one", "minus_one")
    x = 0.5 * rng.standard_normal((N, D))
    train = integrated_training(W, b, x, times, scale)
    fresh = integrated_population(W, b, 0.25, times, scale)
    flow, taus = gradient_flow(train), np.array([0.0, 30.0, 1e4])
    assert flow.training_loss(0.0) == train.constant
    expected = [fresh.loss(flow.weights(tau)) for tau in taus]
    np.testing.assert_allclose(losses_along(flow, fresh, taus), expected, rtol=1e-8)
    assert (losses_along(flow, fresh, taus) > lowest_loss(0.25, times)).all()
    assert flow.training_loss(30.0) == pytest.approx(train.loss(flow.weights(30.0)), rel=1e-9)


def test_nodes_integrate_their_law():
    times = time_nodes("log_uniform", 0.01, 3.0, 12)
    assert times.weight.sum() == pytest.approx(1)
    assert times.weight @ times.t == pytest.approx(2.99 / np.log(300), rel=1e-8)
    with pytest.raises(ValueError, match="t_min"):
        time_nodes("uniform", 1.0, 1.0, 4)
