"""Networks on linear manifolds: what they are trained on, and the spectra of a known score."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.linear_columns import draw_columns
from memgen.seeds import generator
from memgen.settings.spectral_gaps import LAWS, ManifoldNetwork, TrainedSpectra
from memgen.settings.training import Training
from memgen.studies.spectral_gaps import trained_spectra
from memgen.studies.spectral_gaps.laws import schedule_of
from memgen.studies.spectral_gaps.networks import network
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.training.score_matching import gaussian_optimum

N, COUNTS = 12, (4, 3)
TRAINING = Training(steps=5, batch=8, device="cpu")


@pytest.fixture(scope="module")
def settings():
    return ManifoldNetwork(
        N=N,
        counts=COUNTS,
        P=400,
        networks=2,
        width=8,
        blocks=1,
        channels=16,
        training=TRAINING,
        fewer_steps=2,
    )


@pytest.fixture(scope="module")
def tasks(settings, seeds_of):
    return {law: network(settings, seeds_of("networks"), "ambient", law) for law in LAWS}


@pytest.mark.parametrize("law", LAWS)
def test_points_lie_on_the_manifold_of_the_split(tasks, law):
    task = tasks[law]
    F, scale = task.split["F"], float(task.split["scale"])
    assert task.points.shape == (400, 2 * N)
    basis = np.linalg.qr(F)[0]
    first, second = task.points[:, :N], task.points[:, N:]
    assert not np.allclose(first, second)
    for points in (first, second):
        np.testing.assert_allclose(points @ basis @ basis.T, points, atol=1e-9)
        covariance = points.T @ points / 400
        np.testing.assert_allclose(covariance, F @ F.T / scale**2, atol=0.6)
    assert np.trace(F @ F.T) / scale**2 == pytest.approx(N)
    assert task.schedule.sigma_min * scale == pytest.approx(0.01)
    assert task.schedule.sigma_max * scale == pytest.approx(10.0)


def test_laws_order_the_variances(tasks):
    norms = {law: (tasks[law].split["F"] ** 2).sum(axis=0) for law in LAWS}
    assert norms["descending"][:4].min() > 10 * norms["descending"][4:].max()
    assert norms["swapped"][4:].min() > 10 * norms["swapped"][:4].max()
    rising = np.geomspace(0.01, 1.0, 7)
    np.testing.assert_allclose(np.log(norms["continuous"]), np.log(rising), atol=1.5)


@pytest.mark.parametrize("law", LAWS)
def test_draws_come_from_their_own_seed(tasks, law):
    rng = generator(7, "spectral_gaps", "train", {"law": law}, 0)
    counts, variances = {
        "descending": (COUNTS, (1.0, 0.01)),
        "swapped": (COUNTS, (0.01, 1.0)),
        "continuous": ([1] * 7, np.geomspace(0.01, 1.0, 7).tolist()),
    }[law]
    F = draw_columns(N, counts, variances, rng)
    np.testing.assert_array_equal(tasks[law].split["F"], F)
    scale = float(tasks[law].split["scale"])
    for points in (tasks[law].points[:, :N], tasks[law].points[:, N:]):
        np.testing.assert_allclose(points, rng.standard_normal((400, 7)) @ F.T / scale)
    assert tasks[law].seed == rng.integers(2**31)


def test_the_optimum_is_that_of_the_points(tasks):
    (optimum,) = tasks["descending"].rows
    variances = np.linalg.eigvalsh(np.cov(tasks["descending"].points[:, :N].T)).clip(0)
    expected = gaussian_optimum(variances, tasks["descending"].schedule)
    assert optimum["quantity"] == "optimum"
    assert optimum["law"] == "descending"
    assert optimum["value"] == pytest.approx(expected, rel=0.02)


@pytest.fixture(scope="module", params=["descending", "swapped", "continuous"])
def spectra(request, tasks, settings, seeds_of):
    """The table of the exact score in a network's place, in the network's units."""
    law, split = request.param, tasks[request.param].split
    covariance = torch.as_tensor(split["F"] @ split["F"].T / split["scale"] ** 2)

    def exact(x, t):
        eye = torch.eye(N, dtype=torch.float64)
        # one t for all points of a spectrum, one for each of the loss
        return -torch.linalg.solve(covariance + t[:, None, None] * eye, x[..., None])[..., 0]

    s = TrainedSpectra(network=settings, times=[1.0, 0.1, 0.001], probes=2, test_points=200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trained_spectra, "scores_of", lambda *_arguments: [exact, exact])
        rows = trained_spectra.table(
            s, seeds_of("trained_spectra"), "ambient", law, Path("weights"), split
        )
        return tidy(rows)


def test_the_exact_score_in_the_networks_place_has_the_exact_spectrum(spectra):
    values = select(spectra, quantity="singular_value")
    exact = select(values, score="exact").set_index(["t", "rank"])["value"]
    measured = select(values, score="network").set_index(["t", "rank"])["value"]
    np.testing.assert_allclose(measured, exact, atol=1e-9)
    assert (exact.groupby("t").diff().dropna() <= 1e-12).all()
    spike = exact[exact.index.get_level_values("rank") < N - 7]
    np.testing.assert_allclose(spike, 1.0)
    assert (select(values, score="limit")["kind"] == "theory").all()
    assert (select(values, score="network")["kind"] == "simulation").all()


def test_the_limit_is_near_the_exact_spectrum(spectra):
    values = select(spectra, quantity="singular_value")
    exact, limit = (
        select(values, score=score).set_index(["t", "rank"])["value"]
        for score in ("exact", "limit")
    )
    assert (exact - limit).abs().mean() < 0.06


def test_the_exact_score_has_no_excess_and_one_of_the_bulks_means_has(spectra):
    excess = select(spectra, quantity="excess_loss").set_index("kind")["value"]
    assert excess["simulation"] == pytest.approx(0, abs=1e-9)
    assert excess["theory"] > 1e-3
    miss = select(spectra, quantity="miss").set_index(["kind", "t"])["value"]
    np.testing.assert_allclose(miss["simulation"], 0, atol=1e-9)
    assert (miss["theory"] > 1e-3).all()


def test_gaps_lie_below_the_spike_and_below_the_smaller_variance(spectra):
    assert select(spectra, quantity="spike_width")["value"].abs().max() < 1e-9
    if "gap" not in spectra:
        assert set(spectra["law"]) == {"continuous"}
        return
    gaps = select(spectra, quantity="gap", score="network").set_index(["gap", "t"])["value"]
    exact = select(spectra, quantity="gap", score="exact").set_index(["gap", "t"])["value"]
    np.testing.assert_allclose(gaps, exact, atol=1e-9)
    # At t = .1 the larger variance is seen and the smaller one not, at .001 all are.
    assert gaps["middle", 0.1] > 0.4 > gaps["final", 0.1]
    assert gaps["final", 0.001] > 0.4 > gaps["middle", 0.001]
    rank = select(spectra, quantity="largest_drop_rank").set_index("t")["value"]
    small = {"descending": 3, "swapped": 4}[spectra["law"].iloc[0]]
    assert rank[0.1] == N - 7 + small
    assert rank[0.001] == N - 7
    line = select(spectra, quantity="gap_line", gap="final").sort_values("t")
    assert len(line) == 121
    assert line["value"].is_monotonic_decreasing
    assert line["value"].iloc[0] == pytest.approx(exact["final", 0.001])


def test_an_estimate_of_other_variances_loses_what_its_misses_cost(settings):
    """E (w - a x)^2 of a factor a = sqrt(t) / (t + taken), by Monte Carlo over one direction."""
    schedule = schedule_of(settings, 1.0)
    level, taken = np.array([0.5, 0.05]), np.array([0.3, 0.3])
    least, other = trained_spectra.integrated_losses(schedule, level, taken)
    rng = np.random.default_rng(0)
    t = schedule.times(torch.as_tensor(rng.random(200000))).numpy()[:, None]
    noise = rng.standard_normal((200000, 2))
    x = np.sqrt(level) * rng.standard_normal((200000, 2)) + np.sqrt(t) * noise
    for given, loss in ((level, least), (taken, other)):
        drawn = np.mean((noise - np.sqrt(t) / (t + given) * x) ** 2)
        assert loss == pytest.approx(drawn, rel=0.02)
