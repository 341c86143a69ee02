"""A copy of the project, with its own package, in which figures are made once for all tests."""

import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path

import pytest

from memgen.finished.plan import parse_job_stats

SOURCE = "manifold_memorization"
# A run that is no shipped one, so that its settings may differ from one call to the next.
RUN = "toy"
# Of them every kind of job: tables whole and from parts, arrays, draws in chunks, a figure of two
# tables, a table of two figures.
FIGURES = ("fig1_hidden_manifold", "fig2_collapse_time", "fig4_collapse_numerics")


class Project:
    """A copy of the project that tests may edit and run."""

    def __init__(self, root: Path):
        self.root = root

    def snakemake(
        self,
        *arguments: str,
        check: bool = True,
        package: Path | None = None,
        directory: Path | None = None,
        interpreter: str = sys.executable,
        **environment: str,
    ) -> str:
        """Run Snakemake in the copy, with its own package, and return all that it printed.

        Parameters
        ----------
        *arguments
            Of Snakemake.
        check
            Whether a failure is an error of the test.
        package
            The folder to take memgen from; the copy's own by default.
        directory
            The working directory; the copy by default.
        interpreter
            The path of Python.
        **environment
            Variables.
        """
        path = os.pathsep.join([str(package or self.root / "src"), *self.packages(interpreter)])
        finished = subprocess.run(
            [interpreter, "-m", "snakemake", *arguments],
            cwd=directory or self.root,
            env=os.environ | {"PYTHONPATH": path} | environment,
            capture_output=True,
            encoding="utf-8",
        )
        text = finished.stdout + finished.stderr
        if check and finished.returncode:
            raise AssertionError(text)
        return text

    @staticmethod
    def packages(interpreter: str) -> list[str]:
        """Where the packages of this environment lie, for an interpreter that has none."""
        return [] if interpreter == sys.executable else [sysconfig.get_paths()["purelib"]]

    def toy(self, *arguments: str, config: str = "", **options) -> str:
        """Run Snakemake with the tiny overlay under the name of the toy run."""
        given = [f"run={RUN}", *([f"{SOURCE}={config}"] if config else [])]
        return self.snakemake(
            *arguments, "--configfile", "config/tiny.yaml", "--config", *given, **options
        )

    def counts(self, config: str = "", targets: tuple[str, ...] = FIGURES) -> dict[str, int]:
        """Return how many jobs of each rule would start now for some targets."""
        text = self.toy(*targets, "--dry-run", "--quiet", "rules", config=config)
        stats = parse_job_stats(text)
        return {rule: count for rule, count in stats.items() if rule not in targets}

    def edit(self, path: str, old: str, new: str):
        """Replace text in a file, for the length of a `with` block."""
        return _edited(self.root / path, old, new)


@contextmanager
def _edited(path: Path, old: str, new: str):
    text = path.read_text()
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1))
    try:
        yield
    finally:
        path.write_text(text)


def copy_files(origin: Path, copy: Path) -> None:
    """Copy what a run needs of a project, without any result."""
    left_out = shutil.ignore_patterns("results", "gallery", "laptop", "tiny", ".*")
    copy.mkdir(parents=True, exist_ok=True)
    for name in ("config", "envs", "profiles", "src", "workflow"):
        shutil.copytree(origin / name, copy / name, ignore=left_out)
    shutil.copy2(origin / "Snakefile", copy / "Snakefile")


@pytest.fixture(scope="session")
def fresh(root, tmp_path_factory):
    """Return a maker of fresh copies of the project's files, without any result.

    Each is a copy of the first, with what Python and numba have compiled there: both look at the
    times of the texts, which a copy keeps.
    """
    made = [root]

    def make(folder: str = "") -> Project:
        copy = tmp_path_factory.mktemp("project") / folder
        copy_files(made[-1], copy)
        made[1:] = made[1:] or [copy]
        return Project(copy)

    return make


@pytest.fixture(scope="session")
def finished(fresh):
    """A copy of the project in which some figures have been made."""
    copy = fresh()
    copy.toy(*FIGURES, "--cores", "2")
    return copy


@pytest.fixture
def copied(finished, tmp_path):
    """A copy of the finished project, whose results a test may change."""
    copy = tmp_path / "project"
    shutil.copytree(finished.root, copy)
    return Project(copy)
