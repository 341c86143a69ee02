"""Why results that are there are made again: which setting, file or module has changed."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from memgen.checkout import PACKAGE
from memgen.code_hash import text_digest
from memgen.declared.ledger import Origin
from memgen.declared.requests import stale_files
from memgen.declared.run import Run
from memgen.provenance import git
from memgen.tables.files import sidecar

ABSENT = "absent"


def reasons(run: Run, root: Path) -> list[str]:
    """Return for each table of a run that is stale why, and how many results follow from these."""
    stale = set(stale_files(run.ledger, root))
    told: dict[tuple[str, str], int] = {}
    following = 0
    for origin in run.ledger.jobs():
        # The record of all settings would repeat what is told of the tables.
        if stale.isdisjoint(origin.files) or origin.files[0] == f"{run.results}/settings.yaml":
            continue
        file = next(file for file in origin.files if file in stale)
        why = list(_reasons(run, root, origin, file))
        following += not why
        for reason in why:
            key = (_name(run, origin, file), reason)
            told[key] = told.get(key, 0) + 1
    lines = [
        f"{name}{f' ({count} jobs)' if count > 1 else ''}: {reason}"
        for (name, reason), count in told.items()
    ]
    if following:
        lines.append(f"{following} further results are made from these, and follow.")
    return lines or [
        "No result that is there was made from other settings, files or code than now."
    ]


def differences(before: Any, now: Any, key: str = "") -> Iterator[str]:
    """Yield the settings that differ, as "key before -> now"."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in sorted({*before, *now}):
            inner = f"{key}.{name}" if key else str(name)
            yield from differences(before.get(name, ABSENT), now.get(name, ABSENT), inner)
    elif before != now:
        yield f"{key} {_short(before)} -> {_short(now)}"


def _reasons(run: Run, root: Path, origin: Origin, file: str) -> Iterator[str]:
    try:
        made = json.loads(sidecar(root / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield "what made it is not known"
        return
    before, now = made.get("settings", {}), dict(origin.settings)
    for said in differences(before, now):
        # A caption names the sizes of its tables, which say themselves what has changed.
        if not said.startswith("caption "):
            yield said.removeprefix("section.").removeprefix("shared.")
    if made.get("code") != origin.code:
        yield _changed_code(run, made, origin)


def _changed_code(run: Run, made: Mapping[str, Any], origin: Origin) -> str:
    """Say which files of its code differ from the commit that made a result."""
    commit = made.get("commit")
    about = f"code {made.get('code')} -> {origin.code}"
    if commit is None:
        return about
    root = PACKAGE.parents[1]
    files = {path.resolve(): digest for path, digest in run.code_digests(origin.code).items()}
    changed = [
        path.relative_to(root).as_posix()
        for path, digest in files.items()
        if _digest_at(root, commit, path) != digest
    ]
    if not changed:
        return f"{about} (changes that were not committed in {commit[:10]})"
    more = f" and {len(changed) - 4} more" if len(changed) > 4 else ""
    return f"code since {commit[:10]}: {', '.join(changed[:4])}{more}"


@cache
def _digest_at(project: Path, commit: str, path: Path) -> str | None:
    """Return the digest of a file's syntax as a commit has it, or None where it has none."""
    name = path.relative_to(project).as_posix()
    try:
        text = git(project, "show", f"{commit}:{name}")
    except (OSError, subprocess.CalledProcessError):
        return None
    return text_digest(text.encode())


def _name(run: Run, origin: Origin, file: str) -> str:
    about = origin.settings.get("study")
    if about:
        return f"{about['source']}/{about['table']}"
    return file.removeprefix(f"{run.results}/").removeprefix(f"{run.figures}/")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if value != ABSENT else ABSENT
    return text if len(text) <= 40 else f"{text[:37]}..."
