import numpy as np

from memgen.diagnose.results import Control, Curves, Diagnosis, Number, Part, line, unknown
from memgen.diagnose.tables import curves_table, numbers_table


def test_rows_of_numbers_and_curves():
    numbers = (
        Number("a", 1.0, 0.5, 2.0, "A.", Control("fresh", 3.0, 2.0, 4.0)),
        unknown("b", "B.", "of nothing."),
    )
    curves = Curves("c", "", "x", "y", (line("one", [1, 2], [3, 4], [0, 0]), line("two", [5], [6])))
    part = Part("data", "", numbers, (curves,))
    found = Diagnosis("no sign", "", part, None, part, {}, {}, {})
    table = numbers_table(found)
    assert table["quantity"].tolist() == ["a", "b", "a", "b"]
    assert table.loc[0, ["value", "control", "control_says"]].tolist() == [1.0, 3.0, "fresh"]
    assert np.isnan(table.loc[1, "value"])
    assert table.loc[1, "note"] == "not resolved: of nothing."
    points = curves_table(found)
    assert points["x"].tolist() == [1, 2, 5, 1, 2, 5]
    assert points.loc[0, ["lower", "upper"]].tolist() == [3, 3]
    assert np.isnan(points.loc[2, "lower"])
