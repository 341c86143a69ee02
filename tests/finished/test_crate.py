"""A finished run as an RO-Crate: what the archive holds, and what it says."""

import json
import zipfile

import pytest
from rocrate.rocrate import ROCrate

from memgen.finished.crate import PROFILES, write_crate


@pytest.fixture
def crate(small, tmp_path):
    run = small.run()
    out = tmp_path / "run.zip"
    count = write_crate(small.root, run, out)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder)
    return small, run, folder, count


def entities(folder):
    graph = json.loads((folder / "ro-crate-metadata.json").read_text())["@graph"]
    return {entity["@id"]: entity for entity in graph}


def ids(values):
    return {value["@id"] for value in (values if isinstance(values, list) else [values])}


def test_every_result_is_in_the_archive_as_it_is(crate):
    small, run, folder, count = crate
    told = entities(folder)
    wanted = run.outputs("manifold_memorization")
    assert count == len(set(wanted)) + 4
    for path in wanted:
        assert (folder / path).read_bytes() == (small.root / path).read_bytes()
        assert told[path]["contentSize"] == str((small.root / path).stat().st_size)


def test_it_keeps_to_its_profiles(crate):
    """What the profiles require of the root, the workflow and the action."""
    told = entities(crate[2])
    whole = told["./"]
    assert ids(whole["conformsTo"]) == set(PROFILES)
    assert {"name", "description", "license", "datePublished"} <= whole.keys()
    assert whole["mainEntity"] == {"@id": "Snakefile"}
    workflow = told["Snakefile"]
    assert set(workflow["@type"]) == {"File", "SoftwareSourceCode", "ComputationalWorkflow"}
    assert told[workflow["programmingLanguage"]["@id"]]["name"] == "Snakemake"
    (action,) = (one for one in told.values() if one["@type"] == "CreateAction")
    assert ids(whole["mentions"]) == {action["@id"]}
    assert action["instrument"] == {"@id": "Snakefile"}
    assert ids(action["object"]) == {"results/laptop/settings.yaml"}
    assert action["startTime"] <= action["endTime"]
    results = ids(action["result"])
    assert results < told.keys()
    assert "results/laptop/claims.csv" in results


def test_a_figure_comes_with_its_caption(crate):
    _, run, folder, _ = crate
    png = run.png("manifold_memorization", "fig2_collapse_time")
    assert "t_c" in entities(folder)[png]["description"]


def test_it_is_read_by_the_library(crate):
    assert ROCrate(crate[2]).mainEntity.id == "Snakefile"


def test_what_is_missing_or_stale_is_named(small, tmp_path):
    run, out = small.run(), tmp_path / "run.zip"
    other = small.run(potential={"line_points": 77})
    with pytest.raises(ValueError, match=r"made from other settings.*finish the run first"):
        write_crate(small.root, other, out)
    lost = run.png("manifold_memorization", "fig2_collapse_time")
    (small.root / lost).unlink()
    with pytest.raises(FileNotFoundError, match=lost):
        write_crate(small.root, run, out)
    with pytest.raises(ValueError, match=r"name it .*run.crate\.zip"):
        write_crate(small.root, run, tmp_path / "run.crate")
    assert not out.exists()
