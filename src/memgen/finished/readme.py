"""The measured times that pages of the documentation state."""

import re
from pathlib import Path

from memgen.finished.durations import whole_run
from memgen.tables.files import atomic

FILES = ("README.md", "config/README.md", "docs/parameters.md")
CORES = 2


def write_readme(root: Path) -> None:
    """Rewrite the stated times of all pages."""
    for name in FILES:
        path = root / name
        text = with_times(path.read_text(encoding="utf-8"), times(root))
        with atomic(path) as temporary:
            temporary.write_text(text)


def times(root: Path) -> dict[str, str]:
    """Return in words how long the runs take on two cores that do nothing else."""
    words = {}
    for run in ("laptop", "tiny"):
        needed = whole_run(root, run, CORES)
        words[run] = "a time not measured yet" if needed is None else _minutes(needed)
    return words


def _minutes(needed: float) -> str:
    rounded = max(1, round(needed))
    return f"{rounded} minute" + ("s" if rounded > 1 else "")


def with_times(text: str, words: dict[str, str]) -> str:
    """Return a text with its marked times made anew.

    A mark is <!--time:laptop-->45 minutes<!--/time-->.
    """

    def fill(match: re.Match[str]) -> str:
        return f"<!--time:{match[1]}-->{words[match[1]]}<!--/time-->"

    return re.sub(r"<!--time:(\w+)-->.*?<!--/time-->", fill, text)
