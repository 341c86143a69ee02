"""The phase diagram against the theory of its times."""

import numpy as np
import pytest

from memgen.settings.memorization_as_generalization import FullPicture
from memgen.studies.memorization_as_generalization.full_picture import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.manifold import collapse_time, cross_entropy, generalization_time, onset_time

S = FullPicture(alpha=0.2, alpha_D=0.25, points=9, cells=14)


@pytest.fixture(scope="module")
def made():
    return table(S)


@pytest.fixture(scope="module")
def frame(made):
    return tidy(made.rows)


def test_boundaries_are_the_times_of_the_theory(frame):
    assert (frame["kind"] == "theory").all()
    for along, fixed in (("alpha_D", "alpha"), ("alpha", "alpha_D")):
        rows = select(frame, along=along)
        assert rows[fixed].nunique() == 1
        for quantity, time in (
            ("onset_time", onset_time),
            ("collapse_time", collapse_time),
            ("generalization_time", generalization_time),
        ):
            curve = select(rows, quantity=quantity)
            assert tuple(curve[along].iloc[[0, -1]]) == pytest.approx(getattr(S, f"{along}_range"))
            expected = [time(row["alpha"], row["alpha_D"]) for _, row in curve.iterrows()]
            np.testing.assert_allclose(curve["value"], expected, rtol=1e-6)
    wide = frame.pivot(index=["along", "alpha", "alpha_D"], columns="quantity", values="value")
    assert (wide["generalization_time"] < wide["collapse_time"]).all()
    assert (wide["collapse_time"] < wide["onset_time"]).all()
    assert (wide["condensation_time"] < wide["onset_time"]).all()


def test_the_excess_is_that_of_the_cross_entropy_and_least_at_t_g(made):
    arrays = made.arrays["full_picture_map"]
    for along in ("alpha_D", "alpha"):
        t, excess = arrays[f"t_of_{along}"], arrays[f"excess_of_{along}"]
        assert excess.shape == (S.cells, S.points)
        assert (excess > -1e-9).all()
        for k, value in enumerate(arrays[along]):
            alpha, alpha_D = (S.alpha, value) if along == "alpha_D" else (value, S.alpha_D)
            t_g = generalization_time(alpha, alpha_D)
            expected = cross_entropy(t, alpha, alpha_D) - cross_entropy(t_g, alpha, alpha_D)
            np.testing.assert_allclose(excess[:, k], expected, rtol=1e-6, atol=1e-9)
            assert abs(np.log(t[np.argmin(excess[:, k])] / t_g)) <= np.log(t[1] / t[0])


def test_maps_span_all_times(made, frame):
    arrays = made.arrays["full_picture_map"]
    for along in ("alpha_D", "alpha"):
        rows = select(frame, along=along)
        first = select(rows, quantity="generalization_time")["value"].min() / 3
        last = select(rows, quantity="onset_time")["value"].max() * 3
        assert arrays[f"t_of_{along}"][[0, -1]] == pytest.approx([first, last])
