"""What README.md and config/README.md take from the registry and from measured times."""

import re
from pathlib import Path

from memgen.finished.durations import whole_run
from memgen.registry import REGISTRY, Source, read_registry
from memgen.tables.files import atomic

TABLE_MARKS = ("<!-- figures: begin -->", "<!-- figures: end -->")
FILES = ("README.md", "config/README.md")
CORES = 2


def write_readme(root: Path) -> None:
    """Rewrite the table of figures in README.md, and the times in both files."""
    for name in FILES:
        path = root / name
        text = with_times(path.read_text(encoding="utf-8"), times(root))
        if name == "README.md":
            text = with_table(text, read_registry(root / REGISTRY))
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


def with_table(text: str, registry: dict[str, Source]) -> str:
    """Return the README's text with its table of figures made anew."""
    begin, end = TABLE_MARKS
    if begin not in text or end not in text:
        raise ValueError(f"README.md has lost its marks {begin} and {end}; put them back.")
    lines = ["| figure | shows | origin |", "|---|---|---|"]
    for name, source in registry.items():
        lines.append(f"| **{name}** | **{source.title}** ({source.reference}) | |")
        lines += [
            f"| `{figure}` | {entry.title} | {entry.known} |"
            for figure, entry in source.figures.items()
        ]
    head, rest = text.split(begin, 1)
    return "\n".join([head + begin, *lines, end]) + rest.split(end, 1)[1]
