"""Every block of code of the documentation runs, and every command in it exists."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from PIL import Image

from memgen.cli import main
from memgen.registry import read_registry
from memgen.settings import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall((ROOT / page).read_text()) if kind == language]


def given(folder: Path) -> dict:
    """What a reader has at hand: points, samples, places, a network."""
    random = np.random.default_rng(0)
    points = random.standard_normal((120, 12))
    np.save(folder / "points.npy", points)
    pictures = folder / "path/to/images"
    pictures.mkdir(parents=True)
    for k, pixels in enumerate(random.integers(256, size=(90, 8, 7), dtype=np.uint8)):
        Image.fromarray(pixels).save(pictures / f"{k}.png")
    x = points[:5] + 0.1
    return {
        "points": points,
        "training": points,
        "test": random.standard_normal((60, 12)),
        "denoiser": lambda x, sigma: x / (1 + sigma**2),
        "samples": points[:20] + 0.01,
        "patterns": np.sign(points),
        "x": x,
        "t": 0.1,
        "r": np.linspace(-0.9, -0.1, 5),
        "network": lambda x, t: -torch.as_tensor(x) / (1 + t),
        "names": ["points.npy"],
    }


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")])
def test_python_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = given(tmp_path)
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), names)


def test_the_stated_results_are_those_of_the_library():
    """`call  # 0.1773..., words` says what the call returns."""
    names: dict = {}
    text = "\n".join(blocks("docs/library.md", "python"))
    stated = re.findall(r"^(\w+\(.*\))  # ([\d.]+)\.\.\.", text, re.MULTILINE)
    assert len(stated) >= 3
    exec("\n".join(re.findall(r"^from .*$", text, re.MULTILINE)), names)
    for call, number in stated:
        assert str(eval(call, names)).startswith(number), call


def commands() -> list[str]:
    indented = re.findall(
        r"^    ((?:make|memgen|snakemake) .*)$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    lines = [line for page in PAGES for block in blocks(page, "bash") for line in block.split("\n")]
    return sorted({line.split("  #")[0].strip() for line in [*indented, *lines] if line.strip()})


@pytest.mark.parametrize("command", commands())
def test_commands_name_what_there_is(command, capsys):
    program, *words = shlex.split(command)
    registry = read_registry(ROOT / "workflow/figures")
    figures = {figure for source in registry.values() for figure in source.figures}
    if program == "make":
        targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert set(words) <= set(targets)
    elif program == "memgen":
        with pytest.raises(SystemExit) as ended:
            main([words[0], "--help"])
        assert ended.value.code == 0
        helped = capsys.readouterr().out
        assert all(word in helped for word in words if word.startswith("--"))
    elif program == "snakemake":
        for word in words[:1]:
            known = word in figures or word in registry or word.startswith(("results/", "--"))
            assert known, word
        for word in words:
            if word.startswith(("config/", "profiles/")):
                assert (ROOT / word).exists()
    else:
        assert program == "pip" or words == [".venv/bin/activate"]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "yaml")])
def test_settings_are_settings(page, tmp_path):
    for block in blocks(page, "yaml"):
        told = yaml.safe_load(block.replace("path/to/images", str(tmp_path)))
        assert load(told).run not in ("laptop", "tiny", "paper")


def test_tests_that_the_documentation_names_are_there(root):
    named = re.findall(
        r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (root / "docs/where_it_runs.md").read_text()
    )
    assert len(named) > 40
    for file, test in named:
        assert f"def {test}" in (root / file).read_text(), f"{file}::{test}"
