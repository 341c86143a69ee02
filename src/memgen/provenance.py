"""Where a result comes from: commit, settings, code hash, versions."""

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = (
    "memgen",
    "numpy",
    "scipy",
    "pandas",
    "matplotlib",
    "torch",
    "scikit-learn",
    "snakemake",
)


def provenance(settings: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return what a sidecar says about the job that makes a table, at the job's start.

    Parameters
    ----------
    settings : mapping
        The settings that the job read (with the run's seed).
    code : str
        The job's code hash.

    """
    commit, dirty = _git_state()
    return {
        "code": code,
        "commit": commit,
        "dirty": dirty,
        "seed": settings.get("seed"),
        "settings": dict(settings),
        "versions": {"python": platform.python_version(), **_versions()},
    }


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _git_state() -> tuple[str | None, bool | None]:
    """Return the commit and whether tracked files differ from it; None outside a checkout."""
    here = Path(__file__).parent
    try:
        commit = _git(here, "rev-parse", "HEAD")
        changes = _git(here, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None, None
    return commit, bool(changes)


def _git(directory: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(directory), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()
