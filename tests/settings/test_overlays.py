from pathlib import Path

import pytest

from memgen.settings import SettingsError
from memgen.settings.overlays import configured, dotted, proposed_name, read_overlay


def test_dotted_settings_are_an_overlay():
    words = ["seed=7", "a.b.c=3e-1", "a.b.d=[1, 2]", "a.e={f: null}", "g.h=x"]
    assert dotted(words) == {
        "seed": 7,
        "a": {"b": {"c": "3e-1", "d": [1, 2]}, "e": {"f": None}},
        "g": {"h": "x"},
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["a..b=1"], r"a\.\.b=1: write section\.key=value"),
        (["=1"], "write section.key=value"),
        (["a.b=[1"], r"a\.b=\[1: the value is no YAML"),
        (["a.b=1", "a.b=2"], r"a\.b is given twice"),
        (["a=1", "a.b=2"], "contradicts another value of a"),
    ],
)
def test_dotted_settings_that_cannot_be(words, told):
    with pytest.raises(SettingsError, match=told):
        dotted(words)


def test_overlays_lie_over_each_other(tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("run: mine\nmanifold_memorization: {alpha: 0.3, recipe: {points: 7}}\n")
    second.write_text("manifold_memorization: {alpha: 25e-2}\n")
    config = configured([first, second], {"seed": 3})
    assert (config.run, config.seed) == ("mine", 3)
    assert config.manifold_memorization.alpha == 0.25
    assert config.manifold_memorization.recipe.points == 7


@pytest.mark.parametrize("text", ["", "# all\n# comments\n", "---\n"])
def test_an_empty_overlay_changes_nothing(tmp_path, text):
    (tmp_path / "empty.yaml").write_text(text)
    assert read_overlay(tmp_path / "empty.yaml") == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[1, 2]", r"holds \[1, 2\]: an overlay names sections and keys"),
        (b"just words", "holds 'just words'"),
        (b"a: [1", "cannot be read as YAML"),
        (b"a: 1\n b: 2\n", "cannot be read as YAML"),
        (b"\ta: 1", "cannot be read as YAML"),
        (b"\x93NUMPY\xff", "cannot be read as YAML"),
    ],
)
def test_overlays_that_cannot_be_read(tmp_path, content, told):
    (tmp_path / "bad.yaml").write_bytes(content)
    with pytest.raises(SettingsError, match=told):
        read_overlay(tmp_path / "bad.yaml")


def test_an_overlay_that_is_not_there(tmp_path):
    for path in (tmp_path / "no.yaml", tmp_path):
        with pytest.raises(FileNotFoundError, match="there is no such config file"):
            read_overlay(path)


def test_a_run_is_named_after_what_it_changes():
    assert (
        proposed_name("laptop", ["manifold_memorization.alpha=0.3"])
        == "laptop-manifold_memorization-alpha-0-3"
    )
    names = {
        proposed_name("tiny", [f"manifold_memorization.collapse.{key}={value}"])
        for key in ("draws", "N")
        for value in ("[20, 30, 40, 50]", "[20, 30, 40, 51]", "8")
    }
    assert len(names) == 6
    assert all(len(name) <= 60 for name in names)
    for name in names:
        assert configured([], {"run": name}).run == name


def test_a_key_that_is_given_twice(tmp_path):
    """YAML would take the last, without a word."""
    file = tmp_path / "twice.yaml"
    file.write_text("run: a\nmanifold_memorization:\n  alpha: 0.2\n\n  alpha: 0.3\n")
    with pytest.raises(SettingsError, match=r"twice\.yaml.*alpha is given twice, in lines 3 and 5"):
        read_overlay(file)
    file.write_text("run: a\nrun: a\n")
    with pytest.raises(SettingsError, match=r"run is given twice, in lines 1 and 2"):
        read_overlay(file)
    file.write_text("a: &shared {x: 1, y: 2}\nb:\n  <<: *shared\n  x: 3\n")
    assert read_overlay(file) == {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}}


def test_no_file_of_the_project_gives_a_key_twice():
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("config/*.yaml"), *root.glob("workflow/figures/*.yaml")]
    assert len(files) > 10
    for file in files:
        read_overlay(file)
