"""Points of one norm at their centre: drawn ones beside infinitely many."""

import numpy as np
import pytest

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.settings.losing_dimensions import Centre
from memgen.studies.losing_dimensions.centre import (
    dimension,
    population_responses,
    probed,
    responses,
    table,
)
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies.one_norm import one_norm_variances

N, COUNTS, STDS, FLOOR = 16, (2, 4), (1.0, 0.3), 0.01
VARIANCES = direction_variances(N, COUNTS, STDS, FLOOR)
SETTINGS = Centre(
    shown_P=(30, 60, 1000), spectra_draws=2, sigmas=6, P=[50], points=4000, most_draws=40, beside=4
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(SETTINGS, seeds_of("centre"), N, COUNTS, STDS, FLOOR))


def test_responses_are_the_symmetrised_ones_of_the_empirical_score():
    z, t = draw_directions(VARIANCES, 40, np.random.default_rng(0), unit_norm=True), 0.05
    score, step = EmpiricalScore(z).score, np.sqrt(t) * np.eye(N)
    expected = t * (score(step, t) - score(-step, t)) / (2 * np.sqrt(t))
    np.testing.assert_allclose(responses(z, t).T, expected, atol=1e-10)


def test_responses_of_many_points_are_those_of_infinitely_many():
    z, t = draw_directions(VARIANCES, 50_000, np.random.default_rng(0), unit_norm=True), 0.1
    exact = np.diag(population_responses(np.array([t]), VARIANCES)[0])
    np.testing.assert_allclose(responses(z, t), exact, atol=0.03)


def test_times_agree_with_theory(frame):
    """The loss at the centre is that of infinitely many points; condensation that of 50."""
    for direction in ("large", "small"):
        at = select(frame, panel="times", direction=direction)
        for quantity, rel in (("half_time", 0.35), ("loss_time", 0.15), ("participation", 0.1)):
            rows = select(at, quantity=quantity)
            drawn = select(rows, kind="simulation")["value"].iloc[0]
            exact = select(rows, kind="theory")["value"].iloc[0]
            assert drawn == pytest.approx(exact, rel=rel), quantity
        own = one_norm_variances(VARIANCES)[0 if direction == "large" else 2]
        gaussian = select(at, quantity="condensation_time")["value"].iloc[0]
        assert gaussian == pytest.approx(own / (2 * np.log(50)))


def test_dimensions_of_many_and_infinitely_many_points(frame):
    rows = select(frame, panel="centre", quantity="dimension")
    exact = select(rows, P=0).set_index("t")["value"]
    assert {2.0, 4.0} <= set(exact)
    many = select(rows, P=1000).set_index("t")["value"]
    assert (many == exact.loc[many.index]).mean() > 0.6
    values = select(frame, panel="centre", quantity="singular_value")
    assert (select(values, rank=1)["value"] == 1).all()
    assert values["rank"].max() == sum(COUNTS) + SETTINGS.beside


def test_the_dimension_is_sought_among_the_least_values():
    values = np.concatenate([np.full(6, 50.0), np.full(4, 1.0), np.full(6, 0.1)])
    assert dimension(values, 6, SETTINGS) == 6
    # With all of them in view the highest drop is that above.
    assert dimension(values, 6, SETTINGS.model_copy(update={"beside": 10})) == 10


def test_both_signs_of_a_direction_are_probed():
    z = draw_directions(VARIANCES, 30, np.random.default_rng(1), unit_norm=True)[:, :1]
    t = np.array([0.01])
    of_both, of_one = probed(z, t, 0.1), EmpiricalScore(np.hstack([z, np.sqrt(1 - z**2)]))
    ends = np.sqrt(t) * np.array([[1.0], [-1.0]]) @ np.array([[1.0, 0.0]])
    expected = of_one.participation(ends, float(t[0])).mean()
    assert of_both["Y2"][0] == pytest.approx(expected)
