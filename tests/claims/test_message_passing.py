"""The message-passing claims on tables made to satisfy them, and made to break them."""

import numpy as np
import pytest

from memgen.claims import memorization_as_generalization as claims
from memgen.tables.rows import row, tidy


def errors(latent=1.0, visible=1.0, error=1.0, late=1.0):
    rows = []
    for activation in ("linear", "tanh"):
        for alpha_D in (0.1, 2.0):
            at = {"activation": activation, "alpha_D": alpha_D}
            odd = activation == "tanh" and alpha_D == 2.0
            for name, value in (("latent_ratio", latent), ("visible_ratio", visible)):
                rows.append(row(name, "simulation", value if odd else 1.001, 0.002, 8, **at))
            rows.append(row("error_ratio", "simulation", error, 0.02, 8, **at))
        for k, theory in enumerate((0.5, 0.3, 0.2), start=1):
            found = theory * (late if k == 3 else 1)
            at = {"activation": activation, "step": k}
            rows.append(row("step_latent_error", "theory", theory, **at))
            rows.append(row("step_latent_error", "simulation", found, 0.01, 8, **at))
    return {"message_passing_errors": tidy(rows)}


def test_state_evolution_holds():
    tables = errors()
    assert claims.own_latent_variance(tables).value == pytest.approx(1.001)
    assert claims.squared_error(tables).value == 1
    assert claims.squared_error(tables).n == 32
    assert claims.step_by_step(tables).value == 0


def test_state_evolution_fails():
    tables = errors(latent=0.95, visible=1.2, error=1.3, late=1.5)
    assert claims.own_latent_variance(tables).value == pytest.approx((0.95 + 1.001) / 2)
    assert claims.own_visible_variance(tables).value == pytest.approx((1.2 + 1.001) / 2)
    assert claims.own_visible_variance(tables).stderr == pytest.approx(0.002 / np.sqrt(2))
    assert claims.squared_error(tables).value == pytest.approx(1.3)
    worst = claims.step_by_step(tables)
    assert worst.value == pytest.approx(np.log(1.5))
    assert 0 < worst.stderr < 0.05


def exactness(power=-0.5, miss=1e-13):
    exact = [row("linear_miss", "theory", v, t=t) for t, v in ((0.1, 1e-15), (1.0, miss))]
    exact.append(row("total_ratio", "simulation", 1.02, 0.01, 50))
    rows = []
    for t in (0.1, 0.5):
        for D in (5, 10, 40, 160):
            at = {"t": t, "D": D}
            # the smallest D, below the power law, is not asked
            value = t * D ** (2 * power) * (0.3 if D == 5 else 1)
            rows.append(row("squared_miss", "simulation", value, 0.1 * value, 8, **at))
            rows.append(row("variance_ratio", "simulation", 1 + 1 / D, 0.001, 8, **at))
    return {"message_passing_exactness": tidy(exact), "message_passing_sampling": tidy(rows)}


@pytest.mark.parametrize("power", [-0.5, -0.1])
def test_exactness(power):
    tables = exactness(power, miss=3e-9)
    assert claims.exact_linear_score(tables).value == 3e-9
    found = claims.exponent_in_dimension(tables)
    assert found.value == pytest.approx(power)
    assert 0 < found.stderr < 0.05
    assert claims.sampled_variance(tables).value == pytest.approx(1 + 1 / 160)
    assert claims.generated_moment(tables).value == 1.02


def networks(gap=0.0, network=0.5, slope=-0.5):
    rows = []
    for P in (100, 1000):
        for model in ("linear", "empirical", "network"):
            for width in (16, 64) if model == "network" else (None,):
                at = {"model": model, "P": P} | ({"width": width} if width else {})
                rows.append(row("identity_gap", "simulation", gap, 0.01, 6, **at))
                for t in (0.1, 1.0):
                    value = 1.0 if model != "network" else network * (P / 1000) ** slope
                    value *= 1.0 if width in (None, 64) else 10
                    value *= 1.5 if t == 0.1 and model == "network" else 1
                    if model == "network":
                        over = row(
                            "excess_over_linear", "simulation", value - 1, 0.01, 6, **at, t=t
                        )
                        rows.append(over)
                    rows.append(row("score_error", "simulation", value, 0.01, 6, **at, t=t))
    return {"message_passing_networks": tidy(rows)}


@pytest.mark.parametrize(("gap", "network", "slope"), [(0.0, 0.5, -0.5), (0.3, 2.0, 0.2)])
def test_networks(gap, network, slope):
    tables = networks(gap, network, slope)
    assert claims.excess_risk_identity(tables).value == pytest.approx(gap)
    assert claims.network_beats_linear(tables).value == pytest.approx(network - 1)
    assert claims.more_points_help(tables).value == pytest.approx(slope * np.log(10))
