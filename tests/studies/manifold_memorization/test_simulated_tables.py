"""Tables with simulations: against the finite-size theory, the limit, or what they must obey."""

import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import norm

from memgen.activations import get_activation
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import (
    Attractors,
    Basins,
    BasinTheory,
    BestTimes,
    Collapse,
    CrossEntropy,
    FiniteSize,
    FixedSize,
    PointLadder,
    Points,
    Potential,
)
from memgen.studies.manifold_memorization import (
    attractors,
    basin_theory,
    basins,
    best_times,
    collapse,
    collapse_draws,
    cross_entropy,
    finite_size,
    fixed_size,
    point_ladder,
    points,
    potential,
)
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy
from memgen.theory.manifold import collapse_time, generalization_time, onset_time

SOURCE = "manifold_memorization"
ALPHA, ALPHA_D = 0.25, 0.25
LADDER = Collapse(N=[20], draws=24, probes=20, draws_per_job=10, times=11)
FIXED = FixedSize(
    N=40,
    P=400,
    D=[8],
    activations=["linear", "tanh"],
    draws=12,
    probes=20,
    times=9,
    theory_draws=64,
    theory_probes=6,
)


def seeds(table):
    return Seeds(11, SOURCE, table)


@pytest.fixture(scope="module")
def drawn():
    """The arrays of the ladder's draws at N = 20, cut as the workflow cuts them."""
    return {
        (20, first, last): collapse_draws.table(
            LADDER, seeds("collapse_draws"), ALPHA, ALPHA_D, 20, first, last
        ).arrays["draws"]
        for first, last in ((0, 10), (10, 20), (20, 24))
    }


@pytest.fixture(scope="module")
def averaged(drawn):
    return tidy(collapse.table(LADDER, ALPHA, ALPHA_D, drawn))


@pytest.fixture(scope="module")
def fixed():
    return tidy(fixed_size.table(FIXED, seeds("fixed_size"), 8))


def pulls(simulated, predicted, on):
    both = simulated.merge(predicted, on=on, suffixes=("", "_theory"))
    assert len(both) == len(simulated)
    error = np.hypot(both["stderr"], both["stderr_theory"].fillna(0).astype(float))
    return ((both["value"] - both["value_theory"]) / error)[error > 0]


def test_draws_differ_and_do_not_depend_on_the_cut(drawn):
    once = collapse_draws.table(LADDER, seeds("collapse_draws"), ALPHA, ALPHA_D, 20, 8, 12)
    again = once.arrays["draws"]["own_weight"]
    parts = np.concatenate([drawn[key]["own_weight"] for key in sorted(drawn)])
    assert np.array_equal(again, parts[8:12])
    assert len(np.unique(parts[:, 5])) == 24


def test_the_simulated_collapse_lies_on_the_finite_size_theory(averaged):
    theory = finite_size.table(
        FiniteSize(draws=150), seeds("finite_size"), ALPHA, ALPHA_D, LADDER.times, LADDER.width, 20
    )
    theory = tidy(theory)
    for name in ("own_weight", "participation", "excess_entropy"):
        simulated = select(averaged, quantity=name, kind="simulation").assign(k=range(LADDER.times))
        predicted = select(theory, quantity=name).assign(k=range(LADDER.times))
        assert simulated["t"].to_numpy() == pytest.approx(predicted["t"].to_numpy())
        z = pulls(simulated, predicted, ["k"])
        assert np.sqrt((z**2).mean()) < 2
    for name in ("collapse_time", "participation_time", "weight_at_collapse"):
        measured = select(averaged, quantity=name, kind="simulation").iloc[0]
        expected = select(theory, quantity=name).iloc[0]
        error = np.hypot(measured["stderr"], expected["stderr"])
        assert abs(measured["value"] - expected["value"]) < 4 * error
        assert measured["n"] == 24


def test_the_limit_steps_at_t_c(averaged):
    limit = averaged[np.isinf(averaged["N"])]
    t_c = collapse_time(ALPHA, ALPHA_D)
    for name in ("own_weight", "participation"):
        step = select(limit, quantity=name)
        assert set(step.loc[step["t"] < t_c, "value"]) == {1.0}
        assert set(step.loc[step["t"] >= t_c, "value"]) == {0.0}
    entropy = select(limit, quantity="excess_entropy")
    assert (entropy.loc[entropy["t"] < t_c, "value"] < 1e-6).all()
    assert (entropy.loc[entropy["t"] > t_c * 1.01, "value"] > 0).all()
    scaling = select(limit, quantity="own_weight_scaling").sort_values("u")
    assert np.interp(0, scaling["u"], scaling["value"]) == pytest.approx(0.5)
    assert (np.diff(scaling["value"]) < 0).all()


@pytest.mark.parametrize("activation", ["linear", "tanh"])
def test_the_collapse_at_fixed_size_is_that_of_finite_size_theory(fixed, activation):
    """Which lies some tens of per cent above the limit."""
    rows = select(fixed, activation=activation)
    simulated = select(rows, quantity="collapse_time", kind="simulation").iloc[0]
    assert (simulated["N"], simulated["P"], simulated["D"]) == (40, 400, 8)
    assert simulated["alpha"] == pytest.approx(np.log(400) / 40)
    t_c = select(rows, quantity="collapse_time", kind="theory")["value"].iloc[0]
    assert t_c == pytest.approx(collapse_time(np.log(400) / 40, 0.2, activation))
    finite = select(rows, quantity="collapse_time_finite_size").iloc[0]
    error = np.hypot(simulated["stderr"], finite["stderr"])
    assert abs(simulated["value"] - finite["value"]) < 3 * error
    assert 1.05 < finite["value"] / t_c < 1.5


def test_the_collapse_at_fixed_size_is_where_the_mean_weight_is_one_half(fixed):
    """From the same draws, with the posterior weights written out."""
    rows = select(fixed, quantity="collapse_time", kind="simulation").set_index("activation")
    for activation in ("linear", "tanh"):
        t_c = collapse_time(np.log(400) / 40, 0.2, activation)
        t = t_c * np.exp(np.linspace(-FIXED.span, FIXED.span, FIXED.times))
        weights = np.zeros(t.size)
        for k in range(FIXED.draws):
            rng = seeds("fixed_size").generator({"N": 40, "P": 400, "D": 8}, k)
            draw = fixed_size.drawn(FIXED, 8, rng)
            clean = HiddenManifold(draw.F, activation).embed(draw.latents)
            for j, time in enumerate(t):
                x = clean[draw.index] + np.sqrt(time) * draw.noise
                logits = -((x[:, None] - clean) ** 2).sum(axis=2) / (2 * time)
                weights[j] += softmax(logits, axis=1)[np.arange(20), draw.index].mean()
        mean = weights / FIXED.draws
        last = np.flatnonzero(mean > 0.5)[-1]
        # the measured crossing lies where the probit of the mean weight does
        probit = norm.ppf(mean[last : last + 2])
        share = probit[0] / (probit[0] - probit[1])
        straight = np.exp((1 - share) * np.log(t[last]) + share * np.log(t[last + 1]))
        assert rows.loc[activation, "value"] == pytest.approx(straight, rel=1e-6)


def test_common_random_numbers_make_the_prefactor_sharper_than_its_parts(fixed):
    tanh = select(fixed, activation="tanh")
    prefactor = select(tanh, quantity="prefactor", kind="simulation").iloc[0]
    times = select(fixed, quantity="collapse_time", kind="simulation").set_index("activation")
    ratio = times.loc["tanh", "value"] / times.loc["linear", "value"]
    slope = get_activation("tanh").mean_squared_slope()
    assert prefactor["value"] == pytest.approx(ratio / slope)
    relative = times["stderr"] / times["value"]
    assert prefactor["stderr"] / prefactor["value"] < 0.8 * np.hypot(*relative)
    predicted = select(tanh, quantity="prefactor_finite_size").iloc[0]
    error = np.hypot(prefactor["stderr"], predicted["stderr"])
    assert abs(prefactor["value"] - predicted["value"]) < 3 * error


def test_neighbours_in_the_latent_dimensions_give_the_own_weight():
    """Against the sum over all points in N dimensions."""
    s = PointLadder(N=12, D=[3], P=[500], draws=2, probes=40)
    draw = point_ladder.drawn(s, 3, np.random.default_rng(0))
    t = 0.2 * np.exp(point_ladder.STEPS)
    found = point_ladder.mean_own_weight(draw, 500, t)
    points = draw.latents @ (draw.F @ draw.basis).T
    whole = collapse_curves(Probes(points[:40], draw.noise, np.arange(40)), points, t)
    assert found == pytest.approx(whole.own_weight.mean(axis=0), abs=2e-4)


def test_the_collapse_falls_as_the_power_of_the_number_of_points():
    s = PointLadder(D=[2], P=[500, 5000], draws=4, probes=200, theory_probes=30, samples=80)
    table = tidy(point_ladder.table(s, seeds("point_ladder"), 2))
    measured = select(table, quantity="exponent").iloc[0]
    predicted = select(table, quantity="exponent_finite_size").iloc[0]
    assert predicted["value"] == pytest.approx(-1, abs=0.01)
    assert abs(measured["value"] - predicted["value"]) < 4 * measured["stderr"]
    assert measured["stderr"] < 0.1


def test_t_g_of_a_curved_manifold_is_that_of_finite_size_theory():
    s = BestTimes(N=25, activations=["tanh"], draws=12, probes=40, times=7, theory_probes=12)
    table = tidy(best_times.table(s, seeds("best_times"), ALPHA, ALPHA_D))
    limit = select(table, quantity="generalization_time", kind="theory")["value"].iloc[0]
    assert limit == pytest.approx(generalization_time(ALPHA, ALPHA_D, "tanh"))
    measured = select(table, quantity="generalization_time", kind="simulation").iloc[0]
    finite = select(table, quantity="generalization_time_finite_size").iloc[0]
    error = np.hypot(measured["stderr"], finite["stderr"])
    assert abs(measured["value"] - finite["value"]) < 3 * error
    assert finite["value"] > 1.1 * limit


def test_the_cross_entropy_lies_on_the_finite_size_theory_and_sees_fresh_points():
    s = CrossEntropy(N=24, draws=12, probes=40, times=10, finite_size_draws=300)
    table = tidy(cross_entropy.table(s, seeds("cross_entropy"), ALPHA, ALPHA_D))
    simulated = select(table, quantity="cross_entropy", kind="simulation").assign(k=range(10))
    predicted = select(table, quantity="cross_entropy_finite_size").assign(k=range(10))
    z = pulls(simulated, predicted, ["k"])
    assert np.sqrt((z**2).mean()) < 2
    t_g = select(table, quantity="generalization_time", kind="theory")["value"].iloc[0]
    assert t_g == pytest.approx(generalization_time(ALPHA, ALPHA_D))
    measured = select(table, quantity="generalization_time", kind="simulation").iloc[0]
    corrected = select(table, quantity="generalization_time_finite_size").iloc[0]
    error = np.hypot(measured["stderr"], corrected["stderr"])
    assert abs(measured["value"] - corrected["value"]) < 4 * error
    gain = select(table, quantity="gain_inside").iloc[0]
    expected = select(table, quantity="gain_inside_finite_size").iloc[0]
    assert abs(gain["value"] - expected["value"]) < 4 * np.hypot(gain["stderr"], expected["stderr"])
    assert gain["value"] > 0
    # a fresh point has no training point at distance 0
    assert select(table, quantity="nearest_distance")["value"].iloc[0] > 0.1


def test_small_balls_return_below_t_c_and_none_above_t_o():
    s = Basins(draws=6, probes=10, t_cells=5, R_cells=6)
    table = tidy(basins.table(s, seeds("basins"), 0.2, 0.2, 20))
    traps = select(table, quantity="trap_fraction").sort_values("t")
    assert traps["t"].iloc[0] == pytest.approx(collapse_time(0.2, 0.2) / 3)
    assert traps["t"].iloc[-1] == pytest.approx(2 * onset_time(0.2, 0.2))
    assert traps["value"].iloc[0] > 0.9
    assert traps["value"].iloc[-1] < 0.1
    back = select(table, quantity="return_probability", regime="below_collapse").sort_values("R")
    assert back["t"].unique() == pytest.approx([collapse_time(0.2, 0.2) / 3])
    assert back["value"].iloc[0] > 0.9
    assert back["value"].iloc[-1] < 0.4
    between = select(table, quantity="return_probability", regime="between")
    assert between["value"].max() < back["value"].max()
    half = select(table, quantity="half_return_radius", regime="below_collapse")["value"].item()
    assert back["R"].min() < half < back["R"].max()


def test_latent_points_have_the_distances_of_the_manifold():
    size = {"N": 12, "D": 3, "P": 2000}
    points = basins.latent_points(size, np.random.default_rng(0))
    assert points.shape == (2000, 3)
    F = draw_matrix(12, 3, np.random.default_rng(0))
    eigenvalues = np.linalg.eigvalsh(F.T @ F)
    np.testing.assert_allclose(np.linalg.eigvalsh(np.cov(points.T)), eigenvalues, rtol=0.15)


def test_the_theory_of_basins_is_what_is_simulated():
    """At N = 25 with a fifth of the points drawn; the axes are those of the simulation."""
    simulated = tidy(
        basins.table(
            Basins(draws=16, probes=10, t_cells=4, R_cells=5), seeds("basins"), 0.2, 0.2, 25
        )
    )
    s = BasinTheory(draws=50, neighbours=20)
    theory = tidy(basin_theory.table(s, seeds("basin_theory"), 0.2, 0.2, 4, 5, 25))
    for quantity, axis in (("trap_fraction", "t"), ("return_probability", "R")):
        on = [axis] if axis == "t" else [axis, "regime"]
        both = select(simulated, quantity=quantity).merge(
            select(theory, quantity=quantity), on=on, suffixes=("", "_theory")
        )
        assert len(both) == len(select(simulated, quantity=quantity))
        gap = both["value"] - both["value_theory"]
        error = np.hypot(both["stderr"], both["stderr_theory"]) + 0.02
        assert (gap.abs() < 4 * error).all()
    below = select(simulated, quantity="return_probability", regime="below_collapse")
    cell = below.merge(
        select(theory, quantity="voronoi_probability"), on="R", suffixes=("", "_cell")
    )
    assert ((cell["value"] - cell["value_cell"]).abs() < 4 * cell["stderr"] + 0.06).all()


def test_theory_at_large_n_has_its_grids_at_the_transitions():
    s = BasinTheory(draws=4, neighbours=5)
    theory = tidy(basin_theory.table(s, seeds("basin_theory"), 0.2, 0.2, 4, 6, 2000))
    t_o = onset_time(0.2, 0.2)
    formula = select(theory, quantity="onset_time_finite_size")["value"].item()
    assert 0.9 * t_o < formula < t_o
    half = select(theory, quantity="trap_time")["value"].item()
    assert half == pytest.approx(formula, rel=0.15)
    radius = select(theory, quantity="half_return_radius", regime="below_collapse")["value"].item()
    assert radius == pytest.approx(collapse_time(0.2, 0.2), rel=0.3)


def test_the_potential_has_wells_at_the_points_below_the_collapse():
    s = Potential(N=20, grid=31, line_points=33, draws=4, level_draws=60)
    made = potential.table(s, seeds("potential"), 0.2, 0.2)
    table = tidy(made.rows)
    # on the line the points at 0 and 1 lie in valleys below the collapse
    line = select(table, quantity="height", regime="below_collapse").set_index("position")["value"]
    places = line.index.to_numpy()
    at = {place: line.iloc[np.argmin(np.abs(places - place))] for place in (0.0, 0.5, 1.0)}
    assert at[0.0] < at[0.5] > at[1.0]
    assert line.min() == 0
    # levels are counted as theory says, up to the saddle point's error at D = 4
    levels = select(table, quantity="level_entropy", kind="simulation")
    both = levels.merge(
        select(table, quantity="level_entropy_binned"),
        on=["regime", "distance"],
        suffixes=("", "_theory"),
    )
    gap = (both["value"] - both["value_theory"]).abs()
    filled = both["value_theory"] > 0.08
    assert (gap < 4 * both["stderr"] + 0.006)[filled].all()
    limit = select(table, quantity="level_entropy", kind="theory")
    assert (limit["value"] >= 0).all()
    for _, rows in limit.groupby("regime"):
        ends = rows.sort_values("distance")["value"].iloc[[0, -1]]
        assert (ends < 1e-6).all()
        assert rows["value"].max() == pytest.approx(0.2, abs=1e-4)
    plane = made.arrays["potential_plane"]
    assert plane["height_between"].shape == (31, 31)
    assert plane["corners"].shape == (3, 2)
    assert plane["traps_above_onset"].sum() == 0
    both = select(table, quantity="traps")["value"].item()
    alone = select(table, quantity="traps_on_plane_only")["value"].item()
    assert select(table, quantity="traps_on_plane")["value"].item() == pytest.approx(both + alone)


def test_attractors_are_the_data_points_below_the_collapse_and_one_above_the_onset():
    s = Attractors(N=20, draws=4, between=2, beyond=3, last=5, patterns=20, neighbours=10)
    table = tidy(attractors.table(s, seeds("attractors"), 0.2, 0.2))
    numbers = select(table, quantity="attractors").sort_values("t")
    assert numbers["value"].iloc[0] > 45
    assert numbers["value"].iloc[-1] < 3
    traps = select(table, quantity="trap_fraction", kind="simulation").sort_values("t")
    assert (55 * traps["value"].to_numpy() <= numbers["value"].to_numpy() + 1e-9).all()
    excess = select(table, quantity="trap_excess")
    assert (excess["value"].abs() < 4 * excess["stderr"] + 0.05).all()
    t_c = collapse_time(0.2, 0.2)
    assert np.isclose(numbers["t"], t_c).sum() == 1
    assert np.isclose(numbers["t"], onset_time(0.2, 0.2)).sum() == 1


def test_points_of_a_plane_have_its_dimension(tmp_path):
    rng = np.random.default_rng(0)
    directions, _ = np.linalg.qr(rng.standard_normal((12, 3)))
    np.save(tmp_path / "plane.npy", rng.standard_normal((1200, 3)) @ directions.T)
    s = Points(
        file=str(tmp_path / "plane.npy"),
        P=[50, 100, 200, 400],
        draws=6,
        probes=50,
        times=21,
        control_draws=6,
        theory_draws=60,
    )
    table = tidy(points.table(s, seeds("points")))
    assert set(table["data"]) == {"plane.npy"}
    for name in ("equal_points", "outliers", "near_copies", "constant_coordinates"):
        assert value_of(table, name) == 0
    known = select(table, quantity="effective_dimension_known", kind="simulation").iloc[0]
    assert value_of(table, "known_dimension") == 3
    assert known["value"] == pytest.approx(3, abs=0.5)
    dimension = select(table, quantity="effective_dimension")["value"].iloc[0]
    assert dimension == pytest.approx(3, abs=0.5)
    neighbours = select(table, quantity="neighbour_dimension").set_index("P")["value"]
    assert neighbours.loc[400] == pytest.approx(3, abs=0.4)
    collapses = select(table, quantity="collapse_time").sort_values("P")
    assert (np.diff(collapses["value"]) < 0).all()
    assert collapses["n"].tolist() == [6, 6, 6, 3]
    # The points are Gaussian, so the control and its theory are the data again.
    control = select(table, quantity="collapse_time_gaussian")
    for kind in ("simulation", "theory"):
        again = select(control, kind=kind).sort_values("P")
        ratio = again["value"].to_numpy() / collapses["value"].to_numpy()
        np.testing.assert_allclose(ratio, 1, atol=0.35)
    local = select(table, quantity="local_dimension_gaussian", kind="theory")
    np.testing.assert_allclose(local["value"], 3, atol=0.5)
