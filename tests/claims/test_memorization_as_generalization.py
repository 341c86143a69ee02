"""Each claim holds on tables made to satisfy it, and fails on tables made to break it."""

import numpy as np
import pytest

from memgen.claims import memorization_as_generalization as claims
from memgen.tables.rows import row, tidy


def forward_backward(ends=1.0, capture=2.0, t_o=4.0):
    rows = [
        row("ends_on_training_digit", "simulation", ends, 0.0, 20),
        row("collapse_time", "simulation", 2.0, 0.1, 4),
        row("onset_time", "simulation", t_o, 0.1, 4),
    ]
    for t in np.geomspace(0.1, 50, 60):
        rows.append(row("final_weight", "simulation", 1 / (1 + t / capture), 0.02, 20, t=t))
    return {"forward_backward": tidy(rows)}


def test_trajectories():
    assert claims.ends_on_training_digit(forward_backward()).value == 1
    assert claims.ends_on_training_digit(forward_backward(ends=0.3)).value == 0.3
    for capture in (2.0, 1.0):
        found = claims.capture_at_collapse_time(forward_backward(capture=capture))
        assert found.value == pytest.approx(capture / 2, rel=0.01)
        assert 0 < found.stderr < 0.2
    assert claims.onset_before_collapse(forward_backward()).value == pytest.approx(np.log(2))
    assert claims.onset_before_collapse(forward_backward(t_o=1.0)).value < 0


def random_energy(shift=1.0, level=0.0):
    rows = []
    for energies in ("gaussian", "diffusion"):
        at = {"energies": energies}
        rows.append(row("condensation_time", "theory", 1.0, **at))
        for t in (0.2, 0.5, 1.5):
            rows.append(row("free_energy", "theory", 1.2, **at, t=t))
            for N, levels in ((20, "all"), (20, "highest"), (100, "highest")):
                more = {"N": N, "levels": levels, "t": t}
                offset = level if levels == "highest" else 0.0
                value = max(1 - t, 0) + offset
                rows.append(row("participation", "simulation", value, 0.01, 9, **at, **more))
                rows.append(row("free_energy", "simulation", 1.2 * shift, 0.01, 9, **at, **more))
        for N in (20, 100):
            value = shift * (1 + np.log(N) / N)
            more = {"N": N, "levels": "highest"}
            rows.append(row("condensation_time", "simulation", value, 0.01, 9, **at, **more))
    return {"random_energy": tidy(rows)}


@pytest.mark.parametrize("shift", [1.0, 1.3])
def test_the_limit_and_the_largest_size_count(shift):
    tables = random_energy(shift)
    assert claims.gaussian_condensation_time(tables).value == pytest.approx(shift)
    assert claims.diffusion_condensation_time(tables).value == pytest.approx(shift)
    assert claims.free_energy_freezes(tables).value == pytest.approx(shift)


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_participation(level):
    tables = random_energy(level=level)
    assert claims.poisson_process_is_exact(tables).value == pytest.approx(-level)
    assert claims.condensed_participation(tables).value == pytest.approx(level)


def full_picture(order=(3.0, 2.0, 1.0)):
    rows = []
    names = ("onset", "collapse", "generalization")
    for along, alpha_D in (("alpha_D", 0.1), ("alpha_D", 0.5), ("alpha", 0.2)):
        for name, t in zip(names, order, strict=True):
            point = {"along": along, "alpha": 0.2, "alpha_D": alpha_D}
            rows.append(row(f"{name}_time", "theory", t, **point))
    return {"full_picture": tidy(rows)}


def test_order_of_times():
    assert claims.order_of_times(full_picture()).value == pytest.approx(np.log(1.5))
    assert claims.order_of_times(full_picture((3.0, 1.0, 2.0))).value < 0


def test_measured_order():
    collapse = [
        row("collapse_time", "simulation", t_c, 0.1, 9, activation="linear", alpha_D=alpha_D)
        for alpha_D, t_c in ((0.1, 1.0), (1.0, 4.0))
    ]
    best = [
        row("generalization_time", "simulation", t_g, 0.1, 9, alpha_D=alpha_D)
        for alpha_D, t_g in ((0.1, 0.5), (1.0, 1.0), (3.0, 9.0))
    ]
    tables = {"fixed_size": tidy(collapse), "cross_entropy": tidy(best)}
    assert claims.measured_order(tables).value == pytest.approx(np.log(2))
    tables["cross_entropy"] = tidy(best[2:])
    with pytest.raises(ValueError, match="alpha_D"):
        claims.measured_order(tables)


def test_sub_manifolds():
    rows = [
        row("kolmogorov_distance", "simulation", v, 1e-3, 3, of=name)
        for name, v in (("density", 0.01), ("jacobian_density", 0.02))
    ]
    for gap, peak in (("0", 1.0), ("1", 0.1)):
        for t in (1.0, 0.1, 0.01, 1e-3):
            rows.append(row("gap", "theory", 0.5 if t == peak else 0.1, gap=gap, t=t))
    for t in (1.0, 0.1, 0.01, 1e-3):
        rows.append(row("gap", "theory", 0.9 if t <= 0.01 else 0.1, gap="final", t=t))
    tables = {"jacobian_spectrum": tidy(rows)}
    assert claims.sub_manifold_spectra(tables).value == 0.02
    assert claims.gaps_open_in_order(tables).value == pytest.approx(np.log(10))


def test_the_order_of_loss():
    rows = []
    for column, half in (("large", 0.2), ("small", 0.05)):
        for t in (0.01, 0.1, 1.0):
            value = float(np.clip(0.5 - 0.2 * np.log10(t / half), 0, 1))
            rows.append(row("participation", "simulation", value, 0.01, 5, t=t, column=column))
    found = claims.larger_variance_is_lost_first({"memorization_order": tidy(rows)})
    assert found.value == pytest.approx(np.log(4))
    assert found.stderr == pytest.approx(0.01 * np.sqrt(2) * np.log(10) / 0.2)


def test_memorization_order():
    rows = []
    for t, active in ((0.1, 0.25), (1.0, 0.01)):
        for column in ("large", "small"):
            at = {"t": t, "column": column}
            diagonal = 1.1 if column == "large" else 0.95
            rows.append(row("diagonal", "simulation", diagonal, 0.01, 5, **at))
            rows.append(row("participation", "simulation", active, 0.01, 5, **at))
            for group in ("large", "small"):
                here = at | {"row": group}
                rows.append(row("variance", "simulation", 0.5, 0.05, 5, **here))
                rows.append(row("variance", "theory", 1.0, **here, model="gaussian"))
                rows.append(row("variance", "theory", 0.4, **here, model="overlap"))
    tables = {"memorization_order": tidy(rows)}
    assert np.isinf(claims.larger_variance_is_lost_first(tables).stderr)
    assert claims.mean_of_diagonal_entries(tables).value == 1.1
    assert claims.variance_of_entries(tables).value == pytest.approx(0.5)
    assert claims.variance_of_entries_with_overlap(tables).value == pytest.approx(1.25)
