"""The files of the project: those that git knows or would take, or all where there is no git."""

import os
import subprocess
from pathlib import Path

# What runs and tools leave behind: folders by name, and by path.
LEFT = {"__pycache__", "node_modules"}
MADE = {Path("results"), Path("figures/tiny"), Path("figures/laptop"), Path("site")}


def project_files(root: Path) -> list[Path]:
    """Return the project's files, relative to its root."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        return [Path(name) for name in listed if name and (root / name).is_file()]
    found = []
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if not _left_behind(here / name)]
        found += [here / name for name in files]
    return found


def _left_behind(path: Path) -> bool:
    hidden = path.name.startswith(".") and path.name not in (".github", ".ci")
    return hidden or path.name in LEFT or path in MADE or path.suffix == ".egg-info"
