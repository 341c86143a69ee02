"""A copy of the project, with its own package, in which a run is made once for all tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from memgen.finished.plan import parse_job_stats

SOURCE = "manifold_memorization"


class Project:
    """A copy of the project that tests may edit and run."""

    def __init__(self, root: Path):
        self.root = root

    def snakemake(self, *arguments: str, check: bool = True) -> str:
        """Run Snakemake in the copy and return all that it printed."""
        environment = os.environ | {"PYTHONPATH": str(self.root / "src")}
        finished = subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
        )
        text = finished.stdout + finished.stderr
        if check and finished.returncode:
            raise AssertionError(text)
        return text

    def tiny(self, *arguments: str, **options) -> str:
        """Run Snakemake with the tiny overlay."""
        return self.snakemake(*arguments, "--configfile", "config/tiny.yaml", **options)

    def counts(self, *config: str) -> dict[str, int]:
        """Return how many jobs of each rule a tiny run of the source would start now."""
        overrides = ["--config", *config] if config else []
        stats = parse_job_stats(self.tiny(SOURCE, "--dry-run", "--quiet", "rules", *overrides))
        return {rule: count for rule, count in stats.items() if rule != SOURCE}

    def jobs(self, *config: str) -> set[str]:
        """Return the rules that a tiny run would start now."""
        return set(self.counts(*config))

    def edit(self, path: str, old: str, new: str):
        """Replace text in a file, for the length of a `with` block."""
        return _Edit(self.root / path, old, new)


class _Edit:
    def __init__(self, path: Path, old: str, new: str):
        self.path, self.old, self.new = path, old, new

    def __enter__(self):
        self.text = self.path.read_text()
        assert self.text.count(self.old) >= 1, f"{self.old!r} is not in {self.path}"
        self.path.write_text(self.text.replace(self.old, self.new, 1))

    def __exit__(self, *_):
        self.path.write_text(self.text)


@pytest.fixture(scope="session")
def fresh(root, tmp_path_factory):
    """Return a maker of fresh copies of the project's files, without any result."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    def make() -> Project:
        copy = tmp_path_factory.mktemp("project")
        for name in listed:
            if (root / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, copy / name)
        return Project(copy)

    return make


@pytest.fixture(scope="session")
def project(fresh):
    """A copy of the project in which the tiny run of one source has been made."""
    copy = fresh()
    copy.tiny(SOURCE, "--cores", "2")
    return copy
