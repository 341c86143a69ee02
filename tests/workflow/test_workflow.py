"""What reruns, and what does not: on copies of the project in which some figures were made."""

import json
import os
import shutil

import numpy as np
import pandas as pd
import pytest
import yaml
from workflow.conftest import FIGURES, RUN, SOURCE

from memgen.registry import read_registry, table_file
from memgen.tables.files import sidecar
from memgen.tables.read import read_table

pytestmark = pytest.mark.workflow
ONE_STUDY = "src/memgen/measures/geometry/two_nearest.py"
UNUSED = ("\ndef ", "\nUNUSED = 1\n\n\ndef ")
TABLES = f"results/{RUN}/{SOURCE}"


def rules(counts):
    """Names of the source's own rules, without its name."""
    return {rule.removeprefix(f"{SOURCE}_") for rule in counts}


def test_every_figure_is_made_whole_and_its_claims_are_judged(finished, root):
    registry = read_registry(root / "workflow/figures")[SOURCE].figures
    for figure in FIGURES:
        about = registry[figure]
        for ending, magic in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
            drawn = (finished.root / f"figures/{RUN}/{SOURCE}/{figure}.{ending}").read_bytes()
            assert drawn.startswith(magic)
        for name in about.tables:
            path = finished.root.joinpath("results", RUN, *table_file(SOURCE, name))
            recorded = json.loads(sidecar(path).read_text())
            assert {"code", "commit", "dirty", "fingerprint", "settings", "versions"} <= set(
                recorded
            )
            if path.suffix == ".csv":
                assert len(read_table(path))
        judged = pd.read_csv(finished.root / f"{TABLES}/claims/{figure}.csv")
        assert judged["claim"].tolist() == [claim.measure for claim in about.claims]
        assert judged["verdict"].notna().all()


def test_a_second_run_does_nothing(finished):
    assert "Nothing to be done" in finished.toy(*FIGURES, "--dry-run")


def test_prose_reruns_nothing(finished):
    with (
        finished.edit(ONE_STUDY, '"""', '"""A new first sentence.\n\n'),
        finished.edit("src/memgen/tables/rows.py", "\ndef ", "\n# a remark\n\n\ndef "),
    ):
        assert finished.counts() == {}


def test_an_edit_reruns_what_imports_it(finished):
    """The dimension of neighbours is imported by one study of these figures."""
    with finished.edit(ONE_STUDY, *UNUSED):
        assert finished.counts() == {f"{SOURCE}_points": 1, "figure": 1}


def test_an_edit_is_seen_through_other_modules(finished):
    """The kernel is imported by the measures, which the studies that simulate import."""
    with finished.edit("src/memgen/diffusion/softmax.py", *UNUSED):
        jobs = rules(finished.counts())
    assert {"collapse_draws", "points", "fixed_size_part"} <= jobs
    assert not jobs & {"times_part", "recipe", "finite_size_part"}


def test_an_edited_plot_redraws_one_figure(finished):
    with finished.edit(f"src/memgen/plots/{SOURCE}/{FIGURES[1]}.py", *UNUSED):
        assert finished.counts() == {"figure": 1}


def test_a_setting_reruns_what_reads_it(finished):
    """Nothing is drawn from other points on the surfaces but the figure that shows them."""
    jobs = finished.counts("{recipe: {points: 7}, fixed_size: {probes: 3}}")
    assert rules(jobs) == {"recipe", "fixed_size_part", "fixed_size", "figure"}
    assert jobs["figure"] == 2


def test_one_more_rung_computes_one_rung(finished):
    sizes = yaml.safe_load((finished.root / "config/tiny.yaml").read_text())[SOURCE]
    ladder = sorted([*sizes["finite_size"]["N"], 55])
    assert finished.counts(f"{{finite_size: {{N: {ladder}}}}}") == {
        f"{SOURCE}_finite_size_part": 1,
        f"{SOURCE}_finite_size": 1,
        "figure": 1,
    }


def test_an_old_copy_laid_over_a_result_is_seen(copied):
    """Snakemake's own record says that the table is as it was asked for."""
    table = copied.root / TABLES / "recipe.npz"
    about = sidecar(table)
    about.write_text(
        json.dumps(json.loads(about.read_text()) | {"fingerprint": "of other settings"})
    )
    for path in (table, about):
        os.utime(path, (1e9, 1e9))
    for _ in range(2):
        assert rules(copied.counts()) == {"recipe", "figure"}


class TestWithoutSnakemakesRecord:
    """Results that were copied, or whose .snakemake was removed to cure a lock."""

    @pytest.fixture
    def bare(self, copied):
        shutil.rmtree(copied.root / ".snakemake")
        return copied

    def test_results_are_believed_where_they_are_right(self, bare):
        assert bare.counts() == {}

    def test_another_setting_is_seen(self, bare):
        jobs = bare.counts("{alpha: 0.25}", targets=("fig2_collapse_time",))
        assert rules(jobs) == {"times_part", "times", "figure"}

    def test_other_code_is_seen(self, bare):
        with bare.edit(ONE_STUDY, *UNUSED):
            jobs = bare.counts()
        assert rules(jobs) == {"points", "figure"}


def test_points_of_the_user_count_by_their_content(copied):
    """They go through the same rules, and another file is noticed whatever its date."""
    points = np.random.default_rng(1).standard_normal((300, 3)) @ np.eye(3, 12)
    file, target = copied.root / "mine.npy", f"{TABLES}/points.csv"
    np.save(file, points)
    config = "{points: {file: mine.npy}}"
    copied.toy(target, "--cores", "1", config=config)
    table = read_table(copied.root / target)
    assert set(table["data"]) == {"mine.npy"}
    dimension = table[table["quantity"] == "effective_dimension"].iloc[0]
    assert abs(dimension["value"] - 3) < 1
    assert copied.counts(config, targets=(target,)) == {}
    np.save(file, points[::-1])
    os.utime(file, (1, 1))
    assert copied.counts(config, targets=(target,)) == {f"{SOURCE}_points": 1}


def test_results_depend_neither_on_chunks_nor_on_other_points(copied):
    """One N alone, its draws cut into other jobs: the same rows to the last digit."""
    path = copied.root / f"{TABLES}/collapse.csv"
    before = read_table(path)
    first = int(before["N"].dropna().min())
    config = f"{{collapse: {{draws_per_job: 3, N: [{first}]}}}}"
    copied.toy(str(path.relative_to(copied.root)), "--cores", "1", config=config)
    again, mine = read_table(path), before[before["N"] == first].reset_index(drop=True)
    simulated = again[again["N"] == first].reset_index(drop=True)
    assert len(mine) > 10
    pd.testing.assert_frame_equal(simulated, mine, check_exact=True)


def test_figures_are_the_same_bytes_from_the_same_table(copied):
    paths = [f"figures/{RUN}/{SOURCE}/{FIGURES[1]}.{ending}" for ending in ("pdf", "png")]
    before = [(copied.root / path).read_bytes() for path in paths]
    copied.toy(*paths, "--cores", "1", "--forcerun", "figure")
    assert [(copied.root / path).read_bytes() for path in paths] == before


@pytest.mark.parametrize(
    ("overlay", "words"),
    [
        ("{alpa: 0.3, alpha: -1}", ["alpa", "'alpha'", "alpha = -1", "> 0"]),
        ("{points: {file: nowhere.npy}}", ["nowhere.npy", "points.file"]),
    ],
)
def test_bad_settings_stop_before_any_job(finished, overlay, words):
    (finished.root / "bad.yaml").write_text(f"{SOURCE}: {overlay}\n")
    text = finished.snakemake("--dry-run", "--configfile", "bad.yaml", check=False)
    for word in words:
        assert word in text
    assert "Traceback" not in text
    assert "Job stats" not in text


def test_the_gallery_s_name_is_refused(finished):
    text = finished.snakemake("--dry-run", "--config", "run=gallery", check=False)
    assert "'gallery' is kept for the committed figures" in text
    assert "Job stats" not in text


def test_an_overlay_without_a_name_does_not_replace_results(copied):
    settings = copied.root / "results/laptop/settings.yaml"
    settings.parent.mkdir()
    settings.write_text("run: laptop\n")
    (copied.root / "mine.yaml").write_text(f"{SOURCE}: {{alpha: 0.3}}\n")
    text = copied.snakemake("--dry-run", "--configfile", "mine.yaml", check=False)
    assert f"differs from the laptop run ({SOURCE}.alpha)" in text
    assert "run: mine" in text
    assert "Job stats" not in text


def test_the_package_of_another_checkout_is_refused(finished, root):
    text = finished.toy("--dry-run", check=False, package=root / "src")
    assert f"memgen is loaded from {root / 'src/memgen'}" in text
    assert "edits of its src/ would change nothing" in text
    assert "Job stats" not in text


def test_the_cluster_profile_needs_neither_account_nor_accounting(root):
    profile = yaml.safe_load((root / "profiles/slurm/config.yaml").read_text())
    assert profile["executor"] == "slurm"
    assert profile["slurm-status-command"] == "squeue"
    assert "default-resources" not in profile


def test_a_job_that_is_tried_again_gets_more_time_and_memory(root):
    """Said by the rules themselves, to every executor."""
    text = (root / "workflow/rules/tables.smk").read_text()
    for name in ("mem_mb", "runtime"):
        assert f"{name}=by_attempt(" in text


def test_a_diagnosis_is_made_on_request_from_the_user_s_files(copied, tmp_path):
    points = np.random.default_rng(0).standard_normal((60, 3))
    np.save(tmp_path / "points.npy", points)
    overlay = tmp_path / "mine.yaml"
    training = tmp_path / "points.npy"
    overlay.write_text(f"run: mine\ndiagnosis: {{training: {training}, probes: 5, queries: 20}}\n")
    given = ("--configfile", str(overlay), "--cores", "1")
    text = copied.snakemake("diagnosis", "-n", check=False)
    assert "diagnosis.training names nothing to diagnose" in text
    copied.snakemake("diagnosis", *given)
    report = copied.root / "results/mine/diagnosis/report.html"
    assert "data alone" in report.read_text()
    drawn = copied.root / "figures/mine/diagnosis"
    assert {path.suffix for path in drawn.glob("data_*")} == {".json", ".pdf", ".png"}
    assert (drawn / "data_fall.png").stat().st_size > 1000
    assert "Nothing to be done" in copied.snakemake("diagnosis", "-n", *given)
    np.save(training, points[:50])
    assert "diagnosis_report" in copied.snakemake("diagnosis", "-n", *given)
