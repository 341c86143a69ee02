"""Edges: in order, merging at .2564, and met by extreme eigenvalues."""

import numpy as np
import pytest

from memgen.data.linear_columns import draw_columns
from memgen.seeds import generator
from memgen.settings.spectral_gaps import BulkEdges
from memgen.studies.spectral_gaps.bulk_edges import NAMES, table
from memgen.tables.read import select
from memgen.tables.rows import tidy

N, DRAWS = 200, 2


@pytest.fixture(scope="module")
def frame(seeds_of):
    s = BulkEdges(N=N, draws=DRAWS, points=20, simulated=3, aspect_ratios=(0.1, 0.3))
    return tidy(table(s, seeds_of("bulk_edges"), "ambient"))


def test_edges_rise_and_the_inner_ones_end_where_the_bulks_merge(frame):
    merging = select(frame, quantity="merging_ratio")["value"].iloc[0]
    limit = frame["quantity"].isin(NAMES) & (frame["kind"] == "theory") & frame["N"].isna()
    lines = frame[limit]
    edges = lines.pivot(index="ratio", columns="quantity", values="value")
    apart = edges[edges["small_upper"].notna()]
    assert apart.index.max() < merging < edges[edges["small_upper"].isna()].index.min()
    assert (apart[list(NAMES)].diff(axis=1).iloc[:, 1:] > 0).all(axis=None)
    # The larger variance alone, Marchenko and Pastur's bulk, from far off.
    far = apart.iloc[0]
    assert far["large_upper"] == pytest.approx((1 + np.sqrt(0.1)) ** 2, rel=0.01)
    assert far["large_lower"] == pytest.approx((1 - np.sqrt(0.1)) ** 2, rel=0.01)


def test_one_variance_is_one_bulk(frame):
    """At ratio 1 all columns are alike: (1 -+ sqrt(alpha))^2, alpha = .4."""
    for name, sign in (("small_lower", -1), ("large_upper", 1)):
        row = select(frame, quantity=name, kind="theory", ratio=1.0)
        row = row[row["N"].isna()]
        assert row["value"].iloc[0] == pytest.approx((1 + sign * np.sqrt(0.4)) ** 2)


def test_extreme_eigenvalues_are_near_their_means_at_finite_size(frame):
    merging = select(frame, quantity="merging_ratio")["value"].iloc[0]
    theory = frame[(frame["kind"] == "theory") & frame["N"].notna()]
    theory = theory.drop_duplicates(["quantity", "ratio"])
    for name in NAMES:
        drawn = select(frame, quantity=name, kind="simulation").set_index("ratio")["value"]
        there = select(theory, quantity=name).set_index("ratio")["value"].reindex(drawn.index)
        assert len(drawn) == 3 if name in (NAMES[0], NAMES[3]) else (drawn.index < merging).all()
        np.testing.assert_allclose(drawn, there, rtol=0.12)


def test_the_step_at_rank_m2_is_a_gap_and_then_a_spacing(frame):
    """(a - b) / (a + b); of one bulk 1 / (N density) apart, on average."""
    steps = select(frame, quantity="relative_step")
    apart = steps[(steps["kind"] == "simulation") & (steps["ratio"] < 0.01)]
    assert (apart["value"] > 0.9).all()
    beyond = steps[(steps["kind"] == "theory") & (steps["ratio"] == 1.0)].iloc[0]
    # One bulk of alpha = .4 at its upper quarter: density of Marchenko and Pastur.
    F = np.random.default_rng(0).standard_normal((4000, 1600)) / np.sqrt(4000)
    level = np.linalg.eigvalsh(F.T @ F)
    at, k = 1200, 40
    expected = 4000 / N * (level[at + k] - level[at - k]) / (2 * k) / (2 * level[at])
    assert beyond["value"] == pytest.approx(expected, rel=0.05)


def test_means_are_over_draws_of_their_own_seeds(frame):
    ratio, extremes = 1e-3, []
    for draw in range(DRAWS):
        rng = generator(7, "spectral_gaps", "bulk_edges", {"ratio": ratio, "N": N}, draw)
        F = draw_columns(N, [20, 60], [1.0, ratio], rng)
        level = np.linalg.eigvalsh(F.T @ F)
        extremes.append(level[[0, 59, 60, 79]])
    for k, name in enumerate(NAMES):
        row = select(frame, quantity=name, kind="simulation", ratio=ratio).iloc[0]
        assert row["value"] == pytest.approx(np.mean(extremes, axis=0)[k], rel=1e-9)
        assert row["n"] == DRAWS
