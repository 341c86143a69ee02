"""A run beside the gallery: rounding is no difference, five errors are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.finished.verify import changed_verdicts, compare, report, verify
from memgen.tables.files import write_table
from memgen.tables.read import read_table


def rows(values, errors=None, **coordinates):
    count = len(values)
    return pd.DataFrame(
        {
            "N": range(count),
            **coordinates,
            "quantity": "own_weight",
            "kind": "simulation",
            "value": np.asarray(values, float),
            "stderr": np.nan if errors is None else np.asarray(errors, float),
            "n": pd.array([8] * count, dtype="Int64"),
            "unit": "",
        }
    )


GALLERY = rows([1.0, 2.0, 3.0], [0.1, 0.1, np.nan])


def changed(place, value, table=GALLERY):
    other = table.copy()
    other.loc[place, "value"] = value
    return other


def counts(run, gallery=GALLERY):
    found = compare("s/t", gallery, run)
    return found.identical, found.rounded, found.within, len(found.differing)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (0, 1.0, (3, 0, 0, 0)),
        (0, 1.0 + 5e-9, (2, 1, 0, 0)),
        (0, 1.0 + 1e-6, (2, 0, 1, 0)),
        (0, 1.2, (2, 0, 1, 0)),  # 1.4 joint errors
        (0, 1.0 - 0.29, (2, 0, 0, 1)),  # 2.05
        (0, 1.29, (2, 0, 0, 1)),
        (2, 3.0 + 1e-9, (2, 1, 0, 0)),
        (2, 3.0 + 1e-6, (2, 0, 0, 1)),  # without an error there is nothing to be within
        (0, np.nan, (2, 0, 0, 1)),
    ],
)
def test_rows_are_sorted_by_how_far_they_differ(place, value, expected):
    assert counts(changed(place, value)) == expected


def test_a_value_that_is_missing_in_both_is_the_same():
    table = changed(1, np.nan)
    assert counts(table, table) == (3, 0, 0, 0)


def test_a_row_that_differs_says_by_how_much():
    found = compare("s/t", GALLERY, changed(0, 1.5))
    assert not found.agrees
    (row,) = found.differing.to_dict("records")
    assert (row["N"], row["gallery"], row["run"]) == (0, 1.0, 1.5)
    assert row["z"] == pytest.approx(0.5 / np.hypot(0.1, 0.1))


def test_the_order_of_columns_does_not_matter():
    compared = compare("s/t", GALLERY, GALLERY[GALLERY.columns[::-1]])
    assert compared.agrees
    assert compared.identical == len(GALLERY)


@pytest.mark.parametrize(
    ("run", "problem"),
    [
        (GALLERY.iloc[:2], "2 rows, gallery 3"),
        (GALLERY.assign(D=3), "other columns: D"),
        (GALLERY.assign(N=[0, 1, 7]), "column N differs in 1 rows"),
        (GALLERY.assign(quantity="participation"), "column quantity differs in 3 rows"),
    ],
)
def test_tables_of_other_rows_are_not_compared(run, problem):
    found = compare("s/t", GALLERY, run)
    assert found.problem == problem
    assert not found.agrees


def test_coordinates_agree_up_to_rounding():
    table = rows([1.0, 2.0], t=[0.1, np.nan])
    assert compare("s/t", table, table.assign(t=[0.1 + 1e-9, np.nan])).agrees
    assert not compare("s/t", table, table.assign(t=[0.1001, np.nan])).agrees
    assert not compare("s/t", table, table.assign(t=[0.1, 0.2])).agrees


def drawn(pairs):
    """A table of values with errors that are resolved: above the rounding of the values."""
    values, relative = map(np.array, zip(*pairs, strict=True))
    return rows(values, relative * (1 + abs(values)))


tables = st.lists(
    st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e3)), min_size=1, max_size=8
).map(drawn)


@given(tables)
def test_a_table_verifies_against_itself(table):
    found = compare("s/t", table, table.copy())
    assert found.agrees
    assert found.identical == len(table)


@given(tables, st.data(), st.sampled_from([-1, 1]))
def test_a_value_shifted_by_five_errors_is_seen(table, data, sign):
    place = data.draw(st.integers(0, len(table) - 1))
    shifted = table["value"][place] + sign * 5 * table["stderr"][place]
    found = compare("s/t", table, changed(place, shifted, table))
    assert found.differing.index.tolist() == [place]


@given(tables, st.data())
def test_a_value_shifted_by_rounding_is_not(table, data):
    place = data.draw(st.integers(0, len(table) - 1))
    found = compare("s/t", table, changed(place, table["value"][place] * (1 + 1e-9), table))
    assert found.agrees


CLAIMS = pd.DataFrame(
    {
        "source": "s",
        "figure": ["f", "f", "g"],
        "claim": ["a", "b", np.nan],
        "verdict": ["holds", "fails", "illustration"],
    }
)


def test_changed_verdicts_are_found():
    assert changed_verdicts(CLAIMS, CLAIMS).empty
    run = CLAIMS.assign(verdict=["holds", "holds", "illustration"])
    (row,) = changed_verdicts(CLAIMS, run).to_dict("records")
    assert (row["claim"], row["verdict"], row["verdict_gallery"]) == ("b", "holds", "fails")


@pytest.fixture
def folders(tmp_path):
    """The same two tables in a gallery and in a run."""
    for name in ("gallery", "run"):
        for table in ("one", "two"):
            write_table(GALLERY, tmp_path / name / "s" / f"{table}.csv", {})
    return tmp_path / "run", tmp_path / "gallery"


def test_a_run_that_is_the_gallery_reproduces_it(folders):
    text, good = report(verify(*folders), changed_verdicts(CLAIMS, CLAIMS))
    assert good
    assert text.endswith(
        "2 of 2 tables agree within errors, 0 verdicts differ: the run reproduces the gallery."
    )


def test_what_differs_is_said(folders):
    run, gallery = folders
    (run / "s/two.csv").unlink()
    write_table(changed(0, 1.9), run / "s/one.csv", {})
    one, two = verify(run, gallery)
    assert (one.name, len(one.differing)) == ("s/one", 1)
    assert "is missing" in two.problem
    text, good = report([one, two], CLAIMS.iloc[:1].assign(verdict_gallery="fails"))
    assert not good
    assert "own_weight {'N': 0}: 1.9, gallery 1, z = 6.4" in text
    assert "s/f: a holds, gallery: fails" in text
    assert "0 of 2 tables agree within errors, 1 verdicts differ" in text
    assert "does NOT reproduce" in text


def test_tables_are_compared_as_they_are_read(folders):
    """Ten digits are written: what they cut off is no difference."""
    _, gallery = folders
    exact = rows([1 / 3, 2 / 3, np.pi])
    write_table(exact, gallery / "s/one.csv", {})
    assert compare("s/one", read_table(gallery / "s/one.csv"), exact).agrees
