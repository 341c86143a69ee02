"""Digits forth and back: what is exact at the ends, and the laws of the noise."""

import numpy as np
import pytest

from memgen.data.images import load_digits
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.settings.memorization_as_generalization import ForwardBackward
from memgen.studies.memorization_as_generalization.forward_backward import forward_curves, table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S = ForwardBackward(
    trajectories=10,
    steps=60,
    probes=20,
    parts=2,
    shown=5,
)


@pytest.fixture(scope="module")
def made(seeds_of):
    return table(S, seeds_of("forward_backward"))


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def value(frame, **where):
    return select(frame, **where)["value"].item()


@pytest.mark.parametrize("of", ["digits", "gaussian"])
def test_weight_leaves_the_digit_after_the_noisy_point(frame, of):
    rows = select(frame, of=of, kind="simulation")
    collapse, onset = (value(rows, quantity=name) for name in ("collapse_time", "onset_time"))
    assert 1 < collapse < onset < 8
    for quantity, time in (("own_weight", collapse), ("own_weight_at_digit", onset)):
        curve = select(rows, quantity=quantity)
        assert (curve["n"] == S.parts).all()
        crossed = np.interp(np.log(time), np.log(curve["t"]), curve["value"])
        assert crossed == pytest.approx(0.5, abs=1e-3)
        assert tuple(curve["t"].iloc[[0, -1]]) == pytest.approx(S.t_range)
        assert curve["value"].iloc[0] == pytest.approx(1.0)
        assert curve["value"].iloc[-1] < 0.01
    ratio = value(rows, quantity="log_onset_over_collapse")
    assert ratio == pytest.approx(np.log(onset / collapse), abs=0.05)


def test_parts_are_disjoint_and_have_their_own_noise(seeds_of):
    points, t = load_digits().points, np.array([0.5, 2.0])
    seen = forward_curves(points, t, S, seeds_of("forward_backward"))
    stream = seeds_of("forward_backward_parts").generator({})
    index = stream.permutation(len(points))[S.probes : 2 * S.probes]
    rng = seeds_of("forward_backward_collapse").generator({}, 1)
    probes = Probes(points[index], rng.standard_normal((S.probes, 64)), index)
    expected = collapse_curves(probes, points, t).own_weight.mean(axis=0)
    np.testing.assert_allclose(seen.at_noise[1], expected)
    still = Probes(points[index], np.zeros((S.probes, 64)), index)
    expected = collapse_curves(still, points, t).own_weight.mean(axis=0)
    np.testing.assert_allclose(seen.at_digit[1], expected)


def test_the_exact_score_ends_on_digits_and_smooth_ones_do_not(frame, made):
    for score, share in (("empirical", 1), ("gaussian", 0), ("classes", 0)):
        assert value(frame, quantity="ends_on_training_digit", score=score) == share
        ratio = made.arrays["forward_backward_images"][f"ratio_{score}"]
        assert ((ratio < 1 / 3) == share).all()
    last, first = S.t_range
    for quantity in ("final_weight", "participation"):
        assert value(frame, quantity=quantity, t=last) == pytest.approx(1.0)
        assert value(frame, quantity=quantity, t=first) < 0.01


def test_theory_of_gaussian_points_has_their_onset(frame):
    rows = select(frame, quantity="onset_time", of="gaussian")
    theory, drawn = (value(rows, kind=kind) for kind in ("theory", "simulation"))
    assert theory == pytest.approx(drawn, rel=0.1)


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
    for name in ("forward", "backward", "control"):
        assert arrays[name].shape == (S.shown, 64)
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
