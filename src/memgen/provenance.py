"""Where a result comes from: commit, settings, code hash, versions, machine."""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from memgen.checkout import PACKAGE, is_checkout

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

# Variables of git that do not name another repository.
KEPT = ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG_NOSYSTEM")


def provenance(settings: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return what a sidecar says about the job that makes a table, at the job's start.

    Parameters
    ----------
    settings : mapping
        The settings that the job read (with the run's seed).
    code : str
        The job's code hash.

    """
    state = git_state(PACKAGE.parents[1])
    unknown = {} if state.why_unknown is None else {"commit_unknown": state.why_unknown}
    return {
        "code": code,
        "commit": state.commit,
        **unknown,
        "dirty": state.dirty,
        "host": platform.node(),
        "seed": settings.get("seed"),
        "settings": dict(settings),
        "versions": {"python": platform.python_version(), **_versions()},
    }


def device() -> str:
    """Return what a job computed on: the name of its accelerator, or "cpu".

    An accelerator that is there but that torch, if it is loaded at all, has not touched is none.
    """
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_initialized():
        return "cpu"
    return str(torch.cuda.get_device_name())


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


class GitState(NamedTuple):
    """The commit of a checkout, and whether tracked files differ from it.

    Both are None where there is no commit to tell, and `why_unknown` says why.
    """

    commit: str | None
    dirty: bool | None
    why_unknown: str | None = None


def git_state(root: Path) -> GitState:
    """Return the git state of the checkout at `root`, never that of another repository around it.

    Parameters
    ----------
    root : Path
        The folder that would be the root of the repository.
    """
    if not is_checkout(root):
        return GitState(None, None, f"memgen is installed in {PACKAGE}, outside a checkout")
    try:
        top = git(root, "rev-parse", "--show-toplevel")
        if Path(top).resolve() != root.resolve():
            return GitState(None, None, f"{root} is no repository of its own (it lies in {top})")
        commit = git(root, "rev-parse", "HEAD")
        changes = git(root, "status", "--porcelain", "--untracked-files=no")
    except FileNotFoundError:
        return GitState(None, None, "there is no git")
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        return GitState(None, None, said[0] if said else "git failed")
    return GitState(commit, bool(changes))


def git(root: Path, *arguments: str) -> str:
    """Return what git says in a checkout, whoever owns it, and whatever the environment names.

    Its code runs here already, so that its repository may be read; monitors that its configuration
    names are not started, and nothing is written.
    """
    trusted = ["-c", f"safe.directory={root.resolve()}", "-c", "core.fsmonitor=false"]
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in KEPT
    }
    return subprocess.run(
        ["git", "--no-optional-locks", "-C", str(root), *trusted, *arguments],
        capture_output=True,
        check=True,
        env=outside | {"LC_ALL": "C"},
        encoding="utf-8",
        errors="replace",
    ).stdout.strip()
