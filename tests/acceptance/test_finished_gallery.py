"""The finished results: the gallery's committed tables and claims, held against the theory."""

import re

import numpy as np
import pandas as pd
import pytest

from memgen.finished import origins
from memgen.finished.gallery import GALLERY, rewrite_gallery, shown_run
from memgen.registry import figures_of_run, read_registry
from memgen.settings import Config
from memgen.tables.read import select
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.manifold import collapse_time, onset_time


def laptop_registry(root):
    """The figures of the laptop run, whose settings are the defaults."""
    return figures_of_run(read_registry(root / "workflow/figures"), Config())


def test_the_gallery_is_complete(root, claims):
    page = (root / "figures/README.md").read_text()
    for source, entry in laptop_registry(root).items():
        for figure, about in entry.figures.items():
            assert (root / GALLERY / source / f"{figure}.png").is_file(), "run `make gallery`"
            mine = claims[(claims["source"] == source) & (claims["figure"] == figure)]
            assert set(mine["claim"].dropna()) == {claim.measure for claim in about.claims}
            assert about.full_caption(getattr(Config(), source), "laptop") in page


@pytest.fixture(scope="module")
def rewritten(root, tmp_path_factory):
    """The gallery's claims measured again from its tables, and its page written anew."""
    again = tmp_path_factory.mktemp("again")
    (again / "workflow").mkdir()
    for name in ("figures", "scripts"):
        (again / "workflow" / name).symlink_to(root / "workflow" / name)
    (again / GALLERY).mkdir(parents=True)
    for path in (root / GALLERY).iterdir():
        (again / GALLERY / path.name).symlink_to(path)
    rewrite_gallery(again)
    return again


def test_the_committed_claims_follow_from_the_committed_tables(claims, rewritten):
    """Measured again, from the copies, each claim gives what claims.csv says."""
    again = pd.read_csv(rewritten / GALLERY / "claims.csv", dtype={"n": "Int64"})
    words = ["source", "figure", "claim", "statement", "kind", "relation", "contradicts", "verdict"]
    pd.testing.assert_frame_equal(claims[words], again[words])
    for name in ("expected", "measured", "stderr", "tolerance"):
        np.testing.assert_allclose(claims[name], again[name], rtol=1e-4, atol=1e-6)


def test_the_page_is_what_the_registry_and_the_tables_make(root, rewritten):
    """No caption, note, claim or verdict on the page is older than the registry.

    Which tables are stale changes with every edit of the code, and is said by `memgen page` alone.
    """
    pages = [(place / "figures/README.md").read_text() for place in (rewritten, root)]
    again, committed = (page.partition("\n## ")[2].splitlines() for page in pages)
    assert again == committed, "run `memgen page`"


def test_a_bar_in_a_claim_begins_no_cell(root):
    """|x| in a statement leaves the columns of its table where they are."""
    rows = re.findall(r"^\| .*$", (root / "figures/README.md").read_text(), re.MULTILINE)
    assert any(r"\|" in row for row in rows)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}


def test_the_gallery_says_of_every_file_what_made_it(root):
    files = origins.paths(shown_run(root))
    assert set(origins.read(root / GALLERY)) == set(files)


def test_failures_are_shown(root, claims):
    page = (root / "figures/README.md").read_text()
    for _, of_kind in claims.groupby("kind"):
        for verdict, count in of_kind["verdict"].value_counts().items():
            assert f"{count} {verdict}" in page


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


def pulls(simulated, predicted, on):
    """Simulation minus theory over their joint error, at the same coordinates."""
    both = simulated.merge(predicted, on=on, suffixes=("", "_theory"))
    assert len(both) > 10
    error = np.hypot(both["stderr"], both["stderr_theory"].fillna(0))
    return (both["value"] - both["value_theory"])[error > 0] / error[error > 0]


def test_own_weights_lie_on_their_exact_curves(table):
    """Weights at a pattern, against the finite-size theory interpolated in alpha.

    Points of one N share their draws: the bounds are wide enough for that.
    """
    rows = select(table("retrieval", "manifold_capacity"), quantity="own_weight")
    found = []
    for (_, _), curve in rows.groupby(["patterns", "N"]):
        simulated, theory = (curve[curve["kind"] == kind] for kind in ("simulation", "theory"))
        if len(theory):
            inside = simulated[simulated["alpha"] <= theory["alpha"].max()]
            ordered = theory.sort_values("alpha")
            line = np.interp(inside["alpha"], ordered["alpha"], ordered["value"])
            found += list((inside["value"] - line) / inside["stderr"])
    assert len(found) > 100
    assert np.sqrt(np.mean(np.square(found))) < 2


def test_stored_fractions_lie_on_the_first_moment(table):
    rows = select(table("storage", "manifold_capacity"), quantity="stored_fraction", which="inf")
    found = []
    for _, curve in rows.groupby("N"):
        simulated, theory = (curve[curve["kind"] == kind] for kind in ("simulation", "theory"))
        if len(simulated):
            ordered = theory.sort_values("alpha")
            inside = simulated[simulated["alpha"].between(ordered["alpha"].min(), 0.29)]
            line = np.interp(inside["alpha"], ordered["alpha"], ordered["value"])
            error = np.sqrt(np.maximum(line * (1 - line), 1e-3) / inside["n"].astype(float))
            found += list((inside["value"] - line) / error)
    assert np.sqrt(np.mean(np.square(found))) < 2


def test_reverse_trajectories_pass_through_the_forward_process(table):
    """The final digit's mean weight is the own weight of the forward process at the same t."""
    rows = table("forward_backward", "memorization_as_generalization")
    final = select(rows, quantity="final_weight").sort_values("t")
    forward = select(rows, quantity="own_weight", of="digits").sort_values("t")
    inside = final[final["value"].between(0.02, 0.98)]
    line = np.interp(np.log(inside["t"]), np.log(forward["t"]), forward["value"])
    assert np.sqrt(np.mean(((inside["value"] - line) / inside["stderr"]) ** 2)) < 2


def test_random_energies_drawn_in_two_ways_agree(table):
    rows = select(table("random_energy", "memorization_as_generalization"), kind="simulation")
    for energies in ("gaussian", "diffusion"):
        for quantity in ("participation", "free_energy"):
            at = select(rows, energies=energies, quantity=quantity)
            drawn = select(at, levels="all")
            highest = select(at, levels="highest", N=float(drawn["N"].iloc[0]))
            found = pulls(drawn, highest, ["t"])
            assert np.sqrt((found**2).mean()) < 2.5, (energies, quantity)


def test_capacities_in_the_table_are_the_library_s(table):
    curves = table("curves", "manifold_capacity")
    rows = select(curves, quantity="retrieval_capacity", patterns="relu", alpha_D=0.25).iloc[::13]
    again = retrieval_capacity(rows["lam"].to_numpy(), "manifold", 0.25, "relu")
    np.testing.assert_allclose(rows["value"], again, rtol=1e-7)
