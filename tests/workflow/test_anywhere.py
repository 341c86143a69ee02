"""The workflow runs wherever it lies, wherever it writes, and whoever imports it."""

import json
import subprocess
import sys

import pytest
from workflow.conftest import RUN, SOURCE

pytestmark = pytest.mark.workflow
TABLE = f"results/{RUN}/{SOURCE}/recipe.npz"
MODULE = """
module memgen:
    snakefile: {snakefile!r}
    {given}

use rule * from memgen as memgen_*

rule its_own:
    default_target: True
    input: {table!r}
    output: "done"
    shell: "touch {{output}}"
"""


def files(folder):
    """The files below a folder that no cache made."""
    hidden = (".snakemake", "__pycache__")
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not any(part in path.parts for part in hidden)
    }


@pytest.fixture(scope="module")
def project(fresh):
    """A checkout whose path holds a space and letters beyond ASCII."""
    return fresh("my wörk/memgen")


@pytest.fixture(scope="module")
def made(project):
    """A table as it is made in the checkout itself."""
    project.toy(TABLE, "--cores", "1")
    return (project.root / TABLE).read_bytes()


def test_another_working_directory(project, made, tmp_path):
    """Results and figures go there, and nothing into the checkout."""
    before = files(project.root)
    given = ["--snakefile", str(project.root / "Snakefile"), "--cores", "1", TABLE]
    overlay = ["--configfile", str(project.root / "config/tiny.yaml"), "--config", f"run={RUN}"]
    (tmp_path / "übung").mkdir()
    project.snakemake(*given, "--directory", "übung", *overlay, directory=tmp_path)
    assert (tmp_path / "übung" / TABLE).read_bytes() == made
    assert files(project.root) == before
    again = project.snakemake(*given, *overlay, "-n", directory=tmp_path / "übung")
    assert "Nothing to be done" in again


def test_defaults_and_figures_are_found_from_anywhere(project, tmp_path):
    """Without --configfile it is the laptop run, and a figure needs the checkout's style."""
    text = project.snakemake(
        "fig7_times", "-ns", str(project.root / "Snakefile"), directory=tmp_path
    )
    assert "results/laptop" in text
    assert "MissingInput" not in text


def test_an_interpreter_whose_path_holds_a_space(project, made, tmp_path):
    """As .venv in such a checkout; and in the C locale."""
    folder = tmp_path / "my wörk"
    python = folder / ".venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    given = ["--cores", "1", "--directory", str(folder)]
    project.toy(TABLE, *given, interpreter=str(python), LC_ALL="C")
    assert (folder / TABLE).read_bytes() == made


def test_what_a_shell_may_bring_along(project, made, tmp_path):
    """The C locale without UTF-8, no folder for temporary files, no assertions, strict warnings."""
    around = {"LC_ALL": "C", "PYTHONUTF8": "0", "TMPDIR": "/nonexistent", "PYTHONOPTIMIZE": "2"}
    given = ["--cores", "1", "--directory", str(tmp_path)]
    project.toy(TABLE, *given, **around, PYTHONWARNINGS="error")
    assert (tmp_path / TABLE).read_bytes() == made


@pytest.mark.parametrize(
    ("given", "table"),
    [
        ("config: config", TABLE),
        ("config: config\n    prefix: 'below'", f"below/{TABLE}"),
        (
            "config: config\n    replace_prefix: {'results/': 'out/'}",
            TABLE.replace("results", "out"),
        ),
    ],
    ids=["config", "prefix", "replaced prefix"],
)
def test_as_a_module_of_another_workflow(project, made, tmp_path, given, table):
    text = MODULE.format(snakefile=str(project.root / "Snakefile"), given=given, table=table)
    (tmp_path / "Snakefile").write_text(text, encoding="utf-8")
    overlay = ["--configfile", str(project.root / "config/tiny.yaml"), "--config", f"run={RUN}"]
    project.snakemake("--cores", "1", *overlay, directory=tmp_path)
    assert (tmp_path / table).read_bytes() == made
    assert json.loads((tmp_path / table).with_suffix(".json").read_text())["commit"] is None
    assert "Nothing to be done" in project.snakemake("-n", *overlay, directory=tmp_path)


def test_as_a_module_without_a_configuration_it_is_the_laptop_run(project, tmp_path):
    table = TABLE.replace(RUN, "laptop")
    text = MODULE.format(snakefile=str(project.root / "Snakefile"), given="", table=table)
    (tmp_path / "Snakefile").write_text(text, encoding="utf-8")
    stats = project.snakemake("-n", "--quiet", "rules", directory=tmp_path)
    assert f"memgen_{SOURCE}_recipe" in stats


def test_names_that_are_no_target_are_answered_with_near_ones(project):
    text = project.toy("fig7_time", "-n", check=False)
    assert "fig7_time: there is no such figure, source or table. Did you mean fig7_times" in text


def test_a_folder_that_cannot_be_written_in_is_told_before_any_job(project, tmp_path):
    (tmp_path / f"results/{RUN}").mkdir(parents=True)
    (tmp_path / f"results/{RUN}/logs").write_text("no folder")
    given = ["--snakefile", str(project.root / "Snakefile"), "--directory", str(tmp_path)]
    text = project.toy(TABLE, "--cores", "1", *given, check=False)
    assert f"results/{RUN}/logs cannot be written in" in text
    assert "--directory FOLDER" in text
    assert "Traceback" not in text
    assert "\nJob 0" not in text
