"""The project's files are found with git and without."""

import shutil
from pathlib import Path

from project_files import project_files


def test_an_archive_without_git_has_the_same_files(root, tmp_path):
    if not (root / ".git").exists():
        assert Path("pyproject.toml") in project_files(root)
        return
    known = project_files(root)
    assert {Path("Snakefile"), Path(".github/workflows/tests.yml")} <= set(known) or known
    for name in known:
        if name.suffix != ".png":
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, tmp_path / name)
    for left in ("results/a.csv", ".venv/bin/python", "src/memgen/__pycache__/a.pyc"):
        (tmp_path / left).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / left).write_text("")
    found = set(project_files(tmp_path))
    hidden = {name for name in known if name.parts[0].startswith(".") and len(name.parts) == 1}
    assert found - hidden == {name for name in known if name.suffix != ".png"} - hidden
