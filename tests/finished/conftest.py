"""A small project with a finished run, of which no job ran: its files say what made them."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from memgen.claims.measure import measure_claims
from memgen.code_hash import CodeHashes
from memgen.declared.run import Run
from memgen.finished.gallery import write_gallery
from memgen.settings import load
from memgen.settings.files import whole_yaml
from memgen.settings.run_names import shipped
from memgen.tables.files import sidecar
from memgen.tables.read import read_inputs

SOURCE = "manifold_memorization"
# Two of them share a table, and one reads arrays.
FIGURES = ("fig2_collapse_time", "fig5_attractors", "fig6_cross_entropy", "fig8_potential")


class Small:
    """A project with a few figures of one source, and what its run would have written."""

    def __init__(self, root: Path, gallery: Path):
        self.root, self._tables = root, gallery

    def run(self, name: str = "laptop", **changed) -> Run:
        """A run of the project, with changed settings of the source."""
        values = shipped(name, 20250213).model_dump(mode="json")
        for section, fields in changed.items():
            values[SOURCE][section] |= fields
        return Run(self.root, load(values))

    def finish(self, run: Run, *figures: str) -> None:
        """Write all files of a run, or those of some figures: tables from the gallery."""
        asked = figures or FIGURES
        for origin in run.ledger.jobs():
            path = self.root / origin.files[0]
            if path.parent.name == SOURCE and path.suffix == ".csv":
                committed = self._tables / SOURCE / path.name
                if committed.is_file():
                    self._made(run, path, committed.read_bytes())
        for figure in asked:
            for path in run.tables(SOURCE, figure):
                if path.endswith(".npz"):
                    self._made(run, self.root / path, b"arrays")
            png = self.root / run.png(SOURCE, figure)
            self._made(run, png, figure.encode())
            png.with_suffix(".pdf").write_bytes(b"%PDF")
            self.claim(run, figure)
        if not figures:
            frames = [pd.read_csv(self.root / run.claims(SOURCE, name)) for name in FIGURES]
            text = pd.concat(frames).to_csv(index=False).encode()
            self._made(run, self.root / run.results / "claims.csv", text)
            whole = whole_yaml(run.config.model_dump(mode="json")).encode()
            self._made(run, self.root / run.results / "settings.yaml", whole)
            self.took(run, "figure", 4.0)

    def claim(self, run: Run, figure: str) -> None:
        """Measure the claims of a figure from the run's tables."""
        paths = [self.root / path for path in run.tables(SOURCE, figure) if path.endswith(".csv")]
        about = run.registry[SOURCE].figures[figure]
        rows = measure_claims(SOURCE, figure, about.claims_in(run.name), read_inputs(paths))
        place = self.root / run.claims(SOURCE, figure)
        self._made(run, place, rows.to_csv(index=False, float_format="%.6g").encode())

    def took(self, run: Run, rule: str, *seconds: float) -> None:
        """Write the benchmarks of the jobs of a rule."""
        for number, cpu in enumerate(seconds):
            path = self.root / run.results / f"benchmarks/{SOURCE}/{rule}/{number}.tsv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"s\tmax_rss\tcpu_time\n{2 * cpu}\t{100 * cpu}\t{cpu}\n")

    def _made(self, run: Run, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        mark = run.ledger.fingerprint(str(path.relative_to(self.root)))
        sidecar(path).write_text(json.dumps({"fingerprint": mark, "commit": "abc1234"}))

    def registry(self, change=lambda _: None) -> None:
        """Write the registry, changed as asked."""
        path = self.root / f"workflow/figures/{SOURCE}.yaml"
        source = yaml.safe_load(self._registry)
        source["figures"] = {name: source["figures"][name] for name in FIGURES}
        change(source)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(source, sort_keys=False))

    @property
    def _registry(self) -> str:
        return (self._tables.parents[1] / f"workflow/figures/{SOURCE}.yaml").read_text()


@pytest.fixture(scope="session", autouse=True)
def one_look_at_the_code():
    """All runs of these tests share the hashes of the code, which no test edits."""
    shared = CodeHashes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memgen.declared.run.CodeHashes", lambda: shared)
        yield


@pytest.fixture(scope="session")
def template(root, tmp_path_factory, one_look_at_the_code):  # noqa: ARG001
    """The small project with a finished laptop run that is its gallery."""
    folder = tmp_path_factory.mktemp("small")
    small = Small(folder, root / "figures/gallery")
    small.registry()
    for name in ("workflow/scripts", "src", "Snakefile"):
        (folder / name).symlink_to(root / name)
    small.finish(small.run())
    write_gallery(folder, "laptop")
    return small


@pytest.fixture
def small(template, root, tmp_path):
    """A copy of the small project that a test may change."""
    shutil.copytree(template.root, tmp_path / "small", symlinks=True)
    return Small(tmp_path / "small", root / "figures/gallery")
