"""Calling a study: arguments by its annotations, results to the declared files."""

import json
from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import FixedSize
from memgen.studies.call import arguments, made, write
from memgen.studies.made import Made
from memgen.tables.files import Arrays, sidecar, write_arrays, write_table
from memgen.tables.read import read_arrays, read_table
from memgen.tables.rows import row, tidy

SEEDS = Seeds(1, "source", "table")
ROW = row("weight", "theory", 1.0, t=0.5)


def share(section=None, shared=None, labels=None):
    return {
        "section": section or {},
        "shared": shared or {},
        "study": {"labels": labels or {}},
    }


def test_the_section_is_typed_and_lacks_what_is_spread():
    def study(s: FixedSize, seeds: Seeds, activation: Literal["linear", "tanh"]):
        return s, seeds, activation

    section = {"N": 20, "P": 9, "D": [3], "draws": 2, "probes": 1, "times": 4, "span": 1.0}
    given = arguments(study, share(section), SEEDS, {"activation": "tanh"}, {})
    assert given["s"].N == 20
    assert given["seeds"] is SEEDS
    assert given["activation"] == "tanh"
    with pytest.raises(AttributeError, match="activations"):
        _ = given["s"].activations


def test_wildcards_are_cast_by_annotation():
    def study(N: int, t: float, name: str, width: int | None):
        return N, t, name, width

    words = {"N": "20", "t": "1e-3", "name": "x", "width": "8"}
    assert arguments(study, share(), SEEDS, words, {}) == {
        "N": 20,
        "t": 1e-3,
        "name": "x",
        "width": 8,
    }


def test_needed_files_are_read_and_labelled(tmp_path):
    table, arrays = str(tmp_path / "a.csv"), [str(tmp_path / f"{k}.npz") for k in (1, 2)]
    write_table(tidy([ROW]), table, {})
    for k, path in enumerate(arrays):
        write_arrays(path, {}, x=np.full(3, k))

    def study(rows: pd.DataFrame, draws: Mapping[tuple[int, int], Arrays], alpha: float):
        return rows, draws, alpha

    given = arguments(
        study,
        share(shared={"alpha": 0.2}, labels={"draws": [[20, 0], [20, 8]]}),
        SEEDS,
        {},
        {"rows": table, "draws": arrays},
    )
    assert given["rows"]["value"].tolist() == [1.0]
    assert given["draws"][(20, 8)]["x"].tolist() == [1, 1, 1]
    assert given["alpha"] == 0.2


def test_a_study_with_other_parameters_is_refused():
    def study(N: int, M: int):
        return N, M

    with pytest.raises(TypeError, match=r"\['M', 'N'\].*\['N'\]"):
        arguments(study, share(), SEEDS, {"N": "1"}, {})


def test_what_is_made_is_written_with_its_provenance(tmp_path):
    result = made(Made([ROW], {"more": iter([ROW])}, {"plane": {"x": np.arange(3)}}))
    paths = {"table": "t.csv", "more": "m.csv", "plane": "p.npz"}
    outputs = {name: str(tmp_path / file) for name, file in paths.items()}
    outputs |= {f"{name}_made": str(sidecar(path)) for name, path in outputs.items()}
    write(result, outputs, {"code": "abc"})
    assert read_table(outputs["table"]).equals(read_table(outputs["more"]))
    assert read_arrays(outputs["plane"])["x"].tolist() == [0, 1, 2]
    for name in paths:
        assert json.loads((tmp_path / sidecar(paths[name])).read_text()) == {"code": "abc"}


def test_a_generator_of_rows_is_a_table():
    assert made(iter([ROW])).rows == [ROW]


@pytest.mark.parametrize("names", [[], ["table", "more"], ["plane"]])
def test_nothing_is_written_where_a_study_makes_other_things(tmp_path, names):
    outputs = {name: str(tmp_path / name) for name in names}
    with pytest.raises(TypeError, match="declares"):
        write(Made([ROW]), outputs, {})
    assert not list(tmp_path.iterdir())
