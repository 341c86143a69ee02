"""Claims of fig10_outlier_timescale, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.training_dynamics import fig10_outlier_timescale as claims
from memgen.tables.rows import row, tidy


def test_outlier_timescale():
    rows = []
    for signal, ratio in ((2.0, 1.0), (8.0, 0.9)):
        at = {"signal": signal}
        rows.append(row("tau_out", "theory", 12.0 / signal, **at))
        rows.append(row("exact_gain", "theory", 0.6, **at, direction="along"))
        rows.append(row("rise_time", "simulation", 3.3, 0.1, 4, **at))
        rows.append(row("rise_time", "theory", 2.75, **at))
        for tau in (1.0, 10.0, 100.0):
            here = at | {"direction": "along", "tau": tau}
            rows.append(row("gain", "theory", 1.0, **here))
            found = ratio if tau > 6 else 0.1
            rows.append(row("gain", "simulation", found, 0.02, 4, **here))
    for place, share in (("transition", 0.8), ("end", 0.9)):
        rows.append(row("log_ratio", "theory", 0.5, place=place))
        for stage, factor in (("early", 0.1), ("late", share)):
            at = {"place": place, "stage": stage}
            rows.append(row("log_ratio", "simulation", 0.5 * factor, 0.02, 4, **at))
    tables = {"outlier_timescale": tidy(rows)}
    # both rise at one time, where tau_out has a ratio of 4
    rises = claims.gain_rises_as_outlier_time(tables)
    assert rises.value == pytest.approx(0.25)
    assert rises.stderr == pytest.approx(0.25 * 2**0.5 * 0.1 / 3.3)
    assert claims.gain_rises_when_theory_says(tables).value == pytest.approx(1.2)
    assert claims.gain_matches_theory(tables).value == pytest.approx(0.9)
    assert claims.gain_matches_theory(tables).stderr > 0.02  # one of two
    assert claims.gain_overshoots(tables).value == pytest.approx(1.5)
    assert claims.means_are_seen_at_transition(tables).value == pytest.approx(0.8)
    assert claims.means_are_seen_at_transition(tables).stderr == pytest.approx(0.04)
    less = claims.little_training_sees_less_at_transition(tables)
    assert less.value == pytest.approx(0.7)
    assert less.stderr == pytest.approx(0.04 * 2**0.5)
    assert claims.little_training_sees_less_at_the_end(tables).value == pytest.approx(0.1)
