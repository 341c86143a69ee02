"""Why results that are there are made again."""

import json
import subprocess

import pandas as pd
import pytest

from memgen.code_hash import CodeHashes
from memgen.finished.plan import by_source
from memgen.finished.reasons import _digest_at, differences, reasons
from memgen.tables.files import sidecar

SOURCE = "manifold_memorization"
TABLE = f"results/laptop/{SOURCE}/potential.csv"


def test_differences_name_the_key_before_and_now():
    before = {"seed": 1, "section": {"N": [1, 2], "gone": 1}, "same": {"a": None}}
    now = {"seed": 2, "section": {"N": [1, 2, 3], "new": "x"}, "same": {"a": None}}
    assert list(differences(before, now)) == [
        "section.N [1, 2] -> [1, 2, 3]",
        "section.gone 1 -> absent",
        'section.new absent -> "x"',
        "seed 1 -> 2",
    ]


@pytest.fixture
def made(small):
    """Say in the sidecars of the small project what made its files, of one table with changes."""

    def make(**changes):
        ledger = small.run().ledger
        for file, origin in ledger.origins.items():
            about = sidecar(small.root / file)
            if about.is_file():
                told = {"settings": dict(origin.settings), "code": origin.code, "commit": None}
                told |= {"fingerprint": ledger.fingerprint(file)} | (
                    changes if file == TABLE else {}
                )
                about.write_text(json.dumps(told))

    return make


def test_what_is_up_to_date_has_no_reason(small):
    assert reasons(small.run(), small.root) == [
        "No result that is there was made from other settings, files or code than now."
    ]


def test_a_setting_is_told_with_what_follows(small, made):
    made()
    before = small.run().config.manifold_memorization.potential.line_points
    said = reasons(small.run(potential={"line_points": 77}), small.root)
    # Its figure with its claims, and the table of all claims.
    assert said == [
        f"{SOURCE}/potential: line_points {before} -> 77",
        "2 further results are made from these, and follow.",
    ]


def test_code_is_told_by_the_files_that_differ_from_the_commit(small, made, root, monkeypatch):
    run = small.run()
    changed = "src/memgen/studies/manifold_memorization/potential.py"
    known = {
        path.resolve(): text
        for path, text in run.code_digests(run.ledger.origins[TABLE].code).items()
    }
    monkeypatch.setattr(
        "memgen.finished.reasons._digest_at",
        lambda _project, _commit, path: "old" if path == root / changed else known[path],
    )
    made(fingerprint="another", code="0123456789abcdef", commit="1234567890abcdef")
    assert f"{SOURCE}/potential: code since 1234567890: {changed}" in "\n".join(
        reasons(run, small.root)
    )
    made(fingerprint="another", code="0123456789abcdef")
    assert f"{SOURCE}/potential: code 0123456789abcdef -> " in "\n".join(reasons(run, small.root))


def test_the_digest_of_a_commit_is_that_of_its_syntax(tmp_path):
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    (tmp_path / "a.py").write_text("x = 1\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True).stdout
    (tmp_path / "a.py").write_text('"""A docstring."""\nx = 1  # one\n')
    digest = CodeHashes().digest(tmp_path / "a.py")
    assert _digest_at(tmp_path, commit.strip(), tmp_path / "a.py") == digest
    assert _digest_at(tmp_path, commit.strip(), tmp_path / "b.py") is None


def test_jobs_and_hours_of_each_source(small):
    rule = f"{SOURCE}_potential"
    known = pd.DataFrame(
        {
            "seconds": [3600.0 - 0.25, 36 - 0.25],
            "mb": [100.0, 100.0],
            "known": ["laptop", "laptop"],
        },
        index=[rule, "figure"],
    )
    frame = by_source(small.run("paper"), {rule: 2, "figure": 10}, known).set_index("source")
    assert frame.loc[SOURCE, ["jobs", "core hours", "hours are"]].tolist() == [2, 2.0, "laptop"]
    assert frame.loc["drawing", ["jobs", "core hours"]].tolist() == [10, 0.1]
    memory = next(one.mem_mb for one in small.run().declared if one.rule == rule)
    assert frame.loc[SOURCE, "asked GB"] == memory / 1000
