"""The commands around a finished run: what they print, and what is an error."""

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


def test_outside_a_checkout_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["check", "tiny"])
    assert "run it in the root of a memgen checkout" in capsys.readouterr().err
