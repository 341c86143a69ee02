"""The random energy model: all levels, the highest ones and N to infinity."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import draw_probes
from memgen.settings.memorization_as_generalization import (
    DiffusionLevels,
    GaussianLevels,
    RandomEnergy,
)
from memgen.studies.memorization_as_generalization.random_energy import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.manifold import collapse_time

S = RandomEnergy(
    levels=300,
    temperatures=8,
    gaussian=GaussianLevels(drawn_N=14, drawn_draws=16, N=[14, 200, 2000], draws=60),
    diffusion=DiffusionLevels(drawn_N=50, N=[50, 1000], draws=16),
)
ALPHA = S.gaussian.alpha
T_C = 1 / np.sqrt(2 * ALPHA)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("random_energy")))


@pytest.fixture(scope="module")
def gaussian(frame):
    return select(frame, energies="gaussian")


@pytest.fixture(scope="module")
def diffusion(frame):
    return select(frame, energies="diffusion")


def test_gaussian_levels_have_the_closed_form(gaussian):
    theory = select(gaussian, kind="theory", N=np.inf)
    assert select(theory, quantity="condensation_time")["value"].item() == pytest.approx(T_C)
    entropy = select(theory, quantity="entropy")
    inside = entropy["level"] ** 2 < 2 * ALPHA
    expected = ALPHA - entropy["level"] ** 2 / 2
    np.testing.assert_allclose(entropy["value"][inside], expected[inside], atol=1e-9)
    free = select(theory, quantity="free_energy")
    t = free["t"].to_numpy()
    expected = np.where(t > T_C, t * ALPHA + 1 / (2 * t), np.sqrt(2 * ALPHA))
    np.testing.assert_allclose(free["value"], expected, rtol=1e-9)
    share = select(theory, quantity="participation")["value"]
    np.testing.assert_allclose(share, np.maximum(0, 1 - t / T_C), atol=1e-9)
    assert (t[0], t[-1]) == pytest.approx((0.1 * T_C, 2.2 * T_C))


def test_drawn_entropy_is_that_of_the_limit(gaussian):
    simulated = select(gaussian, quantity="entropy", kind="simulation")
    assert (simulated["n"] == S.gaussian.drawn_draws).all()
    # Where the bins hold levels in every draw; at the edges N is too small.
    middle = simulated[simulated["level"].abs() < 0.8]
    expected = ALPHA - middle["level"] ** 2 / 2
    assert (np.abs(middle["value"] - expected) < 4 * middle["stderr"] + 0.005).all()


def test_drawing_all_levels_or_the_highest_is_the_same(gaussian, diffusion):
    for rows, N in ((gaussian, 14), (diffusion, 50)):
        for quantity in ("free_energy", "participation"):
            curves = select(rows, quantity=quantity, kind="simulation", N=N)
            drawn, highest = (
                select(curves, levels=levels).set_index("t") for levels in ("all", "highest")
            )
            error = np.hypot(drawn["stderr"], highest["stderr"])
            pulls = (drawn["value"] - highest["value"]) / error
            assert pulls.abs().max() < 5, quantity


def test_large_sizes_tend_to_the_limit(gaussian, diffusion):
    for rows, N in ((gaussian, 2000), (diffusion, 1000)):
        highest = select(rows, quantity="free_energy", kind="simulation", N=N)
        theory = select(rows, quantity="free_energy", kind="theory", N=np.inf)
        expected = np.interp(highest["t"], theory["t"], theory["value"])
        np.testing.assert_allclose(highest["value"], expected, rtol=0.02)


def test_gaussian_condensation_is_where_the_exponent_says(gaussian):
    measured = select(gaussian, quantity="condensation_time", kind="simulation").set_index("N")
    assert list(measured.index) == S.gaussian.N
    row = measured.loc[2000]
    assert abs(row["value"] - T_C) < 4 * row["stderr"]
    assert row["stderr"] / row["value"] == pytest.approx(1 / np.sqrt(30 * 60), rel=0.5)
    # at the same N the measured exponent is that of theory
    ratios = select(gaussian, quantity="condensation_time_ratio")
    assert ((ratios["value"] - 1).abs() < 4 * ratios["stderr"]).all()
    levels = select(gaussian, quantity="highest_level")
    highest = select(levels, kind="simulation").set_index("N")
    exact = select(levels, kind="theory").set_index("N")["value"]
    gap = (highest["value"] - exact[highest.index]).abs()
    assert (gap < 4 * highest["stderr"]).all()
    highest = highest["value"]
    assert highest.is_monotonic_increasing
    assert highest.loc[2000] == pytest.approx(np.sqrt(2 * ALPHA), rel=0.01)


def test_diffusion_energies_condense_at_the_collapse(diffusion):
    t_c = collapse_time(S.diffusion.alpha, S.diffusion.alpha_D)
    theory = select(diffusion, quantity="condensation_time", kind="theory", N=np.inf)
    theory = theory["value"].item()
    assert theory == pytest.approx(t_c)
    exponent = select(diffusion, quantity="edge_exponent", kind="theory")
    assert exponent["value"].is_monotonic_increasing
    assert np.interp(t_c, exponent["t"], exponent["value"]) == pytest.approx(1.0, abs=0.01)
    measured = select(diffusion, quantity="condensation_time", kind="simulation").set_index("N")
    row = measured.loc[1000]
    assert abs(row["value"] - t_c) < 4 * row["stderr"] + 0.05 * t_c


def test_a_drawn_diffusion_row_is_a_sum_over_the_other_points(diffusion, seeds_of):
    s, size = S.diffusion, {"N": 50, "D": 10, "P": round(np.exp(10.0))}
    rows = select(diffusion, quantity="free_energy", levels="all")
    share = select(diffusion, quantity="participation", levels="all")
    k, t = 4, rows["t"].iloc[4]
    values, shares = [], []
    for draw in range(s.draws):
        rng = seeds_of("random_energy_diffusion_drawn").generator(size, draw)
        F = draw_matrix(50, 10, rng)
        points = HiddenManifold(F).sample(size["P"], rng)
        probe = draw_probes(points, 1, rng)
        off = probe.noise[0] - F @ np.linalg.lstsq(F, probe.noise[0])[0]
        others = np.delete(points, probe.index, axis=0)
        weight = np.exp(-((others - probe.at(t)) ** 2).sum(axis=1) / (2 * t))
        # of the noise off the manifold the mean is taken, N - D
        values.append(t / 50 * (np.log(weight.sum()) + (off @ off - 40) / 2))
        shares.append((weight**2).sum() / weight.sum() ** 2)
    assert rows["value"].iloc[k] == pytest.approx(np.mean(values), rel=1e-6)
    assert share["value"].iloc[k] == pytest.approx(np.mean(shares), rel=1e-6)


def test_a_drawn_gaussian_row_is_a_sum_over_its_levels(gaussian, seeds_of):
    N, M = 14, round(np.exp(ALPHA * 14))
    rows = select(gaussian, quantity="free_energy", levels="all")
    t, values = rows["t"].iloc[2], []
    for draw in range(S.gaussian.drawn_draws):
        rng = seeds_of("random_energy_drawn").generator({"N": N}, draw)
        levels = rng.standard_normal(M) / np.sqrt(N)
        values.append(t / N * np.log(np.exp(N * levels / t).sum()))
    assert rows["value"].iloc[2] == pytest.approx(np.mean(values))
