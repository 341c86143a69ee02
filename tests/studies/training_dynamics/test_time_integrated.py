"""One network for all times: floors, rises, memorisation, and seeds."""

import numpy as np
import pytest

from memgen.networks.random_features.flow import gradient_flow, losses_along
from memgen.networks.random_features.time_integrated import (
    Preconditioning,
    integrated_population,
    integrated_training,
    lowest_loss,
    time_nodes,
)
from memgen.seeds import generator
from memgen.settings.training_dynamics import TimeIntegrated, TimeIntegratedSamples
from memgen.settings.training_dynamics.time_integrated import Protocol
from memgen.studies.training_dynamics import time_integrated, time_integrated_samples
from memgen.studies.training_dynamics.integrated_network import integrated_network
from memgen.tables.read import select

SOURCE = "training_dynamics"
PROTOCOL = Protocol(nodes=3, sigma_x=3.0)
NODES = {
    "a": (Preconditioning("inverse_noise", "minus_one"), time_nodes("log_uniform", 0.01, 3.0, 3)),
    "b": (Preconditioning("one", "zero"), time_nodes("uniform", 0.01, 3.0, 3)),
}


def weights(choice, p, d, rng):
    W = rng.standard_normal((p, d))
    if choice == "a":
        return W, rng.standard_normal(p)
    return W, rng.uniform(-np.sqrt(3), np.sqrt(3), p)


@pytest.mark.parametrize("choice", ["a", "b"])
def test_the_laws_of_b_have_variance_one(choice):
    network = integrated_network(PROTOCOL, choice)
    W, b = network.draw_weights(20000, 2, np.random.default_rng(1))
    assert W.shape == (20000, 2)
    assert b.mean() == pytest.approx(0, abs=0.03)
    assert b.var() == pytest.approx(1, rel=0.03)
    assert (np.abs(b).max() <= np.sqrt(3)) == (choice == "b")
    scale, times = NODES[choice]
    assert network.scale == scale
    np.testing.assert_array_equal(network.times.t, times.t)


@pytest.mark.parametrize("choice", ["a", "b"])
def test_losses_lie_above_the_exact_score_s(seeds, frame, choice):
    s = TimeIntegrated(protocol=PROTOCOL, psi_p=8, psi_n=[2.0, 4.0], d=5, draws=2, points=12)
    result = time_integrated.table(s, seeds("time_integrated"), choice)
    rows = select(frame(result), choice=choice, psi_n=2.0, psi_p=8.0, d=5)
    tau = np.geomspace(1e-2, 1e8, 12)
    scale, times = NODES[choice]
    trained, fresh, values = [], [], []
    for draw in range(2):
        point = {"choice": choice, "psi_n": 2.0, "d": 5}
        rng = generator(5, SOURCE, "time_integrated", point, draw)
        W, b = weights(choice, 40, 5, rng)
        x = 3.0 * rng.standard_normal((10, 5))
        flow = gradient_flow(integrated_training(W, b, x, times, scale))
        trained.append([flow.training_loss(time) for time in tau])
        fresh.append(losses_along(flow, integrated_population(W, b, 9.0, times, scale), tau))
        values.append(flow.values)
    floor = lowest_loss(9.0, times)
    training, test = (select(rows, quantity=name) for name in ("training_loss", "test_loss"))
    np.testing.assert_allclose(training["tau"], tau)
    np.testing.assert_allclose(training["value"], np.mean(trained, axis=0) - floor)
    np.testing.assert_allclose(test["value"], np.mean(fresh, axis=0) - floor)
    rise = select(rows, quantity="rise")["value"].item()
    rises = [along[-1] - along.min() for along in fresh]
    assert rise == pytest.approx(np.mean(rises))
    onset = select(rows, quantity="rise_onset").set_index("level")["value"]
    if min(rises) > 0.02:
        assert onset[0.01] < onset[0.02] < tau[-1]
    assert test["value"].min() > 0
    assert training["value"].iloc[-1] < test["value"].iloc[-1]
    np.testing.assert_array_equal(result.arrays["values"]["psi_n_2"], values[-1])
    assert set(result.arrays["values"]) == {"psi_n_2", "psi_n_4"}


def test_few_points_are_memorised_late_in_training(seeds, frame):
    s = TimeIntegratedSamples(
        d=4, p=100, n=[3, 6], draws=2, points=4, samples=40, steps=30, chance_draws=20
    )
    rows = frame(
        time_integrated_samples.table(s, seeds("time_integrated_samples"), PROTOCOL, "a", 3)
    )
    rows = select(rows, choice="a", n_data=3, d=4)
    fraction = select(rows, quantity="memorised_fraction")
    np.testing.assert_allclose(fraction["tau"], np.geomspace(10, 1e8, 4))
    chance = select(rows, quantity="memorised_by_chance")
    assert chance["n"].item() == 20
    assert 0.005 < chance["value"].item() < 0.4
    assert fraction["value"].iloc[-1] > chance["value"].item()
    assert fraction["value"].iloc[-1] > fraction["value"].iloc[0]
    half = select(rows, quantity="half_memorised")["value"].item()
    assert 10 < half < 1e8
    network = integrated_network(PROTOCOL, "a")
    draws = []
    for draw in range(2):
        point = {"choice": "a", "n_data": 3, "d": 4}
        rng = generator(5, SOURCE, "time_integrated_memorization", point, draw)
        ratios = time_integrated_samples.ratios_of_draw(network, 3, s, PROTOCOL, rng)
        draws.append((ratios < 1 / 3).mean(axis=1))
    np.testing.assert_allclose(fraction["value"], np.mean(draws, axis=0))
    rng = generator(5, SOURCE, "time_integrated_chance", {"choice": "a", "n_data": 3, "d": 4}, 0)
    fresh = time_integrated_samples.memorised_by_chance(3, s, rng)
    assert chance["value"].item() == pytest.approx(fresh.mean())
