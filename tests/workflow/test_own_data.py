"""docs/own_data.md as it stands: its overlays are settings, its calls plan what they say."""

import re
import shlex

import numpy as np
import pytest
from PIL import Image

from memgen.finished.plan import parse_job_stats
from memgen.settings.overlays import configured
from memgen.studies.checks import check

pytestmark = pytest.mark.workflow
PICTURES = 500  # as the page says
FIGURES = ("fig1b_sample_types", "fig3_distance_histograms", "fig4a_fractions")


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs/own_data.md").read_text()


@pytest.fixture(scope="module")
def own(fresh, page):
    """A copy of the project with the page's overlays, by their names, and what they name."""
    copy = fresh()
    folder = copy.root / "path/to/images"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for k, pixels in enumerate(rng.integers(256, size=(PICTURES, 6, 5), dtype=np.uint8)):
        Image.fromarray(pixels).save(folder / f"{k}.png")
    for name in ("points", "pictures"):
        np.save(copy.root / f"path/to/{name}.npy", rng.standard_normal((PICTURES, 4)))
    for name, text in overlays(page).items():
        (copy.root / name).write_text(text)
    return copy


def overlays(page):
    """The page's blocks of YAML, each of which names its file in its first line."""
    texts = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names = [re.match(r"# (\S+\.yaml)\n", text) for text in texts]
    assert all(names), texts
    return {name[1]: text for name, text in zip(names, texts, strict=True) if name}


def calls(page):
    """The page's calls of Snakemake, word by word."""
    blocks = re.findall(r"^```bash\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("snakemake ")]


def test_the_overlays_are_settings(own, page, monkeypatch):
    monkeypatch.chdir(own.root)  # they name files from there
    assert {"mine.yaml", "pictures.yaml"} <= set(overlays(page))
    for name in overlays(page):
        config = configured([own.root / name], {})
        check(config)  # that there are pictures enough, too
        assert config.run == name.removesuffix(".yaml")


@pytest.fixture(scope="module")
def plans(own, page):
    """The page's calls, and how many jobs of each rule a dry run of each plans."""
    return [
        (call, parse_job_stats(own.snakemake(*call, "--dry-run", "--quiet", "rules")))
        for call in calls(page)
    ]


def targets_of(call):
    """The figures and files that a call names before its options."""
    return call[: next(k for k, word in enumerate(call) if word.startswith("--"))]


def test_the_calls_plan_what_they_ask_for(plans):
    asked = {target: planned for call, planned in plans for target in targets_of(call)}
    assert set(FIGURES) <= set(asked)
    for target, planned in asked.items():
        parts = target.removesuffix(".csv").split("/")  # results, run, source and table
        assert ("_".join(parts[2:]) if "/" in target else target) in planned


def test_the_three_figures_of_pictures_train_one_stack_for_each_rung(own, plans, monkeypatch):
    monkeypatch.chdir(own.root)
    stack = configured([own.root / "pictures.yaml"], {}).spurious_states.image_stack
    rungs = len(stack.K) + sum(len(ladder) for ladder in stack.width_K)
    (planned,) = [planned for call, planned in plans if set(FIGURES) <= set(targets_of(call))]
    assert planned["spurious_states_image_stack"] == rungs
    assert planned["spurious_states_image_types"] == 1
