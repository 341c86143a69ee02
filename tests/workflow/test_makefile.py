"""What the Makefile keeps out of its environment, and whom it tells what."""

import os
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.workflow
REACHING_IN = {
    "PIP_USER": "1",
    "PIP_TARGET": "/elsewhere",
    "PIP_PREFIX": "/elsewhere",
    "PYTHONPATH": "/elsewhere",
    "PYTHONHOME": "/elsewhere",
    "PYTHONUSERBASE": "/elsewhere",
    "SNAKEMAKE_PROFILE": "slurm",
}


@pytest.fixture
def make(root, tmp_path):
    """Run make with the project's Makefile in a folder of its own; the venv is a stand-in."""
    shutil.copyfile(root / "Makefile", tmp_path / "Makefile")
    (tmp_path / "envs").mkdir()
    for name in ("pyproject.toml", "envs/constraints.txt"):
        shutil.copyfile(root / name, tmp_path / name)

    def run(*arguments, **environment):
        ended = subprocess.run(
            ["make", *arguments],
            cwd=tmp_path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
        )
        return ended.returncode, ended.stdout + ended.stderr

    return run


@pytest.fixture
def venv(tmp_path):
    """Make a stand-in of .venv, ready, whose interpreter says that it is of some version."""

    def make(version):
        script = tmp_path / ".venv/bin/python"
        script.parent.mkdir(parents=True)
        script.write_text(f"#!/bin/sh\necho {version}\n")
        script.chmod(0o755)
        (tmp_path / ".venv/.ready").touch()

    return make


def test_settings_of_the_user_do_not_reach_in(make):
    status, text = make("--silent", "--eval=shown:;@env", "shown", **REACHING_IN)
    assert status == 0
    told = dict(line.partition("=")[::2] for line in text.splitlines())
    assert told["PIP_USER"] == "0"
    assert not told.keys() & (REACHING_IN.keys() - {"PIP_USER"})


def test_another_interpreter_than_that_of_the_venv_is_refused(make, venv):
    venv("3.8")
    for given in (("interpreter", f"PYTHON={sys.executable}"), ("figures",)):
        status, text = make(*given, PYTHON=sys.executable)
        assert status != 0
        assert ".venv was made with Python 3.8, and" in text
        assert "remove it (rm -rf .venv) or leave PYTHON away" in text
        assert "Traceback" not in text


def test_the_interpreter_of_the_venv_is_taken(make, venv):
    venv("{}.{}".format(*sys.version_info[:2]))
    assert make("interpreter", f"PYTHON={sys.executable}")[0] == 0
    assert make("interpreter")[0] == 0


def test_packages_that_went_elsewhere_are_noticed(make, venv, tmp_path):
    """A pip.conf may name a target, which nothing in the environment takes back."""
    venv("{}.{}".format(*sys.version_info[:2]))
    (tmp_path / ".venv/.ready").unlink()
    python = tmp_path / ".venv/bin/python"
    python.write_text('#!/bin/sh\ncase "$*" in *"import memgen"*) exit 1;; esac\n')
    creates_nothing = tmp_path / "python"
    creates_nothing.write_text("#!/bin/sh\nexit 0\n")
    creates_nothing.chmod(0o755)
    status, text = make("tiny", PYTHON=str(creates_nothing))
    assert status != 0
    assert "pip put the packages elsewhere than into .venv" in text
    assert not (tmp_path / ".venv/.ready").exists()
