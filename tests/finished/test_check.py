"""A finished run is judged: whatever is wrong with it is named."""

import pandas as pd
import pytest

from memgen.finished.check import failures, judge
from memgen.finished.gallery import GALLERY
from memgen.tables.files import sidecar

SOURCE = "manifold_memorization"
FIGURE = "fig2_collapse_time"


def problems(small):
    return judge(small.run(), small.root).problems


def edit_claims(path, claim, **values):
    claims = pd.read_csv(path)
    for name, value in values.items():
        claims.loc[claims["claim"] == claim, name] = value
    claims.to_csv(path, index=False)


@pytest.fixture
def results(small):
    """Where the claims of the run are collected."""
    return small.root / "results/laptop/claims.csv"


def test_a_good_run_passes(small, results):
    judgement = judge(small.run(), small.root)
    assert judgement.problems == []
    assert judgement.claims == pd.read_csv(results)["claim"].notna().sum()
    assert sum(judgement.verdicts.values()) == judgement.claims


def test_a_run_that_is_not_finished_is_refused(small, results):
    results.unlink()
    with pytest.raises(FileNotFoundError, match="finish the laptop run first"):
        problems(small)


@pytest.mark.parametrize(
    "lost",
    [
        f"figures/laptop/{SOURCE}/{FIGURE}.png",
        f"figures/laptop/{SOURCE}/{FIGURE}.pdf",
        f"results/laptop/{SOURCE}/basins.csv",
        f"results/laptop/{SOURCE}/potential_plane.npz",
    ],
)
def test_a_missing_file_is_named(small, lost):
    (small.root / lost).unlink()
    assert problems(small) == [f"{lost} is missing."]


def test_a_table_made_from_other_settings_is_named(small):
    path = f"results/laptop/{SOURCE}/basin_radius.csv"
    other = small.run(basin_radius={"points": 9}).ledger.fingerprint(path)
    sidecar(small.root / path).write_text(f'{{"fingerprint": "{other}"}}')
    (line,) = problems(small)
    assert line.startswith(f"{path} was made from other settings, files or code")


def test_a_table_without_a_sidecar_is_named_twice(small):
    path = sidecar(f"results/laptop/{SOURCE}/times.csv")
    (small.root / path).unlink()
    lines = problems(small)
    assert f"{path} is missing." in lines
    assert any(line.startswith(f"results/laptop/{SOURCE}/times.csv was made") for line in lines)


def test_a_claim_that_was_not_measured_is_named(small, results):
    claims = pd.read_csv(results)
    claims[claims["claim"] != "slope_linear"].to_csv(results, index=False)
    assert problems(small) == [f"{SOURCE}/{FIGURE}/slope_linear was not measured."]


@pytest.mark.parametrize("before", ["holds", "not resolved at this size", None])
def test_a_claim_that_fails_and_did_not_in_the_gallery_is_named(small, results, before):
    edit_claims(results, "slope_linear", verdict="fails", measured=-1.5)
    gallery = small.root / GALLERY / "claims.csv"
    if before is None:
        claims = pd.read_csv(gallery)
        claims[claims["claim"] != "slope_linear"].to_csv(gallery, index=False)
    else:
        edit_claims(gallery, "slope_linear", verdict=before)
    (line,) = problems(small)
    assert line.startswith(f"{SOURCE}/{FIGURE}: slope_linear fails")
    assert f"(gallery: {before or 'not in the gallery'})" in line
    assert "-2 within 0.02, measured -1.5" in line


def test_a_claim_that_fails_in_the_gallery_too_is_no_news(small, results):
    edit_claims(results, "slope_linear", verdict="fails")
    edit_claims(small.root / GALLERY / "claims.csv", "slope_linear", verdict="fails")
    assert problems(small) == []


@pytest.mark.parametrize("verdict", ["holds", "not resolved at this size"])
def test_a_claim_that_does_not_fail_is_no_failure(results, verdict):
    claims = pd.read_csv(results)
    claims = claims[claims["claim"].notna()].assign(verdict=verdict)
    assert failures(claims, claims.assign(verdict="holds")) == []


def test_claims_of_one_name_are_told_apart_by_their_figure(results):
    row = pd.read_csv(results).iloc[:1].assign(verdict="fails")
    gallery = pd.concat([row, row.assign(figure="other", verdict="holds")])
    assert failures(row, gallery) == []
    assert len(failures(row.assign(figure="other"), gallery)) == 1
