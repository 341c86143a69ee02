"""Ordered spectra of theory, empirical score and networks, and what they are trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.seeds import generator
from memgen.settings.losing_dimensions import PointNetwork, Spectra
from memgen.settings.training import Training
from memgen.studies.losing_dimensions import network_spectra
from memgen.studies.losing_dimensions.networks import network
from memgen.studies.losing_dimensions.ordered_spectra import (
    dimension,
    measured,
    spectra_against_t,
    spectrum_rows,
)
from memgen.studies.losing_dimensions.spectra import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies.one_norm import one_norm_variances
from memgen.theory.spectra import one_norm_jacobian_law, slide_jacobian_law

N, COUNTS, STDS, FLOOR, P = 16, (2, 4), (1.0, 0.3), 0.01, 60
VARIANCES = np.array([1.0] * 2 + [0.09] * 4 + [1e-4] * 10)
NETWORK = PointNetwork(width=8, blocks=1, training=Training(steps=5, batch=8, device="cpu"))
SETTINGS = Spectra(
    P=P, trained_P=[20, 40], network=NETWORK, sigmas=6, draws=2, rotations=2, beside=4
)
TIMES = np.geomspace(0.01, 1.0, 6) ** 2


@pytest.fixture(scope="module")
def theory(seeds_of):
    rows = table(SETTINGS, seeds_of("spectra"), N, COUNTS, STDS, FLOOR, "theory")
    return tidy(rows)


@pytest.fixture(scope="module")
def empirical(seeds_of):
    rows = table(SETTINGS, seeds_of("spectra"), N, COUNTS, STDS, FLOOR, "empirical")
    return tidy(rows)


@pytest.mark.parametrize("form", ["published", "derived"])
def test_theory_is_the_ordered_law(theory, form):
    for t in TIMES:
        rows = select(theory, quantity="singular_value", panel=f"theory_{form}", t=float(t))
        if form == "published":
            law = slide_jacobian_law(float(t), VARIANCES, P, unit_norm=True)
        else:
            law = one_norm_jacobian_law(float(t), one_norm_variances(VARIANCES), P)
        values = np.sort(law.singular_values)[::-1]
        np.testing.assert_allclose(rows.sort_values("rank")["value"], values / values[0])
    assert (theory["kind"] == "theory").all()
    assert len(select(theory, quantity="dimension")) == 12


def test_the_empirical_score_at_the_origin(empirical):
    """As t falls: far above the data nothing is seen, then the larger variance."""
    values = select(empirical, quantity="singular_value")
    assert (select(values, rank=0)["value"] == 1).all()
    assert (values.sort_values(["t", "rank"]).groupby("t")["value"].diff().dropna() <= 1e-12).all()
    assert set(empirical["panel"]) == {"empirical"}
    assert (empirical["n"] == 2).all()
    draws = []
    for draw in range(2):
        rng = generator(7, "losing_dimensions", "spectra_empirical", {"P": P}, draw)
        score = EmpiricalScore(draw_directions(VARIANCES, P, rng, unit_norm=True)).score
        draws.append(measured(score, np.zeros(N), 1.0, SETTINGS, rng))
    first = select(values, t=1.0).sort_values("rank")["value"]
    scaled = np.mean([spectrum / spectrum[0] for spectrum in draws], axis=0)
    np.testing.assert_allclose(first, scaled, rtol=1e-9)


def test_training_points_have_one_norm_and_the_networks_seed(seeds_of):
    task = network(NETWORK, seeds_of("networks"), N, COUNTS, STDS, FLOOR, 40)
    rng = generator(7, "losing_dimensions", "train", {"P": 40}, 0)
    np.testing.assert_array_equal(task.points, draw_directions(VARIANCES, 40, rng, unit_norm=True))
    np.testing.assert_allclose(np.linalg.norm(task.points, axis=1), 1.0)
    np.testing.assert_array_equal(task.split["training"], task.points)
    np.testing.assert_allclose(task.split["variances"], VARIANCES)
    assert task.seed == rng.integers(2**31)
    assert task.coordinates == {"trained_P": 40}
    assert (task.schedule.sigma_min, task.schedule.sigma_max) == (0.005, 3.0)


def test_a_gaussian_score_in_the_networks_place(seeds_of, monkeypatch):
    """Responses of a linear score are its matrix: t / (t + s_i^2) over the largest."""
    probed = []

    def score(x, t):
        probed.append(x)
        return -x / (VARIANCES + t)

    monkeypatch.setattr(network_spectra, "load_score", lambda *_arguments: score)
    split = {"variances": VARIANCES}
    rows = network_spectra.table(
        SETTINGS, seeds_of("network_spectra"), COUNTS, 40, Path("weights"), split
    )
    frame = tidy(rows)
    for t in TIMES:
        values = select(frame, quantity="singular_value", t=float(t)).sort_values("rank")["value"]
        expected = np.sort(1 / (VARIANCES + t))[::-1]
        np.testing.assert_allclose(values, expected / expected[0], rtol=1e-6)
    assert (frame["P"] == 40).all()
    dimensions = select(frame, quantity="dimension").sort_values("t")["value"]
    assert dimensions.max() == sum(COUNTS)
    # All directions stay seen: the larger variance is never lost, so no sequence is complete.
    assert select(frame, quantity="sequence")["value"].iloc[0] == 0
    rng = generator(7, "losing_dimensions", "spectra_network", {"P": 40}, 0)
    fresh = draw_directions(VARIANCES, 2, rng, unit_norm=True)
    # Symmetrised steps by sqrt(t) on either side of the probed point.
    np.testing.assert_allclose((probed[0] + probed[1]).mean(axis=0) / 2, fresh[0], atol=1.0)
    steps = probed[0] - fresh[0]
    np.testing.assert_allclose(steps @ steps.T, np.eye(N), atol=1e-9)


def test_gradients_are_not_kept(seeds_of, monkeypatch):
    kept = []
    monkeypatch.setattr(
        network_spectra,
        "load_score",
        lambda *_arguments: lambda x, t: (kept.append(torch.is_grad_enabled()), -x / t)[1],
    )
    split = {"variances": VARIANCES}
    list(network_spectra.table(SETTINGS, seeds_of("x"), COUNTS, 40, Path("weights"), split))
    assert not any(kept)


@pytest.mark.parametrize(("tangent", "drop"), [(6, 0.6), (5, 0.6), (4, 0.0)])
def test_the_gap_is_at_the_manifolds_dimension_or_one_below(tangent, drop):
    """Points of one norm lie on a sphere: its radius is no tangent direction."""
    values = np.tile(np.repeat([2.0, 0.8], [N - tangent, tangent]), (2, 1))
    frame = tidy(
        spectrum_rows(values, np.array([tangent] * 2), 6, {"panel": "x", "P": 1, "t": 1.0})
    )
    assert select(frame, quantity="gap")["value"].iloc[0] == pytest.approx(drop)
    assert select(frame, quantity="dimension")["value"].iloc[0] == tangent
    assert select(frame, quantity="singular_value", rank=0)["value"].iloc[0] == 1


def test_the_dimension_is_sought_among_the_least_values():
    """Six of the manifold and four beside: what is larger is not looked at."""
    values = np.concatenate([np.full(6, 50.0), np.full(4, 1.0), np.full(6, 0.1)])
    assert dimension(values, 6, SETTINGS) == 6
    # With all of them in view the highest drop is that above.
    assert dimension(values, 6, SETTINGS.model_copy(update={"beside": 10})) == 10


@pytest.mark.parametrize(
    ("seen", "in_order"),
    [([2, 2, 6, 6, 4, 4], 1.0), ([6, 6, 2, 2, 4, 4], 0.0), ([2, 6, 6, 6, 6, 6], 0.0)],
)
def test_a_sequence_is_the_larger_variance_then_all_then_the_smaller(seen, in_order):
    """A score in whose spectrum, as t falls, so many values are small."""

    def score(x, t):
        k = int(np.abs(np.log(TIMES[::-1] / t)).argmin())
        return -x * np.repeat([0.1, 1.0], [seen[k], N - seen[k]]) / t

    probe = (np.zeros(N), score, np.random.default_rng(0))
    frame = tidy(spectra_against_t([probe, probe], COUNTS, SETTINGS, "network", 40))
    dimensions = select(frame, quantity="dimension").sort_values("t", ascending=False)
    assert list(dimensions["value"]) == seen
    sequence = select(frame, quantity="sequence").iloc[0]
    assert (sequence["value"], sequence["n"], sequence["P"]) == (in_order, 2, 40)
