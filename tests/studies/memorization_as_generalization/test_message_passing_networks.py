"""Training data and splits of the networks, and learnt denoisers against message passing."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from memgen.data.hidden_manifold import HiddenManifold
from memgen.diffusion.affine import AffineDenoiser
from memgen.measures.score_error import NoisyPoints
from memgen.settings.message_passing import MessagePassingNetworks, Perceptron
from memgen.settings.training import Training
from memgen.studies.memorization_as_generalization.message_passing_networks import (
    manifolds_of,
    table,
)
from memgen.studies.memorization_as_generalization.perceptrons import build_stack, network
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.training.recipe import train_task

S = MessagePassingNetworks(
    network=Perceptron(
        N=24,
        D=8,
        manifolds=2,
        width=32,
        blocks=1,
        time_width=8,
        training=Training(steps=200, batch=64, learning_rate=1e-2),
    ),
    P=[100, 2000],
    times=[0.25, 1.0],
    probes=40,
    curve_points=3,
    shown=4,
)


@pytest.fixture(scope="module")
def tasks(seeds_of):
    return {P: network(S.network, seeds_of("perceptrons"), P) for P in S.P}


@pytest.fixture(scope="module")
def made(tasks, seeds_of, tmp_path_factory):
    """Networks that say 0 of the fewest points, trained ones of the most."""
    folder = tmp_path_factory.mktemp("networks")
    paths = {P: folder / f"{P}.safetensors" for P in tasks}
    save_file(build_stack(S.network).state_dict(), str(paths[100]))
    save_file(train_task(tasks[2000]).network.state_dict(), str(paths[2000]))
    splits = {P: task.split for P, task in tasks.items()}
    return table(S, seeds_of("message_passing_networks"), paths, splits)


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


@pytest.fixture(scope="module")
def over_times(frame):
    rows = frame[frame["t"].isna()]
    return rows.set_index(["quantity", "model", "P"])["value"].sort_index()


def test_each_network_has_a_manifold_of_its_own(tasks):
    matrices = tasks[100].split["F"]
    assert matrices.shape == (2, 24, 8)
    for P, task in tasks.items():
        np.testing.assert_array_equal(task.split["F"], matrices)
        assert task.points.shape == (P, 48)
        assert task.coordinates == {"P": P}
        for k, F in enumerate(matrices):
            # where relu is on, a point is F z
            point = task.points[0, 24 * k : 24 * (k + 1)]
            on = point > 0
            latent = np.linalg.lstsq(F[on], point[on], rcond=None)[0]
            np.testing.assert_allclose(np.maximum(F @ latent, 0), point, atol=1e-8)
    np.testing.assert_array_equal(tasks[2000].points[:100], tasks[100].points)
    assert tasks[100].seed != tasks[2000].seed


def test_noise_levels_are_variances(tasks):
    u = torch.tensor([0.0, 1.0], dtype=torch.float64)
    times = sorted(tasks[100].schedule.times(u).tolist())
    assert times == pytest.approx(S.network.t_range, rel=1e-6)


@pytest.fixture(scope="module")
def tests(tasks, seeds_of):
    """Test points and data of each manifold."""
    drawn = []
    for draw, F in enumerate(tasks[100].split["F"]):
        rng = seeds_of("message_passing_networks_test").generator({}, draw)
        clean = HiddenManifold(F, "relu").sample(S.probes, rng)
        noisy = NoisyPoints.draw(F, "relu", clean, tuple(S.times), rng, tolerance=1e-5)
        rng = seeds_of("message_passing_points").generator({}, draw)
        drawn.append((noisy, HiddenManifold(F, "relu").sample(2000, rng)))
    return drawn


def test_rows_are_means_over_the_manifolds(frame, tests):
    for P in S.P:
        found = []
        for noisy, points in tests:
            direct, risk = noisy.errors(AffineDenoiser.fitted(points[:P]).denoise)
            least = noisy.posterior_variance()
            found.append((direct.mean(axis=1) / least, risk.mean(axis=1) / least))
        rows = select(frame, quantity="excess", model="affine", P=P)
        direct = np.array([of[0] for of in found])
        at = rows[rows["t"].notna()]
        np.testing.assert_allclose(at["value"], direct.mean(axis=0), rtol=1e-9)
        assert rows[rows["t"].isna()]["value"].item() == pytest.approx(direct.mean())
        row = select(frame, quantity="excess_risk", model="affine", P=P)
        assert row["value"].item() == pytest.approx(np.mean([of[1] for of in found]))
        assert (rows["n"] == 2).all()


def test_a_network_that_says_nothing_leaves_the_noise(over_times, tests):
    """D = x, whose risk is t."""
    silent = over_times["error_on_training", "network", 100]
    ratio = np.mean([np.array(S.times) / noisy.posterior_variance() for noisy, _ in tests])
    assert silent == pytest.approx(ratio, rel=0.1)
    assert over_times["error_on_fresh", "network", 100] == pytest.approx(ratio, rel=0.1)


def test_what_knows_more_is_nearer_to_message_passing(over_times):
    excess = over_times["excess"]
    assert excess["messages", 2000] < 0.2 * excess["bent", 2000]
    assert excess["bent", 2000] < 0.9 * excess["affine", 2000]
    assert excess["network", 2000] < excess["affine", 2000] < excess["empirical", 100]
    for model in ("affine", "bent", "empirical", "messages"):
        assert excess[model, 2000] < excess[model, 100]


def test_the_empirical_denoiser_memorizes(over_times):
    assert over_times["error_on_training", "empirical", 100] < 0.6
    assert over_times["training_less_fresh", "empirical", 100] < -1
    assert over_times["training_less_fresh", "network", 2000] == pytest.approx(0, abs=0.2)


def test_the_gap_is_closed_as_the_distances_say(frame):
    at = frame[frame["t"].notna()].set_index(["quantity", "model", "t"])
    for t in S.times:
        closed = select(frame, quantity="gap_closed", model="messages", P=2000, t=t)
        assert 0.9 < closed["value"].item() < 1
        none = at.loc[("gap_closed", "best affine", t), "value"]
        assert float(none) == 0


def test_the_identity_has_the_error_of_all_test_points(frame):
    row = select(frame, quantity="identity", model="best affine").iloc[0]
    assert row["n"] == 2 * S.probes
    risk = select(frame, quantity="excess_risk", model="best affine")["value"].item()
    rows = select(frame, quantity="excess", model="best affine", kind="simulation")
    direct = rows[rows["t"].isna()]["value"].item()
    assert row["value"] == pytest.approx(risk / direct)
    assert abs(row["value"] - 1) < 4 * row["stderr"]


def test_theory_of_the_affine_denoiser_is_met(frame):
    """The measured distance and the exact risk over the same manifolds."""
    rows = select(frame, quantity="excess", model="best affine")
    theory = select(rows, kind="theory").set_index("t")["value"]
    measured = select(rows, kind="simulation").dropna(subset="t").set_index("t")["value"]
    for t in S.times:
        # messages at D = 8 are not exact, nor are 40 points many
        assert measured[t] == pytest.approx(theory[t], rel=0.3)


def test_outputs_are_of_the_most_points(made, tests):
    outputs = made.arrays["message_passing_outputs"]
    assert (float(outputs["t"]), int(outputs["P"])) == (1.0, 2000)
    np.testing.assert_allclose(outputs["exact"], tests[0][0].exact[1].denoised[:4])
    assert outputs["affine"].shape == outputs["network"].shape == (4, 24)


def test_different_manifolds_are_refused():
    F = np.ones((2, 4, 2))
    with pytest.raises(ValueError, match="different manifolds"):
        manifolds_of({40: {"F": F}, 80: {"F": F + 1e-9}})
