"""Entries of the smoothed Jacobian: draw by draw, and against the law."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.measures.geometry.smoothed_jacobian import smoothed_jacobian
from memgen.settings.memorization_as_generalization import MemorizationOrder
from memgen.studies.memorization_as_generalization.memorization_order import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.energies.jacobian_law import jacobian_law

S = MemorizationOrder(counts=(3, 5), P=200, draws=24, times=4, t_range=(0.1, 3.0))
VARIANCES = np.repeat([1.0, 0.09], [3, 5])
BLOCKS = {"large": range(3), "small": range(3, 8)}


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("memorization_order")))


def test_the_last_times_have_the_exact_diagonal(frame):
    rows = select(frame, quantity="diagonal", t=3.0)
    assert (np.abs(rows["value"] - 1) < 4 * rows["stderr"] + 0.01).all()


@pytest.mark.parametrize("k", [0, 2])
def test_rows_are_means_over_the_entries_of_draws(frame, seeds_of, k):
    t = float(np.geomspace(*S.t_range, S.times)[k])
    drawn = [
        smoothed_jacobian(
            draw_directions(
                VARIANCES, S.P, seeds_of("memorization_order").generator({"t": t, "P": S.P}, draw)
            ),
            t,
        )
        for draw in range(S.draws)
    ]
    rows = select(frame, t=t)
    for column, of_column in BLOCKS.items():
        j = list(of_column)
        ratio = [-J.entries[j, j] * (t + VARIANCES[j]) for J in drawn]
        simulated = select(rows, column=column)
        one = select(simulated, quantity="diagonal")["value"].item()
        assert one == pytest.approx(np.mean(ratio))
        active = select(simulated, quantity="participation")["value"].item()
        assert active == pytest.approx(np.mean([J.participation[j] for J in drawn]))
        apart = select(simulated, quantity="apart")["value"].item()
        assert apart == pytest.approx(np.mean([J.apart[j] for J in drawn]))
        for row, of_row in BLOCKS.items():
            entries = [J.entries[a, b] for J in drawn for a in of_row for b in j if a != b]
            spread = select(simulated, quantity="variance", kind="simulation", row=row)
            assert spread["value"].item() == pytest.approx(np.mean(np.square(entries)))
            assert (spread["n"] == S.draws).all()


def test_the_law_is_averaged_over_its_blocks(frame):
    t = S.t_range[0]
    for model in ("gaussian", "exact"):
        law = jacobian_law(t, VARIANCES, S.P, model).variance
        rows = select(frame, quantity="variance", kind="theory", t=t, model=model)
        for _, row in rows.iterrows():
            block = law[np.ix_(BLOCKS[row["row"]], BLOCKS[row["column"]])]
            assert row["value"] == pytest.approx(block.mean())


def test_with_the_overlap_the_law_has_the_size_of_the_entries(frame):
    rows = select(frame, quantity="variance")
    keys = ["t", "column", "row"]
    simulated = select(rows, kind="simulation").set_index(keys)["value"]
    overlap = select(rows, model="overlap").set_index(keys)["value"]
    slides = select(rows, model="gaussian").set_index(keys)["value"]
    late = simulated.index.get_level_values("t") > 0.2
    ratio = (simulated / overlap)[late]
    assert ratio.between(0.3, 3).all()
    # Ends that see the same points make the entries smaller than independent ones.
    assert (simulated < slides)[late].all()
