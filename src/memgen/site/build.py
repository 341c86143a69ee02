"""Building the site: its pages, then mkdocs."""

import os
import subprocess
import sys
from pathlib import Path

from memgen.site.pages import write_pages

SITE = Path("site")


def build(root: Path) -> Path:
    """Write the site of a checkout to site/, and return that folder.

    Raises
    ------
    KeyError
        If a page names a figure, a claim or a module that does not exist.
    RuntimeError
        If mkdocs finds a broken link or another fault: its warnings are errors.
    """
    write_pages(root)
    # mkdocs-material's notice about versions to come is no fault of the pages.
    surroundings = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    done = subprocess.run(command, cwd=root, env=surroundings, check=False)
    if done.returncode:
        raise RuntimeError("mkdocs could not build the site: see above.")
    return root / SITE
