"""A file of points that cannot be read is refused before any job starts."""

import numpy as np
import pytest

from memgen.settings import SettingsError, load
from memgen.studies import point_checks
from memgen.studies.checks import check

POINTS = np.random.default_rng(0).standard_normal((30, 4))


def naming(path):
    return load({"manifold_memorization": {"points": {"file": str(path)}}})


def whole(path):
    np.save(path, POINTS)


def cut_off(path):
    np.save(path, POINTS)
    path.write_bytes(path.read_bytes()[:-9])


def cut_off_in_the_header(path):
    np.save(path, POINTS)
    path.write_bytes(path.read_bytes()[:20])


def saved(array):
    return lambda path: np.save(path, array)


BAD = {
    "empty": (lambda path: path.write_bytes(b""), "not a plain .npy array"),
    "words": (lambda path: path.write_text("1, 2, 3"), "not a plain .npy array"),
    "cut off": (cut_off, "not a plain .npy array"),
    "cut off early": (cut_off_in_the_header, "not a plain .npy array"),
    "objects": (saved(np.array([None, {}])), "not a plain .npy array"),
    "a row": (saved(POINTS[0]), r"\(4,\)"),
    "three axes": (saved(POINTS[None]), r"\(1, 30, 4\)"),
    "one point": (saved(POINTS[:1]), "give at least 2"),
    "complex": (saved(POINTS + 1j), "complex"),
    "words in it": (saved(POINTS.astype(str)), "<U"),
}
LITTLE = {
    "nan": (saved(np.where(POINTS > 2, np.nan, POINTS)), "not finite"),
    "all the same": (saved(np.ones((9, 4))), "all 9 points are the same"),
}


@pytest.mark.parametrize(("put", "told"), (BAD | LITTLE).values(), ids=(BAD | LITTLE).keys())
def test_what_is_refused(tmp_path, put, told):
    path = tmp_path / "mine.npy"
    put(path)
    with pytest.raises(SettingsError, match=rf"points\.file = .*mine\.npy.*{told}"):
        check(naming(path))


@pytest.mark.parametrize("name", [name for name in BAD if name not in ("one point",)])
def test_of_a_large_file_the_header_tells_as_much(tmp_path, monkeypatch, name):
    monkeypatch.setattr(point_checks, "LOOKED_AT", -1)
    path = tmp_path / "mine.npy"
    BAD[name][0](path)
    with pytest.raises(SettingsError, match=r"points\.file = .*mine\.npy"):
        check(naming(path))


@pytest.mark.parametrize("looked_at", [-1, 10**8])
def test_what_passes(tmp_path, monkeypatch, looked_at):
    monkeypatch.setattr(point_checks, "LOOKED_AT", looked_at)
    whole(tmp_path / "mine.npy")
    check(naming(tmp_path / "mine.npy"))
    check(load({}))
