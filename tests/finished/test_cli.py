"""The commands around a finished run: what they print, and what is an error."""

import os
import subprocess
import sys

import pytest

from memgen.cli import main

SOURCE = "manifold_memorization"


@pytest.fixture
def memgen(small, monkeypatch, capsys):
    """Run `memgen` in the small project, and return its exit status with what it printed."""

    def run(*arguments):
        monkeypatch.chdir(small.root)
        try:
            main(list(arguments))
        except SystemExit as end:
            status, said = (end.code, "") if isinstance(end.code, int) else (1, str(end.code))
        else:
            status, said = 0, ""
        return status, capsys.readouterr().out + said

    return run


def test_a_run_that_passes(memgen):
    status, text = memgen("check", "laptop")
    assert status == 0
    assert "claims of the laptop run" in text
    assert "The run passes" in text


def test_a_run_that_does_not_pass_is_an_error(memgen, small):
    lost = f"results/laptop/{SOURCE}/basins.csv"
    (small.root / lost).unlink()
    status, text = memgen("check", "laptop")
    assert status == 1
    assert f"The run does not pass:\n{lost} is missing." in text


def test_a_run_that_is_not_there_is_an_error(memgen):
    for command in (("check", "tiny"), ("gallery", "--run", "tiny"), ("verify", "tiny")):
        status, text = memgen(*command)
        assert status == 1
        assert text.startswith(f"memgen {command[0]}: ")
        assert "results/tiny" in text
        assert "finish the" in text


def test_a_run_beside_the_gallery(memgen, small):
    status, text = memgen("verify")
    assert status == 0
    assert "the run reproduces the gallery" in text
    path = small.root / f"results/laptop/{SOURCE}/potential.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n")
    status, text = memgen("verify", "laptop")
    assert status == 1
    assert f"{len(lines) - 2} rows, gallery {len(lines) - 1}" in text
    assert "does NOT reproduce" in text


def test_figures_are_added_by_name(memgen, small):
    (small.root / f"figures/laptop/{SOURCE}/fig8_potential.png").write_bytes(b"another look")
    status, _ = memgen("gallery", "--figure", "fig8_potential")
    assert status == 0
    copy = small.root / f"figures/gallery/{SOURCE}/fig8_potential.png"
    assert copy.read_bytes() == b"another look"


def test_in_a_folder_of_the_checkout_it_works_on_the_checkout(memgen, small, monkeypatch):
    folder = small.root / "workflow/figures"
    monkeypatch.setattr(small, "root", folder)
    assert memgen("check", "laptop")[0] == 0


def test_outside_a_checkout_it_says_where_one_is(monkeypatch, tmp_path, root):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["check", "tiny"])
    assert str(end.value) == f"memgen check: {tmp_path} lies in no memgen checkout. cd {root}."


def test_a_package_that_is_installed_alone_says_what_it_can_do(monkeypatch, tmp_path):
    monkeypatch.setattr("memgen.checkout.PACKAGE", tmp_path / "lib/site-packages/memgen")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["plan"])
    assert "as a library it works anywhere, for figures take a checkout" in str(end.value)


def test_a_package_that_is_not_the_checkout_s_is_refused(memgen, monkeypatch, tmp_path):
    monkeypatch.setattr("memgen.checkout.PACKAGE", tmp_path / "lib/site-packages/memgen")
    status, text = memgen("check", "laptop")
    assert status == 1
    assert f"memgen is loaded from {tmp_path / 'lib/site-packages/memgen'}" in text
    assert "edits of its src/ would change nothing" in text


def test_a_figure_is_drawn_from_the_gallery(memgen, small):
    status, text = memgen("redraw", "fig2_collapse_time", "--to", "again")
    assert status == 0
    assert text == "Drawn: again/fig2_collapse_time.pdf, again/fig2_collapse_time.png.\n"
    assert (small.root / "again/fig2_collapse_time.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fig8_potential",), "which a gallery does not hold"),
        (("fig2_colapse_time",), "Did you mean fig2_collapse_time?"),
        (("fig8_potential", "--from", "nowhere"), "nowhere: there is no such folder of tables"),
        (("fig8_potential", "--from", "results/tiny"), "results/tiny: there is no such folder"),
    ],
)
def test_what_cannot_be_drawn_is_said(memgen, words, told):
    status, text = memgen("redraw", *words)
    assert status == 1
    assert told in text


def test_a_reader_that_stops_reading_is_no_error(root, tmp_path):
    """As `memgen plan | head -1`, or a pager that is left."""
    code = f"from memgen.cli import main; main(['redraw', 'fig7_times', '--to', {str(tmp_path)!r}])"
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root / "src",
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(root / "src")},
        )
    assert ended.stderr == ""
    assert ended.returncode == 0
