"""Tolerances of the tiny run: what three runs of other seeds miss, and no more."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.claims.verdict import verdict
from memgen.finished.tolerances import (
    cannot_fail,
    rounded_up,
    set_tolerances,
    tolerance_of,
    write,
)
from memgen.registry import REGISTRY, Claim, read_registry, read_tolerances
from memgen.settings import load
from memgen.settings.files import whole_yaml
from memgen.settings.run_names import shipped
from memgen.statistics.measurement import Measurement

SOURCE, FIGURE = "manifold_memorization", "fig2_collapse_time"
NAMES = ("tiny-seed1", "tiny-seed2", "tiny-seed3")


def claim(expected=1.0, relation="equal", tolerance=0.05, whole=False):
    return Claim(
        measure="m",
        statement="s",
        kind="measurement",
        whole=whole,
        expected=expected,
        relation=relation,
        tolerance=tolerance,
    )


def rows(values, stderr=0.0, n=None):
    return [pd.Series({"measured": value, "stderr": stderr, "n": n}) for value in values]


def test_a_miss_without_scatter_is_just_tolerated():
    """Theory at a toy size: the same in every run."""
    assert tolerance_of(claim(), rows([1.123] * 3)) == 0.13
    assert tolerance_of(claim(), rows([0.877] * 3)) == 0.13
    assert tolerance_of(claim(), rows([1.0] * 3)) == 0.05


def test_whole_numbers_from_draws_are_known_to_their_rounding():
    """Three equal ones do not tell that a fourth is the same: 4.30 sqrt(4/3) / sqrt(12) = 1.43."""
    assert tolerance_of(claim(expected=2, whole=True), rows([2.0] * 3)) == 1.5
    assert tolerance_of(claim(expected=2), rows([2.0] * 3)) == 0.05


@pytest.mark.parametrize(
    ("relation", "values", "expected"),
    [
        ("at least", [0.7] * 3, 0.3),
        ("at least", [1.7] * 3, 0.05),
        ("at most", [1.7] * 3, 0.7),
        ("at most", [0.7] * 3, 0.05),
    ],
)
def test_one_side_alone_is_missed(relation, values, expected):
    assert tolerance_of(claim(relation=relation), rows(values)) == pytest.approx(expected)


def test_scatter_counts_by_student_s_law():
    """s = 0.1 and q = 4.303 for two degrees of freedom: h = q s sqrt(4/3) = 0.497."""
    assert tolerance_of(claim(), rows([0.9, 1.0, 1.1])) == 0.5
    assert tolerance_of(claim(), rows([1.1, 1.2, 1.3])) == 0.7


def test_reported_errors_count_where_the_scatter_is_small_by_chance():
    """h = 0.497 of the errors, less the margin, which the verdict grants by itself."""
    alike = rows([1.0, 1.0, 1.0], stderr=0.1, n=1000)
    margin = Measurement(1.0, 0.1, 1000).margin
    assert tolerance_of(claim(), alike) == rounded_up(0.49684 - margin)
    # an error that is that of a grid grants no margin
    assert tolerance_of(claim(), rows([1.0, 1.0, 1.0], stderr=0.1)) == 0.05


def test_what_cannot_be_measured_never_fails():
    assert tolerance_of(claim(), rows([np.nan] * 3, stderr=np.inf)) == 0.05
    mixed = rows([1.3, 1.3]) + rows([np.nan], stderr=np.inf)
    assert tolerance_of(claim(), mixed) == 0.3


@pytest.mark.parametrize("relation", ["equal", "at least", "at most"])
def test_one_more_run_seldom_fails_and_a_wrong_one_does(relation):
    """Shifted by its size, scattered by the errors that it reports."""
    rng = np.random.default_rng(3)
    bias, error = 0.3, 0.1
    failed = 0
    for _ in range(400):
        values = 1 + bias + error * rng.standard_normal(4)
        tolerance = tolerance_of(claim(relation=relation), rows(values[:3], stderr=error, n=20))
        fourth = Measurement(values[3], error, 20)
        failed += verdict(fourth, relation, 1.0, tolerance) == "fails"
        wrong = Measurement(1 + (20 if relation != "at least" else -20) * error, error, 20)
        assert verdict(wrong, relation, 1.0, tolerance) == "fails"
    assert failed <= 8


@given(st.floats(1e-6, 1e6))
def test_two_digits_rounded_up(value):
    up = rounded_up(value)
    assert value * (1 - 1e-11) <= up < 1.1 * value * (1 + 1e-9)
    assert float(f"{up:.1e}") == up


def test_no_miss_is_no_tolerance():
    assert rounded_up(0.0) == rounded_up(-3.0) == 0.0
    assert rounded_up(0.1 + 0.2) == 0.3


def test_a_tolerance_as_large_as_what_it_tests_is_told():
    assert cannot_fail(claim(expected=-2.0), 2.0)
    assert not cannot_fail(claim(expected=-2.0), 1.9)
    assert cannot_fail(claim(expected=0.0), 1.0)
    assert not cannot_fail(claim(expected=0.0), 0.9)


@pytest.fixture
def runs(small):
    """Three runs of the tiny size whose claims are the gallery's, with other settings as asked."""

    def make(missing=(), seeds=(1, 2, 3), change=None):
        gallery = pd.read_csv(small.root / "figures/gallery/claims.csv")
        for k, (name, seed) in enumerate(zip(NAMES, seeds, strict=True)):
            folder = small.root / "results" / name
            folder.mkdir(parents=True, exist_ok=True)
            claims = gallery.assign(stderr=0.0, n=pd.NA)
            slope = claims["claim"] == "exponent"
            claims.loc[slope, "measured"] = 1 + 0.1 * (k + 1)
            lost = claims["claim"].isin(missing if k == 2 else ())
            claims[~lost].to_csv(folder / "claims.csv", index=False)
            values = shipped("tiny", seed).model_dump(mode="json") | {"run": name}
            if change:
                values[SOURCE]["basins"]["draws"] = change
            (folder / "settings.yaml").write_text(whole_yaml(values))
            load(values)
        return small.root

    return make


def test_the_file_is_what_the_registry_reads(runs):
    root = runs()
    text = set_tolerances(root, NAMES)
    assert "1 claims" in text or "claims have a wider tolerance" in text
    about = read_registry(root / REGISTRY)[SOURCE].figures[FIGURE]
    slope = next(claim for claim in about.claims if claim.measure == "exponent")
    assert slope.tolerance == 0.02
    assert slope.tolerance_in("laptop") == slope.tolerance_in("mine") == 0.02
    assert slope.tolerance_in("tiny") == 0.7  # 0.2 +- 0.497
    for run, tolerance in (("laptop", 0.02), ("tiny", 0.7)):
        dumped = {entry["measure"]: entry for entry in about.claims_in(run)}["exponent"]
        assert dumped["tolerance"] == tolerance
        assert not any("tiny" in name for name in dumped)


def test_claims_that_cannot_fail_are_listed(runs):
    root = runs()
    claims = pd.read_csv(root / "results/tiny-seed1/claims.csv")
    claims.loc[claims["claim"] == "exponent", "measured"] = 9.0
    claims.to_csv(root / "results/tiny-seed1/claims.csv", index=False)
    text = set_tolerances(root, NAMES)
    assert "cannot fail at this size" in text
    assert f"  {SOURCE}/{FIGURE}/exponent: 1 within" in text


def test_what_is_not_three_tiny_runs_is_refused(runs):
    root = runs()
    before = read_tolerances(root / REGISTRY)
    with pytest.raises(ValueError, match="3 runs or more"):
        set_tolerances(root, NAMES[:2])
    with pytest.raises(ValueError, match="3 runs or more"):
        set_tolerances(root, (*NAMES[:2], NAMES[0]))
    with pytest.raises(FileNotFoundError, match="finish the tiny-seed9 run"):
        set_tolerances(root, (*NAMES[:2], "tiny-seed9"))
    with pytest.raises(ValueError, match=r"seeds \[1, 2, 2\]"):
        set_tolerances(runs(seeds=(1, 2, 2)), NAMES)
    with pytest.raises(ValueError, match="not of the tiny size"):
        set_tolerances(runs(change=7), NAMES)
    with pytest.raises(ValueError, match="slope_linear is not in all of"):
        set_tolerances(runs(missing=["slope_linear"]), NAMES)
    assert read_tolerances(root / REGISTRY) == before


def test_a_source_that_was_not_run_again_keeps_its_tolerances(runs):
    root = runs()
    write(root, {SOURCE: {FIGURE: {"exponent": 0.3}}})
    for name in NAMES:
        path = root / f"results/{name}/claims.csv"
        pd.read_csv(path).assign(source="another").to_csv(path, index=False)
    set_tolerances(root, NAMES)
    assert read_tolerances(root / REGISTRY) == {SOURCE: {FIGURE: {"exponent": 0.3}}}


def test_written_and_read_again(tmp_path):
    (tmp_path / REGISTRY).mkdir(parents=True)
    assert read_tolerances(tmp_path / REGISTRY) == {}
    tolerances = {"a": {"f": {"m": 0.3, "k": 1e-5}, "g": {"m": 200.0}}, "b": {"f": {"m": 2.0}}}
    write(tmp_path, tolerances)
    assert read_tolerances(tmp_path / REGISTRY) == tolerances


def test_committed_tolerances_are_those_of_claims(root):
    """And wider than the claims' own: what is not wider is not needed."""
    registry = read_registry(root / REGISTRY)
    for source, figures in read_tolerances(root / REGISTRY).items():
        for figure, claims in figures.items():
            known = {claim.measure: claim for claim in registry[source].figures[figure].claims}
            for name, tolerance in claims.items():
                assert name in known, f"{figure}: drop {name} from tolerances.yaml"
                assert tolerance > known[name].tolerance, f"{figure}: {name}"
