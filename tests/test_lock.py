"""The lock file: what the constraints pin, with the hashes of its files."""

import re
import tomllib

import pytest


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def locked(root):
    """Version and number of hashes of each package of the lock."""
    text = (root / "envs/lock.txt").read_text().replace("\\\n", " ")
    found = re.findall(r"^([\w.-]+)==(\S+)(.*)$", text, re.MULTILINE)
    return {
        canonical(name): (version, len(re.findall(r"--hash=sha256:[0-9a-f]{64}", rest)))
        for name, version, rest in found
    }


def test_every_file_has_its_hash(locked):
    assert len(locked) > 100
    assert all(count for _, count in locked.values())


def test_what_is_pinned_is_locked_at_the_same_version(root, locked):
    pins = dict(
        line.split("==")
        for line in (root / "envs/constraints.txt").read_text().splitlines()
        if "==" in line and not line.startswith("#")
    )
    assert {name for name in pins if canonical(name) not in locked} == set()
    assert {
        name: (version, locked[canonical(name)][0])
        for name, version in pins.items()
        if locked[canonical(name)][0] != version
    } == {}


def test_what_the_package_asks_for_is_locked(root, locked):
    """Of every extra: a dependency that was added without `make lock` is missing."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {canonical(re.match(r"[\w.-]+", line)[0]) for lines in asked for line in lines}
    assert names - locked.keys() == set()
