"""The finished results: the gallery's committed tables and claims, held against the theory."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from memgen.claims.verdict import Measurement, verdict
from memgen.gallery import GALLERY
from memgen.registry import read_registry, table_file
from memgen.settings import Config
from memgen.tables import read_table, select
from memgen.theory.manifold import collapse_time, onset_time

SOURCE = "manifold_memorization"


@pytest.fixture(scope="module")
def claims(root):
    return pd.read_csv(root / GALLERY / "claims.csv", dtype={"n": "Int64"})


@pytest.fixture(scope="module")
def table(root):
    return lambda name: read_table(root / GALLERY / SOURCE / f"{name}.csv")


def test_the_gallery_is_complete(root, claims):
    page = (root / "figures/README.md").read_text()
    for source, entry in read_registry(root / "workflow/figures.yaml").items():
        for figure, about in entry.figures.items():
            assert (root / GALLERY / source / f"{figure}.png").is_file(), "run `make gallery`"
            mine = claims[(claims["source"] == source) & (claims["figure"] == figure)]
            assert set(mine["claim"].dropna()) == {claim.measure for claim in about.claims}
            assert about.full_caption(getattr(Config(), source), "laptop") in page


def test_the_committed_claims_follow_from_the_committed_tables(root, claims):
    """Measured again, from the copies, each claim gives what claims.csv says."""
    for source, entry in read_registry(root / "workflow/figures.yaml").items():
        measures = import_module(f"memgen.claims.{source}")
        for figure, about in entry.figures.items():
            files = [table_file(source, name) for name in about.tables]
            tables = {
                file.removesuffix(".csv"): read_table(root / GALLERY / owner / file)
                for owner, file in files
                if file.endswith(".csv")
            }
            for claim in about.claims:
                again = getattr(measures, claim.measure)(tables)
                kept = claims[(claims["figure"] == figure) & (claims["claim"] == claim.measure)]
                assert kept["measured"].item() == pytest.approx(again.value, rel=1e-4, abs=1e-6)
                judged = verdict(
                    Measurement(kept["measured"].item(), kept["stderr"].item()),
                    claim.relation,
                    claim.expected,
                    claim.tolerance_in("laptop"),
                )
                assert kept["verdict"].item() == judged


def test_failures_are_shown(root, claims):
    page = (root / "figures/README.md").read_text()
    for verdict_word, count in claims["verdict"].value_counts().items():
        assert f"{count} {verdict_word}" in page


def test_what_is_proven_holds(claims):
    """Claims on theory alone have no noise to hide behind."""
    theory = claims[claims["n"].isna() & claims["claim"].notna()]
    assert len(theory) > 5
    assert set(theory["verdict"]) == {"holds"}


def test_theory_in_the_tables_is_the_library_s(table):
    times = table("times")
    rows = select(times, activation="linear", quantity="collapse_time").iloc[::7]
    again = collapse_time(rows["alpha"].to_numpy(), rows["alpha_D"].to_numpy())
    np.testing.assert_allclose(rows["value"], again, rtol=1e-8)
    rows = select(times, activation="tanh", quantity="onset_time").iloc[[3, -3]]
    again = [
        onset_time(alpha, alpha_D, "tanh")
        for alpha, alpha_D in zip(rows["alpha"], rows["alpha_D"], strict=True)
    ]
    np.testing.assert_allclose(rows["value"], again, rtol=1e-6)


@pytest.mark.parametrize("quantity", ["own_weight", "participation", "excess_entropy"])
def test_simulated_collapse_lies_on_the_finite_size_theory(table, quantity):
    """Within the error bars: the pulls of all points have about unit variance.

    Points of one N share their draws, so their pulls are correlated; the bound is wide enough
    for that and narrow enough for a formula that is off by its error bar twice over.
    """
    simulated = select(table("collapse"), quantity=quantity, kind="simulation")
    predicted = select(table("finite_size"), quantity=quantity)
    both = simulated.merge(predicted, on="N", suffixes=("", "_theory"))
    both = both[np.isclose(both["t"], both["t_theory"])]
    assert len(both) > 50
    pulls = (both["value"] - both["value_theory"]) / np.hypot(both["stderr"], both["stderr_theory"])
    assert np.sqrt((pulls**2).mean()) < 2
    assert abs(pulls).max() < 5


def test_the_cross_entropy_lies_on_the_finite_size_theory(table):
    entropy = table("cross_entropy")
    simulated = select(entropy, quantity="cross_entropy", kind="simulation")
    predicted = select(entropy, quantity="cross_entropy_finite_size")
    both = simulated.merge(predicted, on=["alpha_D", "t"], suffixes=("", "_theory"))
    pulls = (both["value"] - both["value_theory"]) / np.hypot(both["stderr"], both["stderr_theory"])
    assert np.sqrt((pulls**2).mean()) < 2


def test_return_probabilities_are_probabilities_that_fall_with_distance(table):
    basins = select(table("basins"), quantity="return_probability")
    assert basins["value"].between(0, 1).all()
    coldest = basins[(basins["t"] == basins["t"].min()) & (basins["N"] == basins["N"].max())]
    by_distance = coldest.sort_values("R")["value"]
    assert by_distance.iloc[0] > 0.9
    assert by_distance.iloc[-1] < 0.2
    assert select(table("basins"), quantity="unconverged_fraction")["value"].max() < 0.05
