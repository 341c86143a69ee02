"""Tables of theory alone, and of finite-size theory."""

import numpy as np
import pytest

from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import BasinRadius, FiniteSize, Recipe, Times
from memgen.studies.manifold_memorization import basin_radius, finite_size, recipe, times
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies import rem
from memgen.theory.manifold import (
    basin_radius as radius_of,
)
from memgen.theory.manifold import (
    collapse_time,
    condensation_time,
    generalization_time,
    onset_time,
)
from memgen.theory.manifold.linear import linear_cumulant

SOURCE = "manifold_memorization"
TIMES = Times(alphas=[0.1, 0.3], linear_points=8, nonlinear_points=4)


def test_times_are_those_of_the_theory_by_name():
    table = tidy(times.table(TIMES, 0.2, 0.25, "linear"))
    point = select(table, along="default").set_index("quantity")["value"]
    assert point["collapse_time"] == pytest.approx(collapse_time(0.2, 0.25))
    assert point["onset_time"] == pytest.approx(onset_time(0.2, 0.25))
    assert point["condensation_time"] == pytest.approx(condensation_time(0.2, 0.25))
    assert point["generalization_time"] == pytest.approx(generalization_time(0.2, 0.25))
    assert point["collapse_time_rescaled"] == pytest.approx(point["collapse_time"])
    order = ["generalization_time", "condensation_time", "collapse_time", "onset_time"]
    for _, rows in table.groupby(["along", "alpha", "alpha_D"]):
        values = rows.set_index("quantity")["value"][order]
        assert (np.diff(values[["generalization_time", "collapse_time", "onset_time"]]) > 0).all()
        assert values["condensation_time"] < values["collapse_time"]


def test_linear_curves_are_drawn_for_every_load_and_curved_ones_for_one():
    linear = tidy(times.table(TIMES, 0.2, 0.25, "linear"))
    curved = tidy(times.table(TIMES, 0.2, 0.25, "tanh"))
    assert sorted(select(linear, along="alpha_D")["alpha"].unique()) == [0.1, 0.2, 0.3]
    assert select(curved, along="alpha_D")["alpha"].unique().tolist() == [0.2]
    assert (select(linear, along="alpha")["alpha_D"] == 0.25).all()
    assert len(select(curved, along="alpha", quantity="onset_time")) == 4
    # tanh bends the manifold: it collapses later in the noise than its tangent would say at small t
    assert (select(curved, quantity="collapse_time_small_alpha_D")["value"] > 0).all()


def test_the_finite_size_theory_falls_from_one_to_zero_about_t_c():
    s = FiniteSize(N=[20], draws=60)
    args = (s, Seeds(3, SOURCE, "finite_size"), 0.2, 0.2, 9, 8.0)
    table = tidy(finite_size.table(*args, 100))
    span = 8 / np.sqrt(100)
    assert set(table["kind"]) == {"theory"}
    t_c = collapse_time(0.2, 0.2)
    for name in ("own_weight", "participation"):
        curve = select(table, quantity=name).sort_values("t")
        assert curve["value"].iloc[0] > 0.9
        assert curve["value"].iloc[-1] < 0.1
        assert curve["t"].iloc[[0, -1]].tolist() == pytest.approx(
            [t_c * np.exp(-span), t_c * np.exp(span)]
        )
    near, far = (
        select(tidy(finite_size.table(*args, N)), quantity="collapse_time").iloc[0]
        for N in (1000, 20)
    )
    assert abs(near["value"] / t_c - 1) < 5 * near["stderr"] / t_c + 0.02
    assert abs(near["value"] / t_c - 1) < abs(far["value"] / t_c - 1)
    # an entropy per coordinate: nothing below the collapse, at most alpha far above it
    entropy = select(table, quantity="excess_entropy").sort_values("t")["value"]
    assert abs(entropy.iloc[0]) < 1e-3
    assert 0.05 < entropy.iloc[-1] < 0.2


def test_the_basins_radius_is_that_of_the_theory_and_of_the_condensed_phase():
    s = BasinRadius(alpha_Ds=[0.3], points=12)
    table = tidy(basin_radius.table(s, 0.2, 0.2))
    assert sorted(select(table, quantity="collapse_time")["alpha_D"]) == [0.2, 0.3]
    for alpha_D, rows in table.groupby("alpha_D"):
        t_c, t_o = collapse_time(0.2, alpha_D), onset_time(0.2, alpha_D)
        curve = select(rows, quantity="basin_radius").sort_values("t")
        assert curve["value"].to_numpy() == pytest.approx(
            radius_of(curve["t"].to_numpy(), 0.2, alpha_D)
        )
        assert curve["t"].iloc[-1] == pytest.approx(t_o)
        # below t_c the own energy -R / 2t lies at the edge of the others' levels
        for t in curve["t"][curve["t"] < 0.95 * t_c]:
            edge = rem.level_edge(linear_cumulant(t, t_c, alpha_D), 0.2)
            assert edge == pytest.approx(-t_c / (2 * t), rel=1e-6)


def test_surfaces_of_one_map_under_every_activation():
    s = Recipe(points=50, grid=5, activations=["linear", "tanh", "relu"])
    arrays = recipe.table(s, Seeds(1, SOURCE, "recipe")).arrays["recipe"]
    linear = arrays["points_linear"]
    assert linear.shape == (50, 3)
    assert arrays["points_tanh"] == pytest.approx(np.tanh(linear))
    assert arrays["points_relu"] == pytest.approx(np.maximum(linear, 0))
    assert arrays["surface_tanh"].shape == (5, 5, 3)
    # the middle of the grid is the latent origin
    assert arrays["surface_linear"][2, 2] == pytest.approx(np.zeros(3), abs=1e-12)
    assert arrays["latent_axis"][[0, -1]] == pytest.approx([-3.4, 3.4])
