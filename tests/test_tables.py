import json

import numpy as np
import pandas as pd
import pytest

from memgen.tables.files import atomic, write_arrays, write_table
from memgen.tables.read import (
    read_arrays,
    read_inputs,
    read_table,
    rows_of,
    select,
    single,
    value_of,
)
from memgen.tables.rows import MEASURED, geometric_mean_row, mean_row, row, tidy


def test_a_table_survives_the_disk(tmp_path):
    frame = tidy(
        [
            row("t_c", "theory", 0.177331234567, alpha=0.2, N=float("inf")),
            mean_row("t_c", np.array([1.0, 2.0, 3.0]), alpha=0.2, N=20),
            row("t_c", "published", 0.18, alpha=0.2, N=20, unit="nats"),
        ]
    )
    path = tmp_path / "deep/er/table.csv"
    write_table(frame, path, {"seed": 1})
    again = read_table(path)
    pd.testing.assert_frame_equal(again, frame, check_dtype=False)
    assert json.loads(path.with_suffix(".json").read_text()) == {"seed": 1}


def test_standard_errors_are_those_of_independent_draws():
    draws = np.array([1.0, 2.0, 4.0, 9.0])
    made = mean_row("x", draws)
    assert made["value"] == 4.0
    assert made["stderr"] == pytest.approx(np.sqrt(np.var(draws, ddof=1) / 4))
    assert made["n"] == 4
    assert mean_row("x", np.array([1.0]))["stderr"] is None


def test_a_geometric_mean_scatters_in_its_logarithm():
    made = geometric_mean_row("tau", np.array([1.0, 10.0, 100.0]), d=3)
    assert made["value"] == pytest.approx(10)
    assert made["stderr"] == pytest.approx(10 * np.log(10) / np.sqrt(3))
    assert (made["n"], made["d"], made["kind"]) == (3, 3, "simulation")
    assert geometric_mean_row("tau", np.array([2.0]))["stderr"] is None


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row("x", "theory", float("nan")), "no finite value"),
        (row("x", "guess", 1.0), "unknown kind"),
        (row("x", "simulation", 1.0, 0.1), "no number of draws"),
        (row("x", "simulation", 1.0, None, 7), "no standard error"),
    ],
)
def test_holes_stop_the_job(bad, message):
    with pytest.raises(ValueError, match=message):
        tidy([row("x", "theory", 1.0), bad])


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "result.csv"
    path.write_text("old")

    def fail():
        with atomic(path) as temporary:
            temporary.write_text("half-wri")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["result.csv"]


def test_arrays_survive_the_disk_and_are_reproducible(tmp_path):
    arrays = {"x": np.arange(6.0).reshape(2, 3), "label": np.array(["a", "b"])}
    write_arrays(tmp_path / "a.npz", {}, **arrays)
    write_arrays(tmp_path / "b.npz", {}, **arrays)
    again = read_arrays(tmp_path / "a.npz")
    assert all(np.array_equal(again[name], arrays[name]) for name in arrays)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_select_finds_floats_and_refuses_nothing():
    frame = tidy([row("x", "theory", float(k), alpha=0.1 * k) for k in range(4)])
    assert select(frame, alpha=0.3, quantity="x")["value"].tolist() == [3.0]
    with pytest.raises(ValueError, match="No row"):
        select(frame, alpha=0.35)
    with pytest.raises(KeyError):
        select(frame, beta=1)


def test_rows_of_a_table_make_it_again(tmp_path):
    rows = [
        row("a", "theory", 0.5, x=1),
        mean_row("b", np.array([1.0, 2.0]), unit="nat", y="left"),
        row("c", "simulation", 0.25, None, 1, x=3, y="right"),
    ]
    frame = tidy(rows)
    write_table(frame, tmp_path / "a.csv", {})
    again = rows_of(read_table(tmp_path / "a.csv"))
    assert [set(entry) - {"x", "y"} == set(MEASURED) for entry in again] == [True] * 3
    assert ["x" in entry for entry in again] == [True, False, True]
    assert ["y" in entry for entry in again] == [False, True, True]
    write_table(tidy(again), tmp_path / "b.csv", {})
    assert (tmp_path / "b.csv").read_text() == (tmp_path / "a.csv").read_text()


def test_inputs_are_read_by_their_stems(tmp_path):
    write_table(tidy([mean_row("x", np.ones(3), N=4)]), tmp_path / "one.csv", {})
    write_arrays(tmp_path / "two.npz", {}, axis=np.arange(3))
    inputs = read_inputs([tmp_path / "one.csv", tmp_path / "two.npz"])
    assert inputs["one"]["value"].tolist() == [1.0]
    assert inputs["two"]["axis"].tolist() == [0, 1, 2]


def test_a_value_stands_in_one_row():
    frame = tidy([row("t_c", "theory", 0.25, alpha=0.2), row("t_c", "theory", 0.5, alpha=0.4)])
    assert value_of(frame, "t_c", alpha=0.4) == 0.5
    assert single(frame, alpha=0.2)["value"] == 0.25
    with pytest.raises(ValueError, match=r"2 rows .* not one"):
        value_of(frame, "t_c")
    with pytest.raises(ValueError, match="No row"):
        value_of(frame, "t_c", alpha=0.3)
