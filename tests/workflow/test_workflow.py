"""What reruns, and what does not: on a copy of the project with a finished tiny run."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
import yaml

from memgen.registry import read_registry, table_file
from memgen.tables.files import sidecar
from memgen.tables.read import read_table

pytestmark = pytest.mark.workflow
SOURCE = "manifold_memorization"
FINITE_SIZE = "src/memgen/theory/manifold/finite_size.py"


def rules(*tables):
    """The rules of the source's tables, as Snakemake names them."""
    return {f"{SOURCE}_{table}" for table in tables}


@pytest.fixture(scope="module")
def figures(root):
    return read_registry(root / "workflow/figures")[SOURCE].figures


def test_every_figure_is_made_whole(project, figures):
    for figure, about in figures.items():
        for ending, magic in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
            drawn = (project.root / f"figures/tiny/{SOURCE}/{figure}.{ending}").read_bytes()
            assert drawn.startswith(magic)
        for name in about.tables:
            path = project.root.joinpath("results/tiny", *table_file(SOURCE, name))
            recorded = json.loads(sidecar(path).read_text())
            assert {"code", "commit", "dirty", "seed", "settings", "versions"} <= set(recorded)
            if path.suffix == ".csv":
                assert len(read_table(path))


def test_every_claim_is_judged(project, figures):
    for figure, about in figures.items():
        mine = pd.read_csv(project.root / f"results/tiny/{SOURCE}/claims/{figure}.csv")
        expected = [claim.measure for claim in about.claims] or [None]
        assert mine["claim"].where(mine["claim"].notna(), None).tolist() == expected
        assert mine["verdict"].notna().all()


def test_a_second_run_does_nothing(project):
    assert "Nothing to be done" in project.tiny(SOURCE, "--dry-run")
    assert project.jobs() == set()


def test_prose_reruns_nothing(project):
    with project.edit(FINITE_SIZE, '"""', '"""A new first sentence.\n\n'):
        assert project.jobs() == set()
    with project.edit("src/memgen/tables/rows.py", "\ndef ", "\n# a remark\n\n\ndef "):
        assert project.jobs() == set()


def test_an_edit_reruns_what_imports_it(project):
    """finite_size is imported by a few scripts only; what they feed is drawn again."""
    with project.edit(FINITE_SIZE, "\ndef ", "\nUNUSED = 1\n\n\ndef "):
        jobs = project.jobs()
    makers = rules("basin_radius", "cross_entropy_part", "finite_size_part", "potential")
    assert makers <= jobs
    collectors = rules("finite_size", "cross_entropy")
    assert jobs <= makers | collectors | {"draw", "claims", "all_claims"}


def test_an_edit_is_seen_through_other_modules(project):
    """The kernel is imported by the measures, which the simulation scripts import."""
    with project.edit("src/memgen/diffusion/softmax.py", "\ndef ", "\nUNUSED = 1\n\n\ndef "):
        jobs = project.jobs()
    assert rules("collapse_draws", "points", "basins_part") <= jobs
    assert not jobs & rules("times_part", "recipe", "finite_size_part")


def test_an_edited_plot_redraws_one_figure(project):
    plot = f"src/memgen/plots/{SOURCE}/fig7_times.py"
    with project.edit(plot, "\ndef ", "\nUNUSED = 1\n\n\ndef "):
        assert project.counts() == {"draw": 1}


@pytest.mark.parametrize(
    ("key", "jobs"),
    [
        ("{finite_size: {draws: 5}}", {"finite_size_part", "finite_size"}),
        ("{recipe: {points: 7}}", {"recipe"}),
        ("{basins: {probes: 3}}", {"basins_part", "basins"}),
    ],
)
def test_a_config_key_reruns_what_reads_it(project, key, jobs):
    # The settings of the run and of the captions change with every key.
    after = {"draw", "claims", "all_claims", "record_settings"}
    changed = project.jobs(f"{SOURCE}={key}")
    assert rules(*jobs) <= changed
    assert changed <= rules(*jobs) | after


def test_results_depend_neither_on_cores_nor_on_chunks(project, fresh):
    """The same points, cut into other jobs on one core: the same table to the last digit."""
    other = fresh()
    target = f"results/tiny/{SOURCE}/collapse.csv"
    tiny = f"{SOURCE}={{collapse: {{draws_per_job: 2}}}}"
    other.tiny("--cores", "1", target, "--config", tiny)
    assert (other.root / target).read_bytes() == (project.root / target).read_bytes()


def test_a_point_does_not_depend_on_the_other_points(project, fresh):
    other = fresh()
    table = f"results/tiny/{SOURCE}/fixed_size.csv"
    before = read_table(project.root / table)
    chosen = sorted(before["D"].unique())[-1]
    tiny = f"{SOURCE}={{fixed_size: {{D: [{chosen}], activations: [linear, tanh]}}}}"
    other.tiny("--cores", "1", table, "--config", tiny)
    again = read_table(other.root / table)
    same = before[(before["D"] == chosen) & before["activation"].isin(["linear", "tanh"])]
    pd.testing.assert_frame_equal(again, same.reset_index(drop=True), check_dtype=False)


def test_figures_are_the_same_bytes_from_the_same_table(project):
    paths = [project.root / f"figures/tiny/{SOURCE}/fig7_times.{end}" for end in ("pdf", "png")]
    before = [path.read_bytes() for path in paths]
    targets = [str(path.relative_to(project.root)) for path in paths]
    project.tiny(*targets, "--cores", "1", "--forcerun", "draw")
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize(
    ("overlay", "words"),
    [
        ("{alpa: 0.3}", ["alpa", "'alpha'"]),
        ("{alpha: -1}", ["alpha = -1", "> 0"]),
        ("{points: {file: nowhere.npy}}", ["nowhere.npy", "points.file"]),
    ],
)
def test_bad_settings_stop_before_any_job(project, overlay, words):
    (project.root / "bad.yaml").write_text(f"{SOURCE}: {overlay}\n")
    text = project.snakemake("--dry-run", "--configfile", "bad.yaml", check=False)
    for word in words:
        assert word in text
    assert "Traceback" not in text
    assert "Job stats" not in text


def test_own_points_go_through_the_same_rules(fresh):
    copy = fresh()
    points = np.random.default_rng(1).standard_normal((300, 3)) @ np.eye(3, 12)
    np.save(copy.root / "mine.npy", points)
    (copy.root / "mine.yaml").write_text(f"run: mine\n{SOURCE}: {{points: {{file: mine.npy}}}}\n")
    target = f"results/mine/{SOURCE}/points.csv"
    copy.snakemake("--cores", "1", target, "--configfile", "mine.yaml")
    table = read_table(copy.root / target)
    assert set(table["data"]) == {"mine.npy"}
    dimension = table[table["quantity"] == "effective_dimension"].iloc[0]
    assert abs(dimension["value"] - 3) < 1


def test_a_killed_run_leaves_nothing_half_written(project, fresh):
    """SIGKILL in the middle: whatever has its final name is whole, and the next run goes on."""
    copy = fresh()
    environment = os.environ | {"PYTHONPATH": str(copy.root / "src")}
    command = [sys.executable, "-m", "snakemake", "--cores", "2", SOURCE]
    run = subprocess.Popen(
        [*command, "--configfile", "config/tiny.yaml"],
        cwd=copy.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    results = copy.root / "results/tiny" / SOURCE
    deadline = time.monotonic() + 120
    while not list(results.glob("**/*.csv")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    made = list(results.glob("**/*.csv"))
    assert made
    for path in made:
        whole = project.root / path.relative_to(copy.root)
        assert path.read_bytes() == whole.read_bytes()
    copy.tiny("--unlock")
    target = f"results/tiny/{SOURCE}/times.csv"
    copy.tiny("--cores", "2", target)
    assert len(read_table(copy.root / target))


def test_the_cluster_profile_names_account_and_partition(root):
    profile = yaml.safe_load((root / "profiles/slurm/config.yaml").read_text())
    assert profile["executor"] == "slurm"
    assert {"slurm_account", "slurm_partition"} == set(profile["default-resources"])


def test_every_rule_states_what_a_cluster_must_know(root):
    """Threads, memory, run time and GPUs, which the executor passes on; a log, a benchmark."""
    rules = [
        block
        for path in (root / "workflow/rules").glob("*.smk")
        for block in re.split(r"^rule ", path.read_text(), flags=re.MULTILINE)[1:]
    ]
    assert len(rules) > 15
    for block in rules:
        for part in ("threads:", "mem_mb=", "runtime=", "gpu=", "log:", "benchmark:", "conda:"):
            assert part in block, f"rule {block.splitlines()[0]} has no {part}"
