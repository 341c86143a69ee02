import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from memgen.site.points import points

TABLE = pd.DataFrame(
    {
        "quantity": ["overlap"] * 6,
        "kind": ["theory"] * 4 + ["simulation"] * 2,
        "N": [10.0, 20.0, 40.0, 80.0, 10.0, 20.0],
        "value": [0.5, 0.25, 0.125, 0.0625, 0.52, 0.24],
        "stderr": [np.nan] * 4 + [0.02, 0.01],
    }
)


def panel():
    figure = Figure(figsize=(4, 2), dpi=100)
    axes = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set(xscale="log", yscale="log", xlim=(1, 100), ylim=(0.01, 1))
    return figure, axes


def rows(told):
    return [dict(told["rows"][one[3]]) for one in told["points"] if one[3] >= 0]


def test_a_point_knows_its_row_and_its_place():
    figure, axes = panel()
    measured = TABLE[TABLE["kind"] == "simulation"]
    axes.errorbar(
        measured["N"], measured["value"], measured["stderr"], fmt="o", capsize=2, label="drawn"
    )
    told = points(figure, {"overlaps": TABLE, "arrays": {}})
    assert told["curves"] == ["drawn"]
    first, second = rows(told)
    assert first == {
        "table": "overlaps",
        "quantity": "overlap",
        "kind": "simulation",
        "N": 10,
        "value": 0.52,
        "stderr": 0.02,
    }
    assert second["N"] == 20
    x, y, curve, _ = told["points"][0]
    assert (x, curve) == (pytest.approx(0.5, abs=1e-3), 0)
    height = 0.25 + 0.5 * (np.log10(0.52) + 2) / 2
    assert y == pytest.approx(1 - height, abs=1e-3)


def test_a_mark_computed_from_rows_is_told_from_a_line():
    figure, axes = panel()
    axes.plot([10, 20], [0.3, 0.4], "o", label="$P/N=3$ & more")
    axes.plot([10, 20], [0.3, 0.4])
    axes.scatter([10], [0.3])
    told = points(figure, {"overlaps": TABLE})
    assert told["marked"] == [True, False, True]
    assert told["curves"][0].startswith("<math")
    assert told["curves"][0].endswith(" &amp; more")


def test_a_smooth_line_passes_its_rows():
    figure, axes = panel()
    x = np.geomspace(10, 80, 300)
    axes.plot(x, 5 / x, label="theory")
    told = points(figure, {"overlaps": TABLE})
    assert [row["N"] for row in rows(told)] == [10, 20, 40, 80]
    assert {row["kind"] for row in rows(told)} == {"theory"}
    between = [one for one in told["points"] if one[3] < 0]
    assert 100 < len(between) <= 200
    assert between[0][4:] == [10.0, 0.5]


def test_a_line_that_misses_one_row_is_not_theirs():
    figure, axes = panel()
    x = np.geomspace(10, 80, 300)
    axes.plot(x, 5 / x * np.where(x > 60, 1.2, 1))
    assert rows(points(figure, {"overlaps": TABLE})) == []


def test_what_is_out_of_sight_or_no_curve_is_left_out():
    figure, axes = panel()
    axes.scatter([1000, 10], [0.5, 0.5])
    axes.axhline(0.1)
    axes.text(2, 0.1, "words")
    told = points(figure, {"overlaps": TABLE})
    assert [row["N"] for row in rows(told)] == [10]
    assert len(told["points"]) == 1


def test_a_value_may_be_the_abscissa():
    figure, axes = panel()
    axes.set(xlim=(0.01, 1), ylim=(1, 100))
    axes.scatter([0.24], [20])
    (row,) = rows(points(figure, {"overlaps": TABLE}))
    assert (row["kind"], row["N"]) == ("simulation", 20)
