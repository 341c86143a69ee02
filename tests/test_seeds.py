import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.seeds import generator, seed_sequence

POINT = {"N": 20, "alpha": 0.2, "activation": "tanh"}


def draw(**changes):
    arguments = {"seed": 1, "source": "s", "table": "t", "point": POINT, "replica": 0} | changes
    return generator(**arguments).standard_normal(4)


def test_the_same_place_gives_the_same_numbers():
    assert np.array_equal(draw(), draw())


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"source": "other"},
        {"table": "other"},
        {"replica": 1},
        {"point": POINT | {"N": 21}},
        {"point": POINT | {"activation": "relu"}},
    ],
)
def test_another_place_gives_other_numbers(change):
    assert not np.array_equal(draw(), draw(**change))


def test_numpy_numbers_and_order_do_not_matter():
    point = {"alpha": np.float64(0.2), "activation": "tanh", "N": np.int64(20)}
    assert np.array_equal(draw(), draw(point=point))


@given(st.floats(1e-6, 1e6), st.sampled_from([-2, -1, 1, 2]))
def test_the_last_digits_of_a_coordinate_do_not_matter(value, steps):
    """Solutions of one equation on two processors label the same draw."""
    rounded = float(f"{value:.9g}")
    other = rounded
    for _ in range(abs(steps)):
        other = np.nextafter(other, np.inf if steps > 0 else -np.inf)
    assert np.array_equal(draw(point={"lam": rounded}), draw(point={"lam": float(other)}))
    assert not np.array_equal(draw(point={"lam": rounded}), draw(point={"lam": rounded * 1.0001}))


def test_what_cannot_label_a_draw_is_refused():
    with pytest.raises(TypeError, match="grid"):
        draw(point={"grid": [1, 2]})


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_replicas_are_independent_streams(first, second):
    streams = [seed_sequence(3, "s", "t", POINT, k).generate_state(4) for k in (first, second)]
    assert (first == second) == np.array_equal(*streams)


def test_streams_are_uncorrelated():
    rows = np.array([generator(5, "s", "t", POINT, k).standard_normal(500) for k in range(40)])
    correlations = np.corrcoef(rows)[np.triu_indices(40, 1)]
    assert abs(correlations.mean()) < 4 / np.sqrt(500 * correlations.size)
    assert abs(correlations.std() * np.sqrt(500) - 1) < 0.15
