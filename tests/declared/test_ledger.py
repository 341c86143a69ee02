"""The ledger and the requests: what is stale is found, and nothing else."""

import json
import os

import pytest

from memgen.declared.declaration import Table
from memgen.declared.ledger import Ledger, Origin
from memgen.declared.requests import post, request, stale_files
from memgen.fingerprint import fingerprint
from memgen.settings import Config, load
from memgen.tables.files import sidecar

SOURCE = "manifold_memorization"
FIRST = Table(source=SOURCE, name="recipe", says="", rows=False, arrays=["recipe"])
THEN = Table(
    source=SOURCE,
    name="potential",
    says="",
    shared={"alpha": "alpha"},
    needs={"recipe": FIRST.files("recipe")[()]},
)
LADDER = Table(
    source=SOURCE, name="basins", says="", each={"N": [20, 30]}, spread=["N"], section="basins"
)


def codes(script, *modules):
    return "+".join([script, *modules])


def ledger(config=None, code=codes):
    return Ledger(config or Config(), [FIRST, THEN, LADDER], code)


def make(book, root, path):
    """Write a result as a job would."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("made")
    sidecar(file).write_text(json.dumps({"fingerprint": book.fingerprint(path)}))


def make_all(book, root):
    for origin in book.jobs():
        for path in origin.files:
            make(book, root, path)


@pytest.fixture
def finished(tmp_path):
    book = ledger()
    make_all(book, tmp_path)
    return tmp_path


def stale(root, book):
    return {path.rpartition("/")[2] for path in stale_files(book, root)}


def test_a_finished_run_is_not_stale(finished):
    assert stale(finished, ledger()) == set()


def test_a_setting_makes_what_reads_it_stale_and_what_is_made_from_that(finished):
    shared = load({SOURCE: {"alpha": 0.25}})
    assert stale(finished, ledger(shared)) == {"potential.csv"}
    first = load({SOURCE: {"recipe": {"points": 7}}})
    assert stale(finished, ledger(first)) == {"recipe.npz", "potential.csv"}


def test_another_rung_makes_no_other_rung_stale(finished):
    more = load({SOURCE: {"basins": {"N": [20, 30, 40]}}})
    assert stale(finished, ledger(more)) == set()
    wider = load({SOURCE: {"basins": {"draws": 5}}})
    assert stale(finished, ledger(wider)) == {"N20.csv", "N30.csv", "basins.csv"}


def test_code_makes_stale(finished):
    def edited(script, *modules):
        return codes(script, *modules) + (
            "!" if f"memgen.studies.{SOURCE}.basins" in modules else ""
        )

    assert stale(finished, ledger(code=edited)) == {"N20.csv", "N30.csv", "basins.csv"}


def test_a_result_without_its_sidecar_is_stale(finished):
    sidecar(finished / f"results/laptop/{SOURCE}/recipe.npz").unlink()
    assert stale(finished, ledger()) == {"recipe.npz"}


def test_a_sidecar_cut_in_half_is_stale(finished):
    path = sidecar(finished / f"results/laptop/{SOURCE}/recipe.npz")
    path.write_text(path.read_text()[:10])
    assert stale(finished, ledger()) == {"recipe.npz"}


def test_a_named_file_counts_by_its_content(tmp_path):
    def points(text):
        (tmp_path / "x.npy").write_text(text)
        config = load({SOURCE: {"points": {"file": str(tmp_path / "x.npy")}}})
        table = Table(source=SOURCE, name="points", says="")
        book = Ledger(config, [table], codes)
        return book.fingerprint(f"results/laptop/{SOURCE}/points.csv")

    one, other = points("a"), points("b")
    assert one != other
    os.utime(tmp_path / "x.npy", (1, 1))
    assert points("a") == one


def test_requests_are_older_than_what_is_right_and_newer_than_what_is_stale(finished):
    book = ledger(load({SOURCE: {"alpha": 0.25}}))
    assert {path.rpartition("/")[2] for path in post(book, finished)} == {"potential.csv"}
    for origin in book.jobs():
        asked = (finished / request(book.results, origin.files[0])).stat().st_mtime
        result = (finished / origin.files[0]).stat().st_mtime
        assert (asked > result) == origin.files[0].endswith("potential.csv")


def test_requests_survive_old_and_future_dates(finished):
    book = ledger()
    for origin, date in zip(book.jobs(), (1.0, 4e9, 1.0, 4e9, 1.0), strict=False):
        os.utime(finished / origin.files[0], (date, date))
    post(book, finished)
    changed = ledger(load({"seed": 5}))
    assert len(post(changed, finished)) == len(book.origins)
    for origin in changed.jobs():
        asked = (finished / request(book.results, origin.files[0])).stat().st_mtime
        assert asked > (finished / origin.files[0]).stat().st_mtime


def test_a_request_for_what_is_stale_reads_as_none_before(finished):
    """Snakemake believes results older than an input that reads as when they were made."""
    changed = ledger(load({"seed": 5}))
    first = changed.origins[f"results/laptop/{SOURCE}/recipe.npz"].files[0]
    texts = set()
    for _ in range(3):
        post(changed, finished)
        texts.add((finished / request(changed.results, first)).read_text())
    assert len(texts) == 3
    post(ledger(), finished)
    assert (finished / request(changed.results, first)).read_text() == ledger().fingerprint(first)


def test_returning_to_the_settings_that_made_it_asks_for_nothing(finished):
    post(ledger(load({"seed": 5})), finished)
    assert post(ledger(), finished) == []
    for origin in ledger().jobs():
        asked = (finished / request(ledger().results, origin.files[0])).stat().st_mtime
        assert asked < (finished / origin.files[0]).stat().st_mtime


def test_a_file_of_two_jobs_is_refused():
    book = ledger()
    with pytest.raises(ValueError, match="declared twice"):
        book.add(Origin([f"results/laptop/{SOURCE}/recipe.npz"], {}, "", []))


def test_a_needed_file_that_nothing_makes_is_refused():
    lost = Table(source=SOURCE, name="potential", says="", needs={"a": "nowhere.csv"})
    with pytest.raises(KeyError, match=r"nowhere\.csv"):
        Ledger(Config(), [lost], codes).fingerprint(f"results/laptop/{SOURCE}/potential.csv")


def test_fingerprints_depend_on_settings_code_and_the_order_of_inputs():
    base = fingerprint({"a": 1, "b": 2}, "c", ["x", "y"])
    assert base == fingerprint({"b": 2, "a": 1}, "c", ["x", "y"])
    others = [
        fingerprint({"a": 2, "b": 1}, "c", ["x", "y"]),
        fingerprint({"a": 1, "b": 2}, "d", ["x", "y"]),
        fingerprint({"a": 1, "b": 2}, "c", ["y", "x"]),
        fingerprint({"a": 1, "b": 2}, "c", ["x"]),
    ]
    assert len({base, *others}) == 5
