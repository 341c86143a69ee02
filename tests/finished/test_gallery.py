import json

import pandas as pd
import pytest

from memgen.claims.measure import COLUMNS
from memgen.finished.gallery import durations, write_gallery
from memgen.settings import Config

REGISTRY = """
title: A source
reference: arXiv:1
figures:
  fig:
    title: A figure
    known: topic
    caption: What is seen.
    note: How it was made.
    sizes: "N = {collapse.N}"
    tables: [one, two.npz]
    claims:
      - {measure: m, statement: "It is 1", kind: measurement, expected: 1, tolerance: 0.1}
      - {measure: c, statement: "It is 2", kind: check, expected: 2, contradicts: "arXiv:1, Fig. 3"}
"""


@pytest.fixture
def finished(tmp_path):
    """A project with one finished figure."""
    results = tmp_path / "results/laptop"
    for path, text in {
        "workflow/figures/manifold_memorization.yaml": REGISTRY,
        "figures/laptop/manifold_memorization/fig.png": "png",
        "results/laptop/manifold_memorization/one.csv": "value\n1\n",
        "results/laptop/settings.json": json.dumps(Config().model_dump(mode="json")),
        "results/laptop/benchmarks/s/rule_a/1.tsv": "s\th:m:s\n4.0\t0\n",
        "results/laptop/benchmarks/s/rule_a/2.tsv": "s\th:m:s\n2.0\t0\n",
        "results/laptop/benchmarks/s/rule_b.tsv": "s\th:m:s\n7.0\t0\n",
        "figures/gallery/old.png": "old",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    figure = {"source": "manifold_memorization", "figure": "fig", "relation": "equal"}
    failing = {"claim": "m", "statement": "It is 1", "kind": "measurement", "expected": 1}
    failing |= {"measured": 1.3, "stderr": 0.01, "n": 9, "tolerance": 0.1, "z": 30.0}
    exact = {"claim": "c", "statement": "It is 2", "kind": "check", "expected": 2, "measured": 2.0}
    exact |= {"stderr": 0.0, "tolerance": 0.0, "contradicts": "arXiv:1, Fig. 3"}
    claims = [figure | failing | {"verdict": "fails"}, figure | exact | {"verdict": "holds"}]
    pd.DataFrame(claims, columns=COLUMNS).astype({"n": "Int64"}).to_csv(
        results / "claims.csv", index=False
    )
    return tmp_path


def test_the_gallery_shows_figures_and_failing_claims(finished):
    write_gallery(finished, "laptop")
    page = (finished / "figures/README.md").read_text()
    assert "![A figure](gallery/manifold_memorization/fig.png)" in page
    assert "What is seen." in page
    assert "*Note.* How it was made." in page
    assert "| It is 1 | measurement | 1 ± 0.1 | 1.3 ± 0.01 | +30.0 | 9 | fails |" in page
    assert "| It is 2<br>*contradicts* arXiv:1, Fig. 3 | check | 2 | 2 |  |  | holds |" in page
    assert "could miss): 1 fails" in page
    assert "closed form): 1 holds" in page
    assert "N = 20, 30" in page
    gallery = finished / "figures/gallery"
    copies = {path.relative_to(gallery).as_posix() for path in gallery.rglob("*.*")}
    assert copies == {
        "claims.csv",
        "durations.csv",
        "settings.json",
        "manifold_memorization/fig.png",
        "manifold_memorization/one.csv",
    }


def test_an_unfinished_run_is_refused_and_the_old_gallery_kept(finished):
    (finished / "figures/laptop/manifold_memorization/fig.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"fig\.png is missing"):
        write_gallery(finished, "laptop")
    assert (finished / "figures/gallery/old.png").is_file()


def test_durations_are_means_by_rule(finished):
    found = durations(finished / "results/laptop").set_index("rule")
    assert found.loc["rule_a"].tolist() == [2, 3.0]
    assert found.loc["rule_b"].tolist() == [1, 7.0]
