"""Digits forth and back: what is exact at the ends, and the laws of the noise."""

import numpy as np
import pytest
from memgen.studies.memorization_as_generalization.latent_picture import latent_picture

from memgen.data.images import load_digits
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.settings.memorization_as_generalization import ForwardBackward, LatentPicture
from memgen.studies.memorization_as_generalization.forward_backward import own_weights, table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S = ForwardBackward(
    trajectories=10,
    steps=60,
    probes=20,
    parts=2,
    shown=5,
    latent=LatentPicture(N=6, P=20, trajectories=4),
)


@pytest.fixture(scope="module")
def made(seeds_of):
    return table(S, seeds_of("forward_backward"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def value(frame, **where):
    return select(frame, **where)["value"].item()


def test_weight_leaves_the_digit_after_the_noisy_point(frame):
    collapse, onset = (value(frame, quantity=name) for name in ("collapse_time", "onset_time"))
    assert 1 < collapse < onset < 6
    for quantity, time in (("own_weight", collapse), ("own_weight_at_digit", onset)):
        curve = select(frame, quantity=quantity)
        assert (curve["n"] == S.parts).all()
        crossed = np.interp(np.log(time), np.log(curve["t"]), curve["value"])
        assert crossed == pytest.approx(0.5, abs=1e-3)
        assert tuple(curve["t"].iloc[[0, -1]]) == pytest.approx(S.t_range)
        assert curve["value"].iloc[0] == pytest.approx(1.0)
        assert curve["value"].iloc[-1] < 0.01


def test_parts_are_disjoint_and_have_their_own_noise(seeds_of):
    points, t = load_digits().points, np.array([0.5, 2.0])
    at_noise, at_digit = own_weights(points, t, S, seeds_of("forward_backward"))
    stream = seeds_of("forward_backward_parts").generator({})
    index = stream.permutation(len(points))[S.probes : 2 * S.probes]
    rng = seeds_of("forward_backward_collapse").generator({}, 1)
    probes = Probes(points[index], rng.standard_normal((S.probes, 64)), index)
    expected = collapse_curves(probes, points, t).own_weight.mean(axis=0)
    np.testing.assert_allclose(at_noise[1], expected)
    still = Probes(points[index], np.zeros((S.probes, 64)), index)
    expected = collapse_curves(still, points, t).own_weight.mean(axis=0)
    np.testing.assert_allclose(at_digit[1], expected)


def test_all_trajectories_end_on_a_digit(frame):
    assert value(frame, quantity="ends_on_training_digit") == 1
    last, first = S.t_range
    for quantity in ("final_weight", "participation"):
        assert value(frame, quantity=quantity, t=last) == pytest.approx(1.0)
        assert value(frame, quantity=quantity, t=first) < 0.01


def test_the_distance_is_that_of_the_noise(frame):
    t_c = value(frame, quantity="collapse_time")
    rows = select(frame, quantity="squared_distance_to_final")
    nearest = select(frame, quantity="squared_distance_to_nearest")
    small = rows["t"] < t_c / 4
    # Before the end |x - xi|^2 / N = t, with N * 10 coordinates of noise.
    scatter = np.sqrt(2 / 64 / S.trajectories)
    np.testing.assert_allclose(rows["value"][small], rows["t"][small], rtol=5 * scatter)
    assert (rows["value"].to_numpy() >= nearest["value"].to_numpy() - 1e-12).all()


def test_the_first_row_is_of_the_noised_digits(frame, seeds_of):
    points = load_digits().points
    rng = seeds_of("forward_backward").generator({})
    chosen = rng.choice(len(points), size=S.trajectories, replace=False)
    first = S.t_range[1]
    x = points[chosen] + np.sqrt(first) * rng.standard_normal((S.trajectories, 64))
    expected = EmpiricalScore(points).participation(x, first).mean()
    assert value(frame, quantity="participation", t=first) == pytest.approx(expected)


def test_strips_hold_images_of_one_grey_scale(made):
    arrays = made.arrays["forward_backward_images"]
    t = arrays["shown_t"]
    assert t[0] == S.t_range[1]
    assert t[-1] == pytest.approx(1e-2, rel=0.6)
    assert (np.diff(t) < 0).all()
    assert arrays["forward"].shape == arrays["backward"].shape == (S.shown, 64)
    digits = np.rint(load_digits().points * load_digits().scale + load_digits().mean)
    for name in ("original", "final"):
        assert (np.rint(arrays[name]) == digits).all(axis=1).any()
    # At the last t shown the noise is a tenth of the scale of grey.
    scale = load_digits().scale
    noise = arrays["forward"][-1] * np.sqrt(1 + t[-1]) - arrays["original"]
    assert noise.std() == pytest.approx(scale * np.sqrt(t[-1]), rel=0.4)
    noise = arrays["backward"][-1] * np.sqrt(1 + t[-1]) - arrays["final"]
    assert noise.std() == pytest.approx(scale * np.sqrt(t[-1]), rel=0.4)
    assert arrays["forward"][0].std() == pytest.approx(scale, rel=0.4)


def test_latent_paths_end_on_the_latents():
    arrays = latent_picture(LatentPicture(N=8, P=12, trajectories=5), 80, np.random.default_rng(0))
    paths, latents, t = arrays["latent_paths"], arrays["latent_points"], arrays["latent_times"]
    assert paths.shape == (t.size, 5, 2)
    assert (t[0], t[-1]) == pytest.approx((20.0, 1e-3))
    distance = np.linalg.norm(paths[-1][:, None] - latents, axis=2).min(axis=1)
    # sqrt(t) over the singular values of F, sqrt(N / D) = 2
    assert (distance < 5 * np.sqrt(1e-3) / 2).all()
    assert np.linalg.norm(paths[0], axis=1).mean() > 1.5
