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
    lines = frame[frame["quantity"].isin(NAMES) & (frame["kind"] == "theory")]
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
        assert row["value"].iloc[0] == pytest.approx((1 + sign * np.sqrt(0.4)) ** 2)


def test_extreme_eigenvalues_are_near(frame):
    merging = select(frame, quantity="merging_ratio")["value"].iloc[0]
    for name in NAMES:
        there = select(frame, quantity=f"{name}_there", kind="theory").set_index("ratio")["value"]
        drawn = select(frame, quantity=name, kind="simulation").set_index("ratio")["value"]
        assert drawn.index.equals(there.index)
        assert len(drawn) == 3 if name in (NAMES[0], NAMES[3]) else (drawn.index < merging).all()
        np.testing.assert_allclose(drawn, there, rtol=0.25)


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
