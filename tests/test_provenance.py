"""The commit that made a result: that of its own checkout, or none, and then why."""

import platform
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from memgen.checkout import MARKS
from memgen.provenance import device, git_state, provenance

IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]


def git(folder, *arguments):
    return subprocess.run(
        ["git", "-C", str(folder), *IDENTITY, *arguments],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def unpack(folder):
    """Make a folder look like a checkout that came in an archive."""
    for mark in MARKS:
        (folder / mark).mkdir(parents=True)
        (folder / mark / "file").write_text("text\n")
    return folder


@pytest.fixture
def checkout(tmp_path):
    folder = unpack(tmp_path / "a cläckout")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    return folder


def test_the_commit_and_whether_files_differ_from_it(checkout):
    commit = git(checkout, "rev-parse", "HEAD")
    assert git_state(checkout) == (commit, False, None)
    (checkout / "untracked").write_text("text")
    assert git_state(checkout) == (commit, False, None)
    (checkout / "Snakefile/file").write_text("other\n")
    assert git_state(checkout) == (commit, True, None)


def test_a_worktree_has_its_own_commit(checkout, tmp_path):
    git(checkout, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    git(tmp_path / "tree", "commit", "--quiet", "--allow-empty", "--message", "second")
    assert git_state(tmp_path / "tree").commit == git(tmp_path / "tree", "rev-parse", "HEAD")
    assert git_state(tmp_path / "tree").commit != git_state(checkout).commit


def test_a_checkout_reached_by_a_link_is_itself(checkout, tmp_path):
    (tmp_path / "link").symlink_to(checkout)
    assert git_state(tmp_path / "link") == git_state(checkout)


def test_an_archive_within_another_repository_has_no_commit(checkout):
    state = git_state(unpack(checkout / "vendored/memgen"))
    assert (state.commit, state.dirty) == (None, None)
    assert state.why_unknown.endswith(f"is no repository of its own (it lies in {checkout})")


def test_an_archive_has_no_commit(tmp_path):
    state = git_state(unpack(tmp_path / "memgen"))
    assert state.commit is None
    assert "not a git repository" in state.why_unknown


def test_a_package_that_is_installed_alone_has_no_commit(checkout):
    """As in a venv within a checkout: git would tell the commit of the checkout."""
    state = git_state(checkout / ".venv/lib")
    assert state.commit is None
    assert "outside a checkout" in state.why_unknown


def test_the_owner_of_the_checkout_does_not_matter(checkout, monkeypatch):
    """Git's own way to try it: it takes every repository as that of another user."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    refused = subprocess.run(["git", "-C", str(checkout), "status"], capture_output=True, text=True)
    assert "dubious ownership" in refused.stderr
    state = git_state(checkout)
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    assert state.commit == git(checkout, "rev-parse", "HEAD")


def test_a_repository_that_the_environment_names_is_not_meant(checkout, tmp_path, monkeypatch):
    """Within a hook of another repository, git's environment speaks of that one."""
    other = tmp_path / "other"
    shutil.copytree(checkout, other)
    git(other, "commit", "--quiet", "--allow-empty", "--message", "second")
    commit = git_state(checkout).commit
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert git_state(checkout).commit == commit


def test_without_git_it_is_said(checkout, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert git_state(checkout) == (None, None, "there is no git")


def test_a_sidecar_says_why_there_is_no_commit(monkeypatch, tmp_path):
    monkeypatch.setattr("memgen.provenance.PACKAGE", unpack(tmp_path) / "src/memgen")
    told = provenance({"seed": 1}, "abc")
    assert told["commit"] is None
    assert "not a git repository" in told["commit_unknown"]
    assert told["versions"]["numpy"]


def test_a_sidecar_says_where_it_was_made(monkeypatch, tmp_path):
    monkeypatch.setattr("memgen.provenance.PACKAGE", unpack(tmp_path) / "src/memgen")
    assert provenance({"seed": 1}, "abc")["host"] == platform.node()


class Accelerator:
    """What stands for torch where there is a GPU, which a job has used or not."""

    def __init__(self, used):
        self.cuda = SimpleNamespace(
            is_available=lambda: True,
            is_initialized=lambda: used,
            get_device_name=lambda: "A100 of nobody",
        )


def test_a_job_has_computed_on_an_accelerator_if_it_has_used_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", Accelerator(True))
    assert device() == "A100 of nobody"
    monkeypatch.setitem(sys.modules, "torch", Accelerator(False))
    assert device() == "cpu"
    monkeypatch.delitem(sys.modules, "torch")
    assert device() == "cpu"
