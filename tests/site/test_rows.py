import json

import pandas as pd

from memgen.site.rows import columns, script


def frame():
    return pd.DataFrame(
        {
            "N": [10, 10, 20],
            "t": [0.1, 0.2, 0.1],
            "name": ["a", "b", "c"],
            "quantity": ["q", "q", "r"],
            "kind": ["theory"] * 3,
            "value": [1.0, float("inf"), 1 / 3],
            "stderr": [None, 0.1, 0.2],
            "n": pd.array([None, 3, 4], dtype="Int64"),
            "unit": ["", "", ""],
        }
    )


def test_a_quantity_is_plotted_against_the_number_with_most_values():
    told = columns(frame())
    assert told["coordinates"] == ["N", "t", "name"]
    assert told["axes"] == {"q": "t", "r": "N"}
    assert told["rows"] == 3


def test_what_json_does_not_have_is_null():
    told = columns(frame())["columns"]
    assert told["value"] == [1.0, None, 0.333333]
    assert told["stderr"] == [None, 0.1, 0.2]
    assert told["n"] == [None, 3, 4]


def test_every_row_of_a_table_is_in_its_script(gallery):
    path = gallery.folder / "manifold_memorization/times.csv"
    text = script("manifold_memorization/times", path)
    told = json.loads(text.removeprefix("memgenRows(").removesuffix(");\n"))
    assert told["name"] == "manifold_memorization/times"
    assert len(told["columns"]["value"]) == len(pd.read_csv(path)) == told["rows"]
