"""Training data and splits of the networks, and scores against the message-passing one."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from memgen.data.hidden_manifold import HiddenManifold
from memgen.diffusion.exact_scores import fitted_linear_score
from memgen.measures.score_error import NoisyPoints
from memgen.settings.message_passing import MessagePassingNetworks, Perceptron
from memgen.settings.training import Training
from memgen.studies.memorization_as_generalization.message_passing_networks import (
    error_rows,
    manifold_of,
    table,
)
from memgen.studies.memorization_as_generalization.perceptrons import build, network
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.message_passing import state_evolution
from memgen.training.recipe import train_task

S = MessagePassingNetworks(
    network=Perceptron(
        N=16,
        D=6,
        blocks=1,
        time_width=8,
        training=Training(steps=250, batch=64, learning_rate=5e-3),
    ),
    P=[40, 4000],
    width=16,
    narrow_widths=[8],
    times=[0.1, 1.0],
    probes=60,
    draws=3,
)
SIZES = [(40, 16), (4000, 16), (4000, 8)]


@pytest.fixture(scope="module")
def tasks(seeds_of):
    return {size: network(S.network, seeds_of("perceptrons"), *size) for size in SIZES}


@pytest.fixture(scope="module")
def frame(tasks, seeds_of, tmp_path_factory):
    """Two trained networks, and in the place of the narrow one a network that says 0."""
    folder = tmp_path_factory.mktemp("networks")
    paths = {}
    for size, task in tasks.items():
        paths[size] = folder / f"{size[0]}_{size[1]}.safetensors"
        net = build(S.network, 8) if size[1] == 8 else train_task(task).network
        save_file(net.state_dict(), str(paths[size]))
    splits = {size: task.split for size, task in tasks.items()}
    return tidy(table(S, seeds_of("message_passing_networks"), paths, splits))


def test_all_networks_are_trained_on_one_manifold(tasks):
    F = tasks[40, 16].split["F"]
    assert F.shape == (16, 6)
    for (P, width), task in tasks.items():
        np.testing.assert_array_equal(task.split["F"], F)
        assert task.points.shape == (P, 16)
        assert task.coordinates == {"P": P, "width": width}
        # tanh^-1 of a point lies in the range of F.
        fields = np.arctanh(task.points[:20])
        latent = np.linalg.lstsq(F, fields.T, rcond=None)[0]
        np.testing.assert_allclose(F @ latent, fields.T, atol=1e-8)
    np.testing.assert_array_equal(tasks[4000, 16].points[:40], tasks[40, 16].points)
    assert len({task.seed for task in tasks.values()}) == 3


def test_noise_levels_are_variances(tasks):
    u = torch.tensor([0.0, 1.0], dtype=torch.float64)
    times = sorted(tasks[40, 16].schedule.times(u).tolist())
    assert times == pytest.approx(S.network.t_range, rel=1e-6)


def test_the_data_are_labelled_by_what_they_are(tasks, seeds_of):
    rng = seeds_of("message_passing_manifold").generator({})
    expected = rng.standard_normal((16, 6)) / np.sqrt(6)
    np.testing.assert_allclose(tasks[40, 16].split["F"], expected)
    z = seeds_of("message_passing_points").generator({}).standard_normal((40, 6))
    np.testing.assert_allclose(tasks[40, 16].points, np.tanh(z @ expected.T))
    rng = seeds_of("message_passing_train").generator({"P": 40, "width": 16})
    assert tasks[40, 16].seed == rng.integers(2**31)


def test_the_fisher_information_is_that_of_state_evolution(frame):
    rows = select(frame, quantity="fisher")
    theory = select(rows, kind="theory")
    for _, row in select(rows, model="message_passing").iterrows():
        expected = select(theory, t=row["t"])["value"].item()
        assert expected == pytest.approx(state_evolution(row["t"], 6 / 16, "tanh").fisher)
        assert row["value"] == pytest.approx(expected, rel=0.25)
        assert row["n"] == S.draws


def test_more_points_make_better_scores(frame):
    errors = select(frame, quantity="score_error").set_index(["model", "P", "width", "t"])["value"]
    errors = errors.groupby(["model", "P", "t"]).first()
    for t in S.times:
        for model in ("linear", "empirical", "network"):
            assert errors[model, 4000, t] < errors[model, 40, t], model
        # tanh is nearly linear, and 40 points of 16 coordinates are few.
        assert errors["linear", 4000, t] < errors["empirical", 40, t] / 3


def test_a_network_that_says_nothing_misses_the_whole_score(frame):
    silent = select(frame, model="network", width=8)
    fisher = select(frame, quantity="fisher", model="message_passing").set_index("t")
    for t in S.times:
        missed = select(silent, quantity="score_error", t=t).iloc[0]
        assert missed["value"] == pytest.approx(fisher["value"][t], rel=0.15)
        assert missed["n"] == S.probes
        # Its denoiser leaves x, whose risk is t: 1 / t less E Var / t^2, which is the Fisher
        # information by Stein.
        risk = select(silent, quantity="excess_risk", t=t).iloc[0]
        assert abs(risk["value"] - missed["value"]) < 5 * risk["stderr"]
        variance = select(frame, quantity="posterior_variance", t=t)["value"].item()
        assert fisher["value"][t] == pytest.approx(1 / t - variance / t**2, rel=0.15)


@pytest.fixture(scope="module")
def tests(tasks, seeds_of):
    """Test points of each draw: on the networks' manifold in the first, on fresh ones after it."""
    drawn = []
    for draw in range(S.draws):
        rng = seeds_of("message_passing_manifold").generator({}, draw)
        F = tasks[40, 16].split["F"] if draw == 0 else rng.standard_normal((16, 6)) / np.sqrt(6)
        rng = seeds_of("message_passing_networks_test").generator({}, draw)
        clean = HiddenManifold(F, "tanh").sample(S.probes, rng)
        points = seeds_of("message_passing_points").generator({}, draw).standard_normal((4000, 6))
        noisy = NoisyPoints.draw(F, "tanh", clean, tuple(S.times), rng)
        drawn.append((noisy, np.tanh(points @ F.T)))
    return drawn


def test_rows_are_means_over_the_draws(frame, tests):
    fisher = select(frame, quantity="fisher", model="message_passing").set_index("t")["value"]
    expected = np.mean([noisy.fisher() for noisy, _ in tests], axis=0)
    np.testing.assert_allclose(fisher, expected, rtol=1e-9)
    for P in S.P:
        errors = [noisy.errors(fitted_linear_score(points[:P]).score) for noisy, points in tests]
        for quantity, k in (("score_error", 0), ("excess_risk", 1)):
            rows = select(frame, quantity=quantity, model="linear", P=P)
            expected = np.mean([both[k].mean(axis=1) for both in errors], axis=0)
            np.testing.assert_allclose(rows["value"], expected, rtol=1e-9)


def test_networks_are_tested_on_the_first_draw(frame, tests, tasks):
    first, _ = tests[0]
    silent = select(frame, quantity="score_error", model="network", width=8)
    np.testing.assert_allclose(silent["value"], first.fisher(), rtol=1e-9)
    for task in tasks.values():
        distance = np.abs(first.clean[:, None] - task.points[None, :200]).max(axis=2)
        assert distance.min() > 1e-6


def test_excess_is_over_the_linear_denoiser_of_the_most_points(frame):
    rows = select(frame, quantity="excess_over_linear")
    assert set(zip(rows["P"], rows["width"], strict=True)) == set(SIZES)
    errors = select(frame, quantity="score_error", model="network")
    for _, row in rows.iterrows():
        where = {"P": row["P"], "width": row["width"], "t": row["t"]}
        error = select(errors, **where)["value"].item()
        # (error - linear) / linear, linear the error of the first draw, the same for all networks
        linear = error / (1 + row["value"])
        others = select(errors, P=4000, width=8, t=row["t"])["value"].item()
        silent = select(rows, P=4000, width=8, t=row["t"])["value"].item()
        assert linear == pytest.approx(others / (1 + silent))
        assert row["n"] == S.probes


def test_the_two_ways_to_measure_agree(frame):
    gap = select(frame, quantity="identity_gap")
    assert (np.abs(gap["value"]) < 5 * gap["stderr"] + 0.1).all()


def test_the_gap_weighs_every_time_alike():
    direct, risk = np.array([[1.0, 4.0], [3.0, 4.0]]), np.array([[2.0, 4.0], [3.0, 8.0]])
    rows = list(error_rows(direct, risk, [0.1, 1.0], model="linear"))
    values = {(row["quantity"], row.get("t")): row["value"] for row in rows}
    assert values["score_error", 0.1] == 2
    assert values["excess_risk", 1.0] == 6
    # draws: (1 / 2 + 0) / 2 and (0 + 4 / 4) / 2
    assert values["identity_gap", None] == pytest.approx((0.25 + 0.5) / 2)


def test_different_manifolds_are_refused():
    F = np.eye(4)
    splits = {(40, 16): {"F": F}, (80, 16): {"F": F + 1e-9}}
    with pytest.raises(ValueError, match="different manifolds"):
        manifold_of(splits)
